"""The e-mails of billing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from apps.billing.money import money
from dev.email_samples.accounts import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

LINK: Final = "https://example.com/settings/billing/"


def about_billing(name: str, days: Mapping[str, int], **context: Any) -> EmailMessage:
    """Return an e-mail of billing.

    Args:
        name: Its template's own name.
        days: In how many days what it speaks of happens, by the name of the value.
        context: What else the template is filled with.
    """
    known: dict[str, Any] = {"plan": "Pro", "free_plan": "Free", "link": LINK}
    known |= {"amount": money(4900, "usd"), "account": "Ada Ferreira"}
    known |= {key: timezone.now() + timedelta(days=number) for key, number in days.items()}
    return message(f"billing/email/{name}", **known | context)


SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    "billing/email/action_required": partial(about_billing, "action_required", {}),
    "billing/email/payment_failed": partial(about_billing, "payment_failed", {"grace_ends_at": 7}),
    "billing/email/second_subscription": partial(about_billing, "second_subscription", {}),
    "billing/email/staff_surplus": partial(about_billing, "staff_surplus", {}),
    "billing/email/subscription_ended": partial(about_billing, "subscription_ended", {}),
    "billing/email/suspended": partial(about_billing, "suspended", {}),
    "billing/email/trial_ends": partial(
        about_billing, "trial_ends", {"ends_at": 3}, needs_card=True
    ),
    "billing/email/trial_ends, with a card": partial(
        about_billing, "trial_ends", {"ends_at": 3}, needs_card=False
    ),
}
