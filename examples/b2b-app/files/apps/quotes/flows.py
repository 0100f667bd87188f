"""Writes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from apps.quotes.models import Quote

if TYPE_CHECKING:
    from apps.users.models import User

logger = logging.getLogger(__name__)


class NotADraftError(Exception):
    """A quote that was sent already."""


def send_quote(quote: Quote, sender: User) -> None:
    """Mark a draft as sent.

    Raises:
        NotADraftError: It is none any more.
    """
    sent = Quote.objects.filter(pk=quote.pk, status=Quote.Status.DRAFT)
    if not sent.update(status=Quote.Status.SENT):
        raise NotADraftError
    quote.status = Quote.Status.SENT
    logger.info("quote %s sent by %s", quote.pk, sender.pk)
