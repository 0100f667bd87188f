"""The billing app's settings: names, types and defaults. Nothing else here reads settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from apps.ops.app_settings import Setting

if TYPE_CHECKING:
    from apps.billing.parts import Part
    from apps.billing.subjects import Subjects

OFFLINE_KEY: Final = "sk_test_offline"
OFFLINE_SECRET: Final = "whsec_offline"  # noqa: S105 - it opens nothing
"""How the key and the signing secret begin that local settings have where there are no others."""


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, default)


class BillingConf:
    """Typed access; each value is read when it is asked for, so that tests can change it."""

    secret_key = Setting("STRIPE_SECRET_KEY", "")
    """Stripe's secret key."""

    @property
    def is_live(self) -> bool:
        """Whether money is real: whether the key is a live one."""
        return self.secret_key.startswith(("sk_live_", "rk_live_"))

    @property
    def is_offline(self) -> bool:
        """Whether the key is the one of the stand-in for Stripe, which opens nothing."""
        return self.secret_key.startswith(OFFLINE_KEY)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """What webhooks are signed with (``STRIPE_WEBHOOK_SECRET``).

        Several, by commas, while one takes over from another.
        """
        value = str(_setting("STRIPE_WEBHOOK_SECRET", ""))
        return tuple(part.strip() for part in value.split(",") if part.strip())

    currency = Setting("BILLING_CURRENCY", "usd")
    """The currency of prices that name none."""

    trial_days = Setting("BILLING_TRIAL_DAYS", 14)
    """How long a plan that says nothing may be tried."""

    tax = Setting("BILLING_TAX", default=False)
    """Whether Stripe Tax works taxes out and VAT ids are asked for."""

    portal = Setting("BILLING_PORTAL", default=True)
    """Whether Stripe's Customer Portal is linked to."""

    grace_days = Setting("BILLING_GRACE_DAYS", 7)
    """How long a plan stays after a payment failed."""

    cache_seconds = Setting("BILLING_CACHE_SECONDS", 60)
    """How long an account's entitlements are remembered."""

    webhook_attempts = Setting("BILLING_WEBHOOK_ATTEMPTS", 8)
    """How often a webhook is tried before somebody must look."""

    event_days = Setting("BILLING_EVENT_DAYS", 90)
    """How long webhooks are kept that are done with."""

    @property
    def subjects(self) -> Subjects:
        """Who pays (``BILLING_SUBJECTS``): a class of ``apps.billing.subjects``' shape."""
        path = _setting("BILLING_SUBJECTS", "apps.billing.subjects.UserSubjects")
        subjects: Subjects = import_string(path)()
        return subjects

    @property
    def parts(self) -> list[type[Part]]:
        """What other apps add (``BILLING_PARTS``): classes derived from ``parts.Part``."""
        return [import_string(path) for path in _setting("BILLING_PARTS", ())]

    site_name = Setting("SITE_NAME", "")
    """What the site is called."""

    contact_email = Setting("CONTACT_EMAIL", "")
    """Who is told what staff should know."""

    @property
    def site_url(self) -> str:
        """Where the site is, without a slash at the end, for links made outside a request."""
        return str(_setting("SITE_URL", "http://localhost:8000")).rstrip("/")

    @property
    def uses_celery(self) -> bool:
        """Whether work is handed to a worker instead of being done at once."""
        return not _setting("CELERY_TASK_ALWAYS_EAGER", default=True)


conf = BillingConf()
"""This project's settings of the billing app."""
