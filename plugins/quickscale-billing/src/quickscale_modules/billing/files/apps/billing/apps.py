"""The billing app."""

import warnings
from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    """Registers the system checks and connects the receivers."""

    name = "apps.billing"
    verbose_name = _("Billing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself."""
        from apps.billing import checks, receivers  # noqa: F401, PLC0415

        # The administration's heading above the copies of Stripe's objects.
        apps.get_app_config("djstripe").verbose_name = _("Stripe")

        with warnings.catch_warnings():
            # Its admin has a form field that Django 5 warns about; ours takes its place anyway.
            warnings.filterwarnings("ignore", message="The default scheme will be changed")
            import_module("djstripe.admin")
