"""``/api/v1/``: the endpoints of every part of the project."""

from __future__ import annotations

from django.urls import include, path, re_path

from apps.api import views
from apps.api.composed import ROUTES

urlpatterns = [
    *(path(prefix, include(module)) for prefix, module in ROUTES.items()),
    path("schema/", views.schema, name="api_schema"),
    re_path(r"", views.not_found, name="api_not_found"),
]
