"""Wait for what takes time, and try again what the network broke; both say what they wait for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

__all__ = ["BACKOFF", "pause", "retry", "wait_until"]

BACKOFF: Final = (1, 2, 4, 8)
"""Seconds between two tries of what the network broke."""

_INTERVALS: Final = (1, 1, 2, 2, 3, 5)
"""Seconds between two looks; the last one from then on."""


def pause(seconds: float) -> None:
    """Wait; the one place where a deploy does nothing, which tests replace."""
    time.sleep(seconds)


def retry(
    call: Callable[[], T], passing: Callable[[QuickScaleError], bool], say: Callable[[str], None]
) -> T:
    """Call something, again with growing pauses while its error is one that passes.

    Args:
        call: What is tried, at most five times.
        passing: Whether an error may be gone at the next try.
        say: Prints that it is tried again.

    Returns:
        What the call returned.

    Raises:
        QuickScaleError: An error that does not pass, or the last one.
    """
    for seconds in BACKOFF:
        try:
            return call()
        except QuickScaleError as error:
            if not passing(error):
                raise
            say(f"{error.problems[0].what}; trying again in {seconds} s")
        pause(seconds)
    return call()


def wait_until(
    look: Callable[[], T | None], what: str, seconds: int, say: Callable[[str], None]
) -> T:
    """Look again and again until there is something to see.

    Args:
        look: Returns what is waited for, or ``None`` while it is not there.
        what: What is waited for: ``"PostgreSQL to start"``.
        seconds: How long, at most.
        say: Prints what is waited for.

    Returns:
        What was seen.

    Raises:
        QuickScaleError: It took too long.
    """
    waited = 0
    for turn in range(seconds + 1):
        if (seen := look()) is not None:
            return seen
        if waited >= seconds:
            break
        if turn == 0:
            say(f"waiting for {what}, {seconds} s at most")
        interval = min(_INTERVALS[min(turn, len(_INTERVALS) - 1)], seconds - waited)
        pause(interval)
        waited += interval
    raise QuickScaleError(
        Problem(
            what=f"waited {seconds} s for {what}, in vain",
            fix="repeat the command, which goes on from there; --timeout waits longer",
        )
    )
