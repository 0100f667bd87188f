"""What every template may count on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from apps.pages import composed
from apps.pages.navigation import Navigation, SettingsArea

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the site's name, its navigation and the settings area."""
    area = SettingsArea(request, composed.SETTINGS_SECTIONS)
    return {
        "site_name": settings.SITE_NAME,
        "nav": Navigation(request, composed.NAV_ITEMS),
        "settings_area": area,
        "settings_sections": SimpleLazyObject(lambda: area.sections),
    }
