"""Registers the app, for its template."""

from __future__ import annotations

from django.apps import AppConfig


class LiveFormsConfig(AppConfig):
    """The app that checks single fields."""

    name = "apps.live_forms"
