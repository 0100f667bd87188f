"""Puts the quick drawing of components in the place of django-cotton's own."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class ComponentsConfig(AppConfig):
    """The app that draws components; it stands below ``django_cotton``."""

    name = "apps.components"

    def ready(self) -> None:
        """Take over the tag, unless components are to see the names of the page around them."""
        from django_cotton.templatetags.cotton import register

        from apps.components import checks  # noqa: F401 - registered by being imported
        from apps.components.drawing import draw_component

        if settings.COTTON_ISOLATE_BY_DEFAULT:
            register.tag("cotton", draw_component)
