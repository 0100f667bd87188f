"""The teams plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import FileSet, Fragment, Option, Plugin, hookimpl
from quickscale_modules.teams.project import contributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

__all__ = ["PLUGIN", "contribute_settings", "contribute_templates"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="teams",
    kind="module",
    summary="Teams with members, roles and invitations, and data that no other team sees",
    requires=("auth",),
    frontends=("html", "react"),
    options=(
        Option(
            name="addresses",
            type="choice",
            choices=("path", "session"),
            default="path",
            help="Where a page says which team it is about: in its address, or in the session.",
        ),
        Option(
            name="personal",
            type="bool",
            default=False,
            help="Whether everybody has a team of their own from their first sign-in.",
        ),
        Option(
            name="grace_days",
            type="int",
            default=14,
            help="How many days a deleted team can still be brought back.",
        ),
    ),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Add ``apps.teams`` and its pages."""
    yield FileSet(root=HERE / "files")
    yield FileSet(root=HERE / "files.html", frontend="html")
    yield FileSet(root=HERE / "files.react", frontend="react")
    if spec.has("api"):
        yield FileSet(root=HERE / "files.with-api")
    yield Fragment(slot="sidebar_top", template=HERE / "fragments" / "sidebar_top.html")
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md.j2")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md.j2")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Add what ``apps.teams`` needs, from the options."""
    yield from contributions(spec)
