"""The e-mails of social sign-in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dev.email_samples.accounts import notification

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    name: partial(notification, name, provider="GitHub")
    for name in (
        "socialaccount/email/account_connected",
        "socialaccount/email/account_disconnected",
    )
}
