"""The accounts app."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects the receivers and registers the system checks."""

    name = "apps.accounts"
    verbose_name = _("Invitations and security")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself, and name allauth's apps in the admin by what they hold."""
        from apps.accounts import checks, receivers  # noqa: F401, PLC0415

        apps.get_app_config("account").verbose_name = _("E-mail addresses")
        apps.get_app_config("mfa").verbose_name = _("Two-step verification")
        apps.get_app_config("usersessions").verbose_name = _("Sessions")
