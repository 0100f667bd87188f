"""Contributions to the signed-in dashboard: what happened, what is due, and where it goes.

What they show is data. A dotted path names a function of the project that takes the request and
returns the dataclasses of ``apps.pages.dashboard``; the theme alone decides how they look. Such a
function makes at most one query, which nothing makes slower as rows come in.
"""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import Ordered

__all__ = [
    "AdminNumbers",
    "DashboardActivity",
    "DashboardCard",
    "DashboardChart",
    "DashboardNumbers",
    "DashboardStep",
    "DashboardTasks",
]


@dataclass(frozen=True, kw_only=True)
class DashboardStep(Ordered):
    """A step of the checklist that people find at their first sign-in; its key is ``name``.

    The checklist is gone once all of its steps are done, or somebody hides it.

    Attributes:
        name: Unique key, for example ``"two-step"``.
        label: What to do, in English; translated at run time: ``"Invite your team"``.
        body: One sentence on what it is good for.
        url: Name of the URL pattern without arguments where it is done.
        icon: Name of a lucide icon in the theme's sprite.
        done: Dotted path of a callable ``(request) -> bool | None``: whether it is done, or
            ``None`` where it is not this person's to do.
    """

    name: str
    label: str
    body: str
    url: str
    icon: str
    done: str


@dataclass(frozen=True, kw_only=True)
class DashboardNumbers(Ordered):
    """Numbers at the top of the dashboard, each with its trend; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"members"``.
        source: Dotted path of a callable ``(request) -> list[Number]``.
    """

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class AdminNumbers(Ordered):
    """Numbers of the day at the top of the administration; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"revenue"``.
        source: Dotted path of a callable ``(request) -> list[Number]``; it returns none of what
            the signed-in member of staff may not see.
    """

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DashboardChart(Ordered):
    """A chart on the dashboard, of one value for each day or month; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"usage"``.
        title: Heading, in English; translated at run time.
        empty: What will be here, for whoever has nothing to show yet: one sentence.
        icon: Name of a lucide icon in the theme's sprite.
        source: Dotted path of a callable ``(request) -> Chart | None``; ``None`` shows ``empty``.
    """

    name: str
    title: str
    empty: str
    icon: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DashboardTasks(Ordered):
    """What somebody has to do, in the dashboard's list of it; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"invitations"``.
        source: Dotted path of a callable ``(request) -> list[Task]``.
    """

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DashboardActivity(Ordered):
    """What happened, in the dashboard's one list of it, the newest first; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"team"``.
        source: Dotted path of a callable ``(request) -> list[Activity]``, of the ten newest.
    """

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DashboardCard(Ordered):
    """A card on the dashboard with markup of its own, below all the rest; its key is ``name``.

    It is for what the other kinds cannot say. They are data, which every frontend can show.

    Attributes:
        name: Unique key, for example ``"notes"``.
        template: Template of the card's markup: ``"notes/dashboard_card.html"``.
        context: Dotted path of a callable ``(request) -> dict`` that feeds it, or empty.
        wide: Whether it takes the row's whole width.
    """

    name: str
    template: str
    context: str = ""
    wide: bool = False
