from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from .checks import check_stripe_offline
from .conf import wanted


class StripeOfflineConfig(AppConfig):
    """Checks that the stand-in is off in production, and connects ``stripe`` to it elsewhere."""

    name = __name__.rpartition(".")[0]  # wherever the package stands
    verbose_name = _("Stripe offline")

    def ready(self) -> None:
        register(check_stripe_offline)
        if wanted():
            # the library takes a while to load, and a site loads it when it needs it
            from .client import connect  # noqa: PLC0415

            connect()
