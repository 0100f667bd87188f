"""What quick open finds: pages, settings, and what the project's parts add, apart from its looks.

``composed.py`` holds the parts' sources, each the dotted path of a function that takes the request
and the text that was typed, and returns what this person may use of it. A source makes at most one
query, for at most 10 rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from apps.pages import composed
from apps.pages.navigation import Navigation, SettingsArea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from apps.pages.navigation import Link

PAGES: Final = _("Pages")
SETTINGS: Final = _("Settings")
ACTIONS: Final = _("Actions")
LONGEST: Final = 100
"""How many characters of what somebody typed are looked at."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something to open or to do; the theme's navigation shows it as a link.

    Attributes:
        label: What it says: a page's name, or a verb for an action.
        href: Where it leads.
        icon: Name of an icon of the theme.
        avatar: Whose initials take the icon's place, or empty.
        group: The heading it stands under.
        method: ``"post"`` makes it a form with one button.
        words: What else people may call it, with blanks between.
        current: Never; it leads somewhere else.
        chosen: Whether it is the one of several that is in use.
    """

    label: StrOrPromise
    href: str
    icon: str = ""
    avatar: str = ""
    group: StrOrPromise = ACTIONS
    method: str = "get"
    words: StrOrPromise = ""
    current: bool = False
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class EntryGroup:
    """Entries under one heading.

    Attributes:
        label: The heading.
        entries: What stands under it.
    """

    label: str
    entries: tuple[Entry, ...]


def find(request: HttpRequest, text: str = "") -> list[EntryGroup]:
    """Return what one person may open or do that fits a text, by its headings.

    Args:
        request: Whose; they are signed in.
        text: What they typed; every word of it has to be in an entry. Empty finds everything.
    """
    text = " ".join(text[:LONGEST].split())
    wanted = text.casefold().split()
    found: dict[str, list[Entry]] = {}
    seen: set[tuple[str, str]] = set()
    for entry in _entries(request, text):
        said = f"{entry.label} {entry.words}".casefold()
        key = (str(entry.label), entry.href)
        if key not in seen and all(word in said for word in wanted):
            seen.add(key)
            found.setdefault(str(entry.group), []).append(entry)
    return [EntryGroup(label=label, entries=tuple(some)) for label, some in found.items()]


def _entries(request: HttpRequest, text: str) -> Iterator[Entry]:
    """Yield everything there is, pages first."""
    navigation = Navigation(request, composed.NAV_ITEMS)
    links = [*navigation.main, *navigation.user, *navigation.public, *navigation.footer]
    yield from (_entry(link, PAGES) for link in links if link.method == "get")
    for source in composed.QUICK_OPEN:
        yield from import_string(source)(request, text)
    for section in SettingsArea(request, composed.SETTINGS_SECTIONS).sections:
        yield _entry(section, SETTINGS, section.group)
    yield from (_entry(link, ACTIONS) for link in links if link.method == "post")


def _entry(link: Link, group: StrOrPromise, words: StrOrPromise = "") -> Entry:
    return Entry(
        label=link.label,
        href=link.href,
        icon=link.icon,
        group=group,
        method=link.method,
        words=words,
    )
