"""The base classes of contributions, and the types with a closed set of values."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Contribution",
    "EventFormat",
    "EventReach",
    "Keyed",
    "Layer",
    "Level",
    "NavArea",
    "Ordered",
    "PlanReach",
    "SettingsGroup",
    "Slot",
]

Layer = Literal["base", "local", "production", "test"]
"""One of the generated settings modules; ``base`` is imported by the other three."""

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
"""How much a message matters."""

NavArea = Literal["main", "public", "anonymous", "user", "footer"]
"""Where a link stands: the signed-in sidebar, the public header for everybody, the public header
for visitors who are not signed in, the user menu, the footer."""

EventFormat = Literal["string", "integer", "boolean", "date-time", "uuid", "email"]
"""What a field of an event holds, in the words of JSON Schema; all but two are texts."""

EventReach = Literal["team", "person"]
"""Whom an event is told: the team it happened in, or the person where there are no teams; or a
person alone, about their own account."""

SettingsGroup = Literal["account", "team"]
"""Whose settings a page of the settings area holds: the signed-in person's, or their team's."""

PlanReach = Literal["all", "paid", "largest", "none"]
"""Which plans have a feature: every plan, those that cost something, the largest of these, or none
until the owner names it in the file of plans."""

Slot = Literal[
    "readme", "agents", "head", "body_end", "sidebar_top", "page_top", "auth_top", "home"
]
"""The closed registry of places for prose and markup: sections of README.md and AGENTS.md, the end
of every page's ``<head>`` and ``<body>``, the top of the signed-in sidebar, the top of every
signed-in page, the top of the pages for signing in and up, the home page below its cards."""


def declared_at() -> str:
    """Return ``file:line`` of the nearest frame outside the constructors of contributions."""
    frame = sys._getframe(1)  # noqa: SLF001 - the documented way to find a caller cheaply
    while frame.f_back is not None and frame.f_code.co_filename in {__file__, "<string>"}:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """The base class of all contributions.

    Attributes:
        declared: ``file:line`` where it was made; filled in by itself, no part of equality.
    """

    declared: str = field(default_factory=declared_at, init=False, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Ordered(Contribution):
    """A contribution whose position among its kind matters.

    Attributes:
        after: Keys (see each type) that stand before this one when they are present.
        before: Keys that stand after this one when they are present.
    """

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Keyed(Contribution):
    """A contribution with a key, of which a project has one for each key."""
