"""Which plugin made a contribution, and the problems of contributions that clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.contributions import Contribution
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.selection.topological_sort import CycleError

__all__ = ["Attributed", "circle", "clash", "of_type"]

C_co = TypeVar("C_co", bound=Contribution, covariant=True)

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


@dataclass(frozen=True, slots=True)
class Attributed(Generic[C_co]):
    """A contribution with the plugin that made it.

    Attributes:
        plugin: The plugin that made it.
        item: The contribution.
    """

    plugin: InstalledPlugin
    item: C_co

    def line(self, shown: str = "") -> str:
        """Return who contributes what and where, as a line of a problem."""
        text = f"{self.plugin.label}: {shown}" if shown else self.plugin.label
        return f"{text}  {self.place}"

    @property
    def place(self) -> str:
        """Where it was declared, ``file:line``, from the plugin's folder."""
        return self.plugin.shorten(self.item.declared)


T = TypeVar("T", bound=Contribution)


def of_type(
    contributions: Sequence[Attributed[Contribution]], kind: type[T]
) -> list[Attributed[T]]:
    """Return the contributions of one type, in their order."""
    return [
        Attributed(contribution.plugin, contribution.item)
        for contribution in contributions
        if isinstance(contribution.item, kind)
    ]


def clash(
    verb: str, thing: str, lines: Sequence[tuple[Attributed[Contribution], str]], fix: str
) -> Problem:
    """Return the problem of contributions that contradict each other.

    Args:
        verb: What the plugins do, in the plural: ``"set"``.
        thing: To what they do it: ``"STRIPE_MODE"``.
        lines: The contributions and what each says.
        fix: What to do.
    """
    plugins = list(dict.fromkeys(contribution.plugin.name for contribution, _ in lines))
    if len(plugins) == 1:
        what = f"{plugins[0]} contradicts itself on {thing}"
    else:
        what = f"{_NUMBERS.get(len(plugins), len(plugins))} plugins {verb} {thing}"
    return Problem(
        what=what, where=tuple(contribution.line(shown) for contribution, shown in lines), fix=fix
    )


def circle(cycle: CycleError, thing: str) -> Problem:
    """Return the problem of an order that contradicts itself.

    Args:
        cycle: The demands, each owned by a :meth:`Attributed.line`.
        thing: What cannot be ordered: ``"middleware"``.
    """
    return Problem(
        what=f"the order of {thing} contradicts itself: {cycle}",
        where=tuple(f"{edge.owner}: {edge.first} before {edge.second}" for edge in cycle.edges),
        fix="leave one of them out, and report this to their authors",
    )
