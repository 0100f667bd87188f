"""``/settings/api-keys/``."""

from __future__ import annotations

from django.urls import path

from apps.api import key_pages

urlpatterns = [
    path("", key_pages.key_list, name="api_keys"),
    path("revoke/", key_pages.revoke_all, name="api_keys_revoke_all"),
    path("<uuid:pk>/rotate/", key_pages.rotate, name="api_key_rotate"),
    path("<uuid:pk>/revoke/", key_pages.revoke, name="api_key_revoke"),
]
