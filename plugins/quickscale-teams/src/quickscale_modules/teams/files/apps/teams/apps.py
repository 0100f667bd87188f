"""The teams app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Connects the receivers and registers the system checks."""

    name = "apps.teams"
    verbose_name = _("Teams")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from apps.teams import checks, receivers, task_scope  # noqa: F401, PLC0415
