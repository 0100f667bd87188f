"""Billing periods: where one that began then ends."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .store import Obj

__all__ = ["DAY", "HOUR", "later", "period_end"]

HOUR = 3600
DAY = 24 * HOUR


def later(anchor: int, interval: str, count: int) -> int:
    """Return the time ``count`` intervals after ``anchor``; a month too short ends early."""
    if interval in ("day", "week"):
        return anchor + count * (DAY if interval == "day" else 7 * DAY)
    start = datetime.fromtimestamp(anchor, UTC)
    months = start.month - 1 + count * (12 if interval == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())


def period_end(anchor: int, after: int, recurring: Obj) -> int:
    """Return when the period that ``after`` lies in ends.

    Args:
        anchor: A time at which some period ends or begins; it keeps the day of the month.
        after: Any time in the period, its beginning included.
        recurring: A price's ``recurring``.
    """
    interval, step = recurring["interval"], recurring["interval_count"]
    count = 0
    while later(anchor, interval, count) > after:
        count -= step
    while later(anchor, interval, count) <= after:
        count += step
    return later(anchor, interval, count)
