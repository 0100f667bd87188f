"""The api plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import FileSet, Fragment, Option, Plugin, hookimpl
from quickscale_modules.api import webhooks
from quickscale_modules.api.project import contributions, quota

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

__all__ = ["PLUGIN", "contribute_settings", "contribute_templates"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="api",
    kind="module",
    summary="Versioned endpoints over Django REST framework, with problem details and a schema",
    requires=("auth",),
    frontends=("html", "react"),
    options=(
        Option(
            name="clients",
            type="bool",
            default=False,
            help="Whether clients of the API, in Python and TypeScript, are made and published.",
        ),
        Option(
            name="cors",
            type="bool",
            default=False,
            help="Whether pages of other origins may call the API, those in CORS_ALLOWED_ORIGINS.",
        ),
        Option(
            name="webhooks",
            type="bool",
            default=False,
            help="Whether people can have events sent to addresses of theirs.",
        ),
    ),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Add ``apps.api``."""
    yield FileSet(root=HERE / "files")
    yield FileSet(root=HERE / "files.html", frontend="html")
    yield FileSet(root=HERE / "files.react", frontend="react")
    if spec.has("billing"):
        yield FileSet(root=HERE / "files.with-billing")
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md.j2")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md.j2")
    if spec.option("api", "clients", bool):
        yield FileSet(root=HERE / "files.clients")
    if spec.option("api", "cors", bool):
        yield FileSet(root=HERE / "files.cors")
    if spec.option("api", "webhooks", bool):
        yield FileSet(root=HERE / "files.webhooks")
        yield FileSet(root=HERE / "files.webhooks-html")
        if spec.has("teams"):
            yield FileSet(root=HERE / "files.webhooks-with-teams")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Add what ``apps.api`` and the framework need, from the options."""
    if spec.has("billing"):
        yield from quota()
    yield from contributions(
        clients=spec.option("api", "clients", bool), cors=spec.option("api", "cors", bool)
    )
    if spec.option("api", "webhooks", bool):
        yield from webhooks.contributions(spec)
