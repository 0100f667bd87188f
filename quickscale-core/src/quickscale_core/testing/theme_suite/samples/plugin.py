"""The samples module: a page for each layout, a link for each area, a fragment for each slot.

The theme suite composes it into its project, so that a theme is tried with everything a module may
ask of it, and with no real module. It is in no registry but the suite's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.plugin_api.contributions import (
    App,
    FileSet,
    Fragment,
    NavItem,
    PagePart,
    PagePlace,
    SettingsSection,
    UrlInclude,
)
from quickscale_core.plugin_api.hookspecs import hookimpl
from quickscale_core.plugin_api.plugin import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.plugin_api.contributions import Contribution, NavArea, SettingsGroup, Slot

HERE: Final = Path(__file__).parent

PLUGIN = Plugin(name="samples", kind="module", summary="A sample of everything a theme carries")

PAGE_SLOTS: Final[tuple[Slot, ...]] = (
    *("head", "body_end", "sidebar_top", "page_top"),
    "auth_top",
)
"""The slots that stand in layouts, which are the theme's to place."""

LINKS: Final[tuple[tuple[str, NavArea, str], ...]] = (
    ("main", "main", "samples:app"),
    ("public", "public", "samples:public"),
    ("anonymous", "anonymous", "samples:auth"),
    ("user", "user", "samples:settings"),
    ("footer", "footer", "samples:error"),
)
"""Name, area and URL of a link in each area; its label is ``Sample NAME link``."""


@hookimpl
def contribute_templates() -> Iterator[FileSet | Fragment]:
    """Add the pages, and a fragment for each slot of the layouts."""
    yield FileSet(root=HERE / "files")
    for slot in PAGE_SLOTS:
        yield Fragment(slot=slot, template=HERE / "fragments" / f"{slot}.html")


@hookimpl
def contribute_settings() -> Iterator[Contribution]:
    """Add the app, its addresses, and links in every area of the navigation."""
    yield App(path="apps.samples")
    yield UrlInclude(prefix="samples/", module="apps.samples.urls")
    for name, area, url in LINKS:
        label = f"Sample {name} link"
        yield NavItem(name=f"sample-{name}", label=label, url=url, icon="star", area=area)
    yield NavItem(
        name="sample-start",
        label="Sample prominent link",
        url="samples:form",
        icon="star",
        area="anonymous",
        primary=True,
    )
    yield NavItem(
        name="sample-post",
        label="Sample user button",
        url="samples:form",
        icon="star",
        area="user",
        method="post",
    )
    yield PagePlace(name="sample", summary="On the sample of a page for signed-in people.")
    yield PagePart(
        name="sample",
        place="sample",
        template="samples/part.html",
        context="apps.samples.views.part",
    )
    yield PagePart(
        name="sample-nothing",
        place="sample",
        template="samples/part.html",
        context="apps.samples.views.no_part",
    )
    sections: tuple[tuple[str, str, SettingsGroup], ...] = (
        ("first", "samples:settings", "account"),
        ("second", "samples:settings_second", "account"),
        ("named", "samples:settings_named", "team"),
    )
    for name, url, group in sections:
        yield SettingsSection(
            name=f"sample-{name}", label=f"Sample {name} section", url=url, icon="star", group=group
        )
