"""What a field of the user may hold, and what a password has to be."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html
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


def rule(text: str, pattern: str) -> str:
    """Return the markup of a password's rule that the browser ticks off while somebody types.

    Without JavaScript it is a plain sentence. A rule that no pattern tells is checked by the server
    alone, and is a plain sentence as well.

    Args:
        text: The rule.
        pattern: What a password that keeps to it matches, as a regular expression of JavaScript.
    """
    return format_html('<span data-rule="{}" data-kept="{}">{}</span>', pattern, _("Kept:"), text)


class MinimumLengthRule(MinimumLengthValidator):
    """Django's validator of a password's length, which the browser ticks off."""

    def get_help_text(self) -> str:
        """Return the rule's markup."""
        return rule(super().get_help_text(), f"^.{{{self.min_length},}}$")


class NotNumericRule(NumericPasswordValidator):
    """Django's validator against passwords of digits alone, which the browser ticks off."""

    def get_help_text(self) -> str:
        """Return the rule's markup."""
        return rule(super().get_help_text(), r"\P{Nd}")
