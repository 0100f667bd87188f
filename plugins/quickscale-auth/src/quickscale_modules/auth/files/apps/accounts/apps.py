"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects the receivers and registers the system checks."""

    name = "apps.accounts"
    verbose_name = _("Invitations and security")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from apps.accounts import checks, receivers  # noqa: F401, PLC0415
