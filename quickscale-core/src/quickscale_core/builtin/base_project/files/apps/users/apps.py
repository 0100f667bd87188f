from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "apps.users"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Connect the signal receivers."""
        from apps.users import receivers  # noqa: F401 - connecting is its effect
