"""The e-mails of the site's own pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from apps.pages.emails import contact_message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.mail import EmailMessage

SAMPLES: Final[Mapping[str, Callable[[], EmailMessage]]] = {
    "pages/email/contact": partial(
        contact_message,
        name="Ada Ferreira",
        email="ada@example.com",
        message="Can we pay by invoice?\n\nWe are a team of twelve.",
    ),
}
