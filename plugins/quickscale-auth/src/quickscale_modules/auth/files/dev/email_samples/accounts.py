"""The e-mails of accounts, and a way to make those that are rendered as they are."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import get_adapter
from django.utils import timezone

from apps.accounts.conf import conf
from apps.accounts.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

TO: Final = "ada@example.com"
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
LINK: Final = "https://example.com/accounts/a/link/MQ-c8k3vz-4f0c6b2f1e7a4c0f9a1d8e5b7c2d3e4f/"


def message(template: str, **context: Any) -> EmailMessage:
    """Return an e-mail that auth's adapter renders, as ``send_mail`` would send it.

    Args:
        template: Its name, without the ending.
        context: What the template is filled with, beside the site's name and address.
    """
    known = {"email": TO, "site_name": conf.site_name, "site_url": conf.site_url}
    made: EmailMessage = get_adapter().render_mail(template, TO, known | context)
    return made


def notification(template: str, **context: Any) -> EmailMessage:
    """Return an e-mail that tells of a change to an account; arguments as of :func:`message`."""
    happened = {"timestamp": timezone.now(), "ip": "198.51.100.7", "user_agent": FIREFOX}
    return message(template, path="/settings/security/", **happened, **context)


def invitation() -> EmailMessage:
    """Return an invitation to sign up."""
    invited = Invitation(email=TO, expires_at=timezone.now() + timedelta(days=7))
    return message(
        "accounts/email/invitation", invitation=invited, inviter="Grace Hopper", link=LINK
    )


_NOTIFICATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "account/email/email_changed": {"from_email": "old@example.com", "to_email": TO},
    "account/email/email_confirm": {},
    "account/email/email_deleted": {"deleted_email": "old@example.com"},
    "account/email/password_changed": {},
    "account/email/password_reset": {},
    "account/email/password_set": {},
    "accounts/email/credentials_removed": {},
    "mfa/email/recovery_codes_generated": {},
    "mfa/email/totp_activated": {},
    "mfa/email/totp_deactivated": {},
    "mfa/email/webauthn_added": {},
    "mfa/email/webauthn_removed": {},
}
_MESSAGES: Final[Mapping[str, Mapping[str, object]]] = {
    "account/email/account_already_exists": {"password_reset_url": LINK},
    "account/email/email_confirmation": {"code": "BCDF-GHJK"},
    "account/email/email_confirmation, with a link": {"activate_url": LINK},
    "account/email/login_code": {"code": "BCDF-GHJK"},
    "account/email/login_code, to confirm who is there": {
        "code": "BCDF-GHJK",
        "reauthentication": True,
    },
    "account/email/password_reset_key": {"password_reset_url": LINK},
    "account/email/unknown_account": {"signup_url": LINK},
    "accounts/email/account_deleted": {"name": "Ada"},
}
SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    **{name: partial(notification, name, **context) for name, context in _NOTIFICATIONS.items()},
    **{
        name: partial(message, name.partition(",")[0], **context)
        for name, context in _MESSAGES.items()
    },
    "accounts/email/invitation": invitation,
}
