"""E-mails of the site's own pages."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.users.validators import without_links

logger = logging.getLogger(__name__)


def send_contact_message(*, name: str, email: str, message: str) -> None:
    """Send a visitor's message; arguments as of :func:`contact_message`."""
    contact_message(name=name, email=email, message=message).send()
    logger.info("Contact message sent")


def contact_message(*, name: str, email: str, message: str) -> EmailMessage:
    """Return a visitor's message to ``CONTACT_EMAIL``; answering it writes to the visitor.

    Args:
        name: What the visitor is called. Line breaks are folded, as a header can hold none.
        email: The visitor's address.
        message: What the visitor wrote.
    """
    sender = without_links(" ".join(name.split()))
    return EmailMessage(
        subject=_("Message from %(name)s") % {"name": sender},
        body=render_to_string(
            "pages/email/contact.txt",
            {"name": sender, "email": email, "message": message, "site_name": settings.SITE_NAME},
        ),
        to=[settings.CONTACT_EMAIL],
        reply_to=[email],
    )
