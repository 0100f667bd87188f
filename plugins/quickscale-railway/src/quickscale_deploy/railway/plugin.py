"""The Railway plugin: its card and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import FileSet, Fragment, Note, Plugin, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from quickscale_core import GeneratedProject, Spec

__all__ = ["PLUGIN", "contribute_commands", "contribute_templates", "post_generate"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="railway",
    kind="deploy",
    summary="Deploys to Railway: PostgreSQL, Redis, workers, variables, releases and rollbacks",
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:  # noqa: ARG001 - the same for all
    """Add Railway's configuration, the example of variables and a workflow that deploys."""
    yield FileSet(root=HERE / "files")
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md")


@hookimpl
def contribute_commands() -> Iterator[click.Command]:
    """Add ``quickscale deploy railway``."""
    from quickscale_core.deploying import deploy_commands  # noqa: PLC0415 - for its command alone
    from quickscale_deploy.railway.target import RailwayTarget  # noqa: PLC0415

    yield deploy_commands(RailwayTarget)


@hookimpl
def post_generate(project: GeneratedProject) -> Iterator[Note]:  # noqa: ARG001 - the same for all
    """Say how the project gets to Railway."""
    yield Note(text="shows what a deploy would make", command="quickscale deploy railway --dry-run")
