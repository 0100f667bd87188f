"""The e-mail of webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apps.webhooks.models import Endpoint
from dev.email_samples.accounts import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

LINK: Final = "https://example.com/settings/webhooks/0b9b5a4e-94d6-4b3a-8f4d-3a1f1d0d9a11/"


def switched_off() -> EmailMessage:
    """Return what people read once an endpoint of theirs is switched off."""
    endpoint = Endpoint(url="https://crm.example.com/hooks", description="CRM")
    return message("webhooks/email/switched_off", endpoint=endpoint, link=LINK)


SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    "webhooks/email/switched_off": switched_off,
}
