"""What the dashboard is made of, apart from how it looks.

``composed.py`` holds the entries: a step, a chart, or the dotted path of a function (a source) that
takes the request and returns numbers, tasks or activity. A source makes at most one query of its
own. The theme alone decides how all of it looks, so that every frontend can show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

Source: TypeAlias = str
"""Dotted path of a function that takes the request."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the checklist for a first sign-in.

    Attributes:
        label: What to do.
        body: What it is good for.
        url: Name of the URL pattern without arguments where it is done.
        icon: Name of an icon of the theme.
        done: Source that returns whether it is done, or ``None`` where it is not this person's.
    """

    label: StrOrPromise
    body: StrOrPromise
    url: str
    icon: str
    done: Source


@dataclass(frozen=True, kw_only=True)
class ChartCard:
    """A card with a chart.

    Attributes:
        title: Its heading.
        empty: What will be here, while there is nothing to show.
        icon: Name of an icon of the theme.
        source: Source that returns a :class:`Chart`, or ``None``.
    """

    title: StrOrPromise
    empty: StrOrPromise
    icon: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card with markup of its own.

    Attributes:
        template: Template of its markup.
        context: Source that returns the template's context, or empty.
        wide: Whether it takes a whole row.
    """

    template: str
    context: Source = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Number:
    """How much of something there is.

    Attributes:
        label: Of what.
        value: How much, as people write it: ``"1,240"``, ``"$294"``.
        hint: A remark: what it is out of, or since when.
        trend: Where it goes, compared with before.
        change: By how much: ``"12 %"``.
        href: Where there is more about it, or empty.
    """

    label: str
    value: str
    hint: str = ""
    trend: Literal["level", "up", "down"] = "level"
    change: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One value of a chart.

    Attributes:
        label: Of when or of what.
        value: How much, not below 0.
    """

    label: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Values over time, the oldest first.

    Attributes:
        label: Of what.
        summary: What it says, in one sentence.
        points: Its values.
    """

    label: str
    summary: str
    points: tuple[Point, ...]

    @property
    def top(self) -> int:
        """The largest value, and at least 1."""
        return max((point.value for point in self.points), default=1) or 1


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do.

    Attributes:
        text: What is the matter, in one sentence.
        action: What the link to it says.
        href: Where that leads.
        detail: What follows from it, or until when.
        icon: Name of an icon of the theme.
        urgent: Whether it comes before all others.
    """

    text: str
    action: str
    href: str
    detail: str = ""
    icon: str = "circle-alert"
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something that happened.

    Attributes:
        text: What, in one sentence.
        at: When.
        who: Who did it, or empty where the site did.
        icon: Name of an icon of the theme, for what nobody did.
    """

    text: str
    at: datetime
    who: str = ""
    icon: str = "activity"
