"""The app of metered prices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeteringConfig(AppConfig):
    """Registers the system check."""

    name = "apps.metering"
    verbose_name = _("Metering")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from apps.metering import checks  # noqa: F401, PLC0415
