"""The app of coupons and promotion codes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscountsConfig(AppConfig):
    """Names the app; ``part.py`` is what billing asks."""

    name = "apps.discounts"
    verbose_name = _("Discounts")
    default_auto_field = "django.db.models.BigAutoField"
