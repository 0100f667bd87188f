from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from apps.stripe_offline.checks import check_stripe_offline
from apps.stripe_offline.conf import wanted


class StripeOfflineConfig(AppConfig):
    """Checks that the stand-in is off in production, and connects ``stripe`` to it elsewhere."""

    name = "apps.stripe_offline"
    verbose_name = _("Stripe offline")

    def ready(self) -> None:
        register(check_stripe_offline)
        if wanted():
            # the library takes a while to load, and a site loads it when it needs it
            from apps.stripe_offline.client import connect  # noqa: PLC0415

            connect()
