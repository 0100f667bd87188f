"""``/api/v1/docs/``."""

from __future__ import annotations

from django.urls import path

from apps.api import reference_page

urlpatterns = [path("", reference_page.docs, name="api_docs")]
