"""What a field of the user may hold."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DOT: Final = ".\u3002\uff0e\uff61"
"""What browsers take for a dot in a host's name (RFC 3490, 3.1)."""

_LINK: Final = re.compile(
    rf"://|\bwww[{_DOT}]|[^\W_][{_DOT}][^\W\d_]{{2,}}|\d+[{_DOT}]\d+[{_DOT}]\d+[{_DOT}]\d+",
    re.IGNORECASE,
)
"""What mail programs turn into a link: an address with its scheme, or a host's name alone."""


def validate_no_link(value: str) -> None:
    """Refuse a name that holds a web address: it is written into e-mails to other people.

    Raises:
        ValidationError: There is one.
    """
    if _LINK.search(value):
        raise ValidationError(_("Leave web addresses out of a name."), code="link")


def without_links(text: str) -> str:
    """Return a text in which no mail program finds a link; words stay."""
    return _LINK.sub(lambda found: re.sub(rf"[{_DOT}:/]+", " ", found[0]), text)


@cache
def time_zone_names() -> frozenset[str]:
    """Return the names of the IANA time zone database, as this machine has it."""
    return frozenset(available_timezones())


def validate_time_zone(value: str) -> None:
    """Refuse a name that is no time zone.

    Raises:
        ValidationError: The time zone database does not hold it.
    """
    if value not in time_zone_names():
        raise ValidationError(
            _("“%(value)s” is not a time zone."),
            code="time_zone",
            params={"value": value},
        )
