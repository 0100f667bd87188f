"""Commands of the older QuickScale: each names the command that replaces it."""

from __future__ import annotations

import click

from quickscale_core.errors import Problem, UsageError

__all__ = ["FORMER_COMMANDS"]

_SUCCESSORS = {
    "embed": (
        "modules are packages now, chosen when a project is made",
        "pip install quickscale-auth, then: quickscale init NAME --with auth",
    ),
    "embed-core": (
        "a project holds no copy of the core any more",
        "make a project: quickscale init NAME",
    ),
    "update-core": (
        "a project holds no copy of the core any more",
        "pip install --upgrade quickscale",
    ),
    "sync-push": (
        "a project shares no files with the core any more",
        "commit your changes in your own repository: git commit",
    ),
    "version": (
        "it is an option now, as of other programs",
        "quickscale --version",
    ),
}


def _former(name: str) -> click.Command:
    why, successor = _SUCCESSORS[name]

    @click.command(
        name,
        hidden=True,
        help=f"Gone: {why}.\n\nInstead: {successor}.",
        context_settings={"ignore_unknown_options": True},
    )
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    def command(rest: tuple[str, ...]) -> None:  # noqa: ARG001 - whatever it once took
        raise UsageError(Problem(what=f"quickscale {name} is gone: {why}", fix=successor))

    return command


FORMER_COMMANDS = tuple(map(_former, _SUCCESSORS))
"""Hidden commands that exit 2, naming their successor."""
