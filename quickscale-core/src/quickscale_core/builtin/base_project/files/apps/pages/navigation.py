"""What the navigation, the home page and the settings area are made of.

``composed.py`` holds the entries themselves. Here stands what an entry is, and how it becomes a
link of one request: shown or not, current or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

Area = Literal["main", "public", "anonymous", "user", "footer"]
Group = Literal["account", "team"]

GROUPS: Final[dict[Group, StrOrPromise]] = {"account": _("Account"), "team": _("Team")}
"""What the groups of the settings area are called."""


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A link of the navigation, before it is known who looks at it.

    Attributes:
        label: What it says.
        url: Name of a URL pattern without arguments.
        icon: Name of an icon of the theme.
        area: Where it stands.
        method: ``"post"`` makes it a form with one button.
        primary: Whether it is its area's one prominent action.
        staff: Whether only staff see it.
        permission: A permission without which it is not shown, or empty.
        setting: A boolean setting without which it is not shown, or empty.
    """

    label: StrOrPromise
    url: str
    icon: str
    area: Area
    method: Literal["get", "post"] = "get"
    primary: bool = False
    staff: bool = False
    permission: str = ""
    setting: str = ""

    def shows(self, request: HttpRequest) -> bool:
        """Return whether this visitor gets the link."""
        if self.setting and not getattr(settings, self.setting, False):
            return False
        if self.staff and not request.user.is_staff:
            return False
        # A permission costs two queries, so everything that costs none is asked before.
        return not self.permission or request.user.has_perm(self.permission)


@dataclass(frozen=True, kw_only=True)
class SettingsSection:
    """A page of the settings area.

    Attributes:
        label: What it is called.
        url: Name of a URL pattern without arguments.
        icon: Name of an icon of the theme.
        group: Whose settings it holds.
    """

    label: StrOrPromise
    url: str
    icon: str
    group: Group = "account"


@dataclass(frozen=True, kw_only=True)
class ShowcaseCard:
    """A card of the home page.

    Attributes:
        title: Its heading.
        body: One or two sentences.
        icon: Name of an icon of the theme.
        url: Name of the URL pattern it links to.
        link_label: What that link says.
    """

    title: StrOrPromise
    body: StrOrPromise
    icon: str
    url: str
    link_label: StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as a template shows it.

    Attributes:
        label: What it says.
        href: Where it leads.
        icon: Name of an icon of the theme.
        method: ``"post"`` makes it a form with one button.
        primary: Whether it is its area's one prominent action.
        current: Whether it leads to the page that is shown, or to one above it.
        group: What the links around it are together, in the settings area.
        avatar: Whose initials take the icon's place, or empty.
        chosen: Whether it is the one of several that is in use.
    """

    label: StrOrPromise
    href: str
    icon: str
    method: str = "get"
    primary: bool = False
    current: bool = False
    group: StrOrPromise = ""
    avatar: str = ""
    chosen: bool = False


class Navigation:
    """The links one visitor sees, each area worked out when a template first asks for it."""

    def __init__(self, request: HttpRequest, items: tuple[NavItem, ...]) -> None:
        self.request = request
        self.items = items

    @cached_property
    def main(self) -> list[Link]:
        """The signed-in sidebar."""
        return self._links("main")

    @cached_property
    def public(self) -> list[Link]:
        """The public header, for everybody."""
        return self._links("public")

    @cached_property
    def anonymous(self) -> list[Link]:
        """The public header, for visitors who are not signed in."""
        return self._links("anonymous")

    @cached_property
    def user(self) -> list[Link]:
        """The signed-in person's own menu."""
        return self._links("user")

    @cached_property
    def footer(self) -> list[Link]:
        """The public footer."""
        return self._links("footer")

    def _links(self, area: Area) -> list[Link]:
        return [
            make_link(self.request, item)
            for item in self.items
            if item.area == area and item.shows(self.request)
        ]


class SettingsArea:
    """The settings area around one request's page, worked out when a template first asks for it."""

    def __init__(self, request: HttpRequest, sections: tuple[SettingsSection, ...]) -> None:
        self.request = request
        self.entries = sections

    @cached_property
    def sections(self) -> list[Link]:
        """Its sections, those of one group together."""
        return [make_link(self.request, section) for section in self.entries]

    @cached_property
    def current(self) -> Link | None:
        """The section that the page is, or stands below."""
        return next((section for section in self.sections if section.current), None)

    @cached_property
    def crumbs(self) -> list[tuple[StrOrPromise, str]]:
        """The way to a page below a section, as label and address; empty on the section itself."""
        section = self.current
        if section is None or section.href == self.request.path:
            return []
        return [(_("Settings"), reverse("pages:settings")), (section.label, section.href)]


def way_back(request: HttpRequest, *names: str) -> str:
    """Return where to go after an action of a list: as it was searched, sorted and paged.

    Args:
        request: What the action was sent with; its browser says which page it came from.
        *names: The pages without arguments that have the action, the first where it says nothing.
    """
    came = urlsplit(request.headers.get("Referer", ""))
    addresses = [reverse(name) for name in names]
    if came.netloc != request.get_host() or came.path not in addresses:
        return addresses[0]
    return f"{came.path}?{came.query}" if came.query else came.path


@lru_cache
def _address(name: str, _prefix: str, _urlconf: str) -> str:
    """Return the address of a page, which is the same for every reader; found out once."""
    return reverse(name)


def make_link(request: HttpRequest, item: NavItem | SettingsSection) -> Link:
    """Turn an entry into a link of this request."""
    href = _address(item.url, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return Link(
        label=item.label,
        href=href,
        icon=item.icon,
        method=item.method if isinstance(item, NavItem) else "get",
        primary=item.primary if isinstance(item, NavItem) else False,
        current=request.path == href or (href != "/" and request.path.startswith(href)),
        group=GROUPS[item.group] if isinstance(item, SettingsSection) else "",
    )
