from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "apps.users"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Connect the signal receivers, and name Django's app in the admin by what it holds."""
        from apps.users import receivers  # noqa: F401 - connecting is its effect

        apps.get_app_config("auth").verbose_name = _("Groups and permissions")
