"""What a field of the user may hold."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


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
