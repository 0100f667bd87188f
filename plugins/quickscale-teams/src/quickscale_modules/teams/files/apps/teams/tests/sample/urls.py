"""Addresses that are as they should be, beside the project's own."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.urls import include, path

from apps.teams.tests.sample import views

PROJECT = import_module(str(settings.WSGI_APPLICATION).split(".")[0] + ".urls").urlpatterns

sound = [
    path("projects/", views.project_list, name="list"),
    path("projects/<int:pk>/", views.project_detail, name="detail"),
    path("tasks/add/", views.add_task, name="add"),
]
urlpatterns = [path("sample/", include((sound, "sample"))), *PROJECT]
