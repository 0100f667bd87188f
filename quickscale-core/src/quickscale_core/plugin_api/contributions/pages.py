"""Contributions to the pages that every project has: navigation, home page, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quickscale_core.plugin_api.contributions.kinds import (
    Keyed,
    NavArea,
    Ordered,
    SettingsGroup,
)

__all__ = [
    "NavItem",
    "PagePart",
    "PagePlace",
    "QuickOpenEntries",
    "SettingsSection",
    "ShowcaseCard",
]


@dataclass(frozen=True, kw_only=True)
class NavItem(Ordered):
    """A link of the navigation; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"billing"``.
        label: What it says, in English; translated at run time.
        url: Name of a URL pattern without arguments: ``"billing:overview"``.
        icon: Name of a lucide icon in the theme's sprite: ``"credit-card"``.
        area: Where it stands; see :data:`NavArea`.
        method: ``"post"`` renders a one-button form, as signing out needs.
        primary: Whether it is its area's one prominent action.
        staff: Whether only staff see it, those who may enter Django's admin.
        permission: A Django permission without which it is not shown: ``"billing.view_plan"``.
        setting: Name of a boolean setting; while that is false the link is not shown.
    """

    name: str
    label: str
    url: str
    icon: str
    area: NavArea = "main"
    method: Literal["get", "post"] = "get"
    primary: bool = False
    staff: bool = False
    permission: str = ""
    setting: str = ""


@dataclass(frozen=True, kw_only=True)
class ShowcaseCard(Ordered):
    """A card on the public home page that presents a module; its key is ``name``.

    Attributes:
        name: Unique key, usually the plugin's name.
        title: Heading, in English; translated at run time.
        body: One or two sentences on what it does for a visitor.
        icon: Name of a lucide icon in the theme's sprite.
        url: Name of the URL pattern it links to.
        link_label: Text of that link.
    """

    name: str
    title: str
    body: str
    icon: str
    url: str
    link_label: str


@dataclass(frozen=True, kw_only=True)
class SettingsSection(Ordered):
    """A page of the signed-in settings area, ``/settings/<name>/``; its key is ``name``.

    The layout takes the page's heading and title from the label, and shows the way back to it on
    the pages below its address.

    Attributes:
        name: Unique key, for example ``"security"``.
        label: What the section is called, in English; translated at run time.
        url: Name of a URL pattern without arguments: ``"accounts:security"``.
        icon: Name of a lucide icon in the theme's sprite.
        group: Whose settings it holds; see :data:`SettingsGroup`.
    """

    name: str
    label: str
    url: str
    icon: str
    group: SettingsGroup = "account"


@dataclass(frozen=True, kw_only=True)
class QuickOpenEntries(Ordered):
    """What quick open finds besides the pages of navigation and settings; its key is ``name``.

    It is for what one does ("Invite member") and for what one has (teams, projects).

    Attributes:
        name: Unique key, for example ``"teams"``.
        source: Dotted path of a callable ``(request, text) -> list[Entry]``; ``Entry`` is that of
            ``apps.pages.quick_open``, and ``text`` is what somebody typed, which may be empty. It
            returns only what this person may use. What does not fit the text is left out later, so
            only a source that asks the database looks at it. It makes at most one query, and
            returns at most 10 rows of it.
    """

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PagePlace(Keyed):
    """A place on a module's page where other modules may show a part; its key is ``name``.

    The page has ``{% page_parts "<name>" %}`` there, from the template tags ``parts``.

    Attributes:
        name: What a :class:`PagePart` calls it, lower case: ``"team"``.
        summary: Which page it is on, and who sees that page: one sentence.
    """

    name: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class PagePart(Ordered):
    """A part of a page that another module has; its key is ``name``.

    A place that no plugin of the project declares is an error, so a module asks first whether its
    neighbour takes part: ``if spec.has("teams")``.

    Attributes:
        name: Unique key, for example ``"notes-of-team"``.
        place: The name of a :class:`PagePlace`: ``"team"``, ``"billing"``, ``"profile"``.
        template: Template of its markup, one card or more: ``"notes/team_part.html"``.
        context: Dotted path of a callable ``(request) -> dict | None`` that feeds it and makes at
            most one query, or empty; with ``None`` the part is not shown.
    """

    name: str
    place: str
    template: str
    context: str = ""
