from django.apps import AppConfig
from django.core import checks

from apps.frontend.checks import check_npm_packages


class FrontendConfig(AppConfig):
    name = "apps.frontend"

    def ready(self) -> None:
        """Have ``manage.py check`` look at what npm brings."""
        checks.register(check_npm_packages)
