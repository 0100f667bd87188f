"""The server plugin: its card and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import FileSet, Option, Plugin, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

PLUGIN = Plugin(
    name="server",
    kind="deploy",
    summary="Deploys to a server of your own, over SSH, with Docker Compose",
    options=tuple(
        Option(name=name, type="str", default="", pattern=pattern, shape=shape, help=text)
        for name, pattern, shape, text in (
            ("host", r"(\w[\w.@-]*)?", "a host, as for ssh", "Where the server is."),
            ("domain", r"([a-z0-9][a-z0-9.-]*)?", "a domain", "Where the site is."),
        )
    ),
)


@hookimpl
def contribute_templates() -> Iterator[FileSet]:
    """Add the file for Docker Compose on the server."""
    yield FileSet(root=Path(__file__).parent / "files")


@hookimpl
def contribute_commands() -> Iterator[click.Command]:
    """Add ``quickscale deploy server``."""
    from quickscale_core.deploying import deploy_commands  # noqa: PLC0415 - for its command alone
    from quickscale_deploy.server.target import ServerTarget  # noqa: PLC0415

    yield deploy_commands(ServerTarget)
