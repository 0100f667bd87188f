"""What comes out of a case, and what cases make it from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measuring import Contender, Results
from benchmarks.report import Bound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["Outcome", "contender", "peak_ratio", "ratio"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of one case.

    Attributes:
        title: Its heading.
        about: What was measured, in words.
        results: The costs, by contender; all of them were measured in the same rounds.
        bounds: The promises.
        table: What was measured, as a Markdown table, where it is no race.
    """

    title: str
    about: str
    results: Results | None
    bounds: Sequence[Bound]
    table: str = ""


def contender(
    shop: Workshop,
    name: str,
    command: Callable[[Path], list[str]],
    *,
    check: Callable[[Path], None] = lambda _: None,
) -> Contender:
    """Return a contender that sees no more of the environment than all others.

    Args:
        shop: Where it runs.
        name: What reports call it.
        command: Returns the program and its arguments; is given a new, empty folder.
        check: Is called after the first run with its folder; raises when the work was not done.
    """
    return Contender(name=name, command=command, environ=shop.environ(), check=check)


def ratio(case: str, results: Results, ours: str, theirs: str, limit: float) -> Bound:
    """Return the promise that something costs no more than a part of what a peer costs.

    Args:
        case: What both do.
        results: What it took them.
        ours: The name of the one.
        theirs: The name of the peer.
        limit: Which part at most.
    """
    title = f"{case}: {ours} / {theirs}"
    return Bound(title, results.ratio(ours, theirs), limit, " x")


def peak_ratio(case: str, results: Results, ours: str, theirs: str, limit: float) -> Bound:
    """Return the promise that something needs no more than a part of a peer's memory.

    Args:
        case: What both do.
        results: What it took them.
        ours: The name of the one.
        theirs: The name of the peer.
        limit: Which part of the peer's peak at most.
    """
    title = f"{case}, peak: {ours} / {theirs}"
    return Bound(title, results.peak(ours) / results.peak(theirs), limit, " x")
