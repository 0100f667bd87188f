"""What the bodies are made of: times, nulls and lists."""

from __future__ import annotations

import time
from typing import Any, Final, TypeAlias

Obj: TypeAlias = "dict[str, Any]"

DAY: Final = 24 * 3600
NOW: Final = int(time.time())


def days_ago(days: float) -> int:
    """Return a moment as Stripe tells it."""
    return NOW - round(days * DAY)


def nothing(names: str) -> Obj:
    """Return fields that hold nothing.

    Args:
        names: Their names, with spaces between them.
    """
    return dict.fromkeys(names.split())


def listed(url: str, *found: Obj) -> Obj:
    """Return a list inside an object."""
    return {
        "object": "list",
        "data": list(found),
        "has_more": False,
        "total_count": len(found),
        "url": url,
    }
