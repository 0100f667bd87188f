"""The app that lets teams pay."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamBillingConfig(AppConfig):
    """Registers the system check and connects the receiver."""

    name = "apps.team_billing"
    verbose_name = _("Billing of teams")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from apps.team_billing import checks, receivers  # noqa: F401, PLC0415
