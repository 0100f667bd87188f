"""The options of the deploy commands, and the target that they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quickscale_core.deploying.deployable import read_deployable
from quickscale_core.deploying.release import find_release
from quickscale_core.deploying.target import DeployRequest
from quickscale_core.deploying.variables import read_own_variables
from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quickscale_core.deploying.console import Console
    from quickscale_core.deploying.target import DeployTarget

__all__ = ["JSON", "NO_INPUT", "YES", "deploy_options", "make_target", "target_options"]

JSON = click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON document.")
YES = click.Option(["--yes"], is_flag=True, help="Do it without asking.")
NO_INPUT = click.Option(["--no-input"], is_flag=True, help="Ask nothing; without --yes, show only.")


def target_options(target: type[DeployTarget]) -> list[click.Option]:
    """Return the options with which every command of a target finds the site."""
    timeout = click.Option(
        ["--timeout"],
        type=click.IntRange(1, 86_400),
        metavar="S",
        help="Seconds that a step may wait (900).",
    )
    return [*target.parameters, timeout, JSON]


def deploy_options(target: type[DeployTarget]) -> list[click.Option]:
    """Return the options of the deploy itself."""
    return [
        *target_options(target),
        click.Option(["--skip-migrations"], is_flag=True, help="Leave the database as it is."),
        click.Option(
            ["--skip-collectstatic"],
            is_flag=True,
            help="Collect no static files, where they are served from elsewhere.",
        ),
        click.Option(
            ["--accept"],
            multiple=True,
            metavar="CHECK",
            help="Deploy though this check refuses, for example: email.",
        ),
        click.Option(["--dry-run"], is_flag=True, help="Show what would happen, and make nothing."),
        YES,
        NO_INPUT,
    ]


def make_target(  # noqa: PLR0913 - one flag each
    kind: type[DeployTarget],
    console: Console,
    context: click.Context,
    *,
    commit: str = "HEAD",
    migrate: bool = True,
    collect_static: bool = True,
) -> DeployTarget:
    """Return the target of the project in this folder, once it is ready to be used.

    Args:
        kind: The target's class.
        console: Prints what is waited for.
        context: The command; options given to the group before it count as well.
        commit: What is to be deployed.
        migrate: Whether the database is migrated.
        collect_static: Whether static files are collected.

    Raises:
        QuickScaleError: There is no project, or the target cannot be used; everything is told.
    """
    from quickscale_core.record.project_on_disk import find_project, open_project

    options = _given(kind, context)
    folder = find_project(Path.cwd())
    with console.slow(f"reading {folder.name}"):
        project = read_deployable(open_project(folder))
    target = kind(
        DeployRequest(
            project=project,
            release=find_release(folder, commit),
            own=read_own_variables(folder, f".env.{kind.name}", project.variables),
            options=options,
            migrate=migrate,
            collect_static=collect_static,
            timeout=int(options.pop("timeout") or 900),
            say=lambda text: console.note(f"  {text}"),
        )
    )
    if project.spec.deploy == kind.name:
        check_ready(target, console)
    return target


def check_ready(target: DeployTarget, console: Console) -> None:
    """Refuse to go on while the target itself is not ready.

    Raises:
        QuickScaleError: What its preflight found.
    """
    with console.slow(f"asking {target.title}"):
        problems = tuple(target.preflight())
    if problems:
        raise QuickScaleError(*problems)


def _given(kind: type[DeployTarget], context: click.Context) -> dict[str, Any]:
    """Return the values of the target's options; those nearest to the end of the line count."""
    names = ["timeout", *(it.name or "" for it in kind.parameters)]
    contexts: Iterable[click.Context] = filter(None, (context.parent, context))
    found: dict[str, Any] = dict.fromkeys(names)
    for one in contexts:
        found |= {name: one.params[name] for name in names if one.params.get(name) is not None}
    return found


def not_in_project(name: str, target: str) -> Problem:
    """Return the problem of a project that was made without the target's files."""
    return Problem(
        what=f"{name} has no files for {target} yet",
        fix=f"quickscale add {target}, commit what it wrote, then repeat the command",
    )
