"""The e-mails of Django's own login pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage


def password_reset() -> EmailMessage:
    """Return the e-mail that ``PasswordResetForm`` would send."""
    name, user = "registration/email/password_reset", User(name="Ada Ferreira")
    context = {
        "user": user,
        "site_name": settings.SITE_NAME,
        "protocol": "https",
        "domain": "example.com",
        "uid": "MQ",
        "token": "sample-token",
    }
    subject = render_to_string(f"{name}_subject.txt", context).strip()
    text = render_to_string(f"{name}.txt", context)
    message = EmailMultiAlternatives(subject, text, to=["ada@example.com"])
    message.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    return message


SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    "registration/email/password_reset": password_reset,
}
