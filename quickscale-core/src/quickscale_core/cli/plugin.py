"""Core's own commands as a plugin, through the same hooks as all plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import __version__
from quickscale_core.plugin_api.hookspecs import hookimpl
from quickscale_core.plugin_api.plugin import Plugin
from quickscale_core.plugin_api.steps import GeneratedProject, Note, Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

PLUGIN = Plugin(name="commands", kind="core", summary="quickscale's own commands")

_INIT = ("git", "init", "--quiet", "--initial-branch", "main")  # the branch the workflows run on


@hookimpl
def contribute_commands() -> Iterator[click.Command]:
    """Contribute core's commands."""
    from quickscale_core.cli.commands.add import add, remove
    from quickscale_core.cli.commands.apply import apply, generate
    from quickscale_core.cli.commands.build import build
    from quickscale_core.cli.commands.completion import completion
    from quickscale_core.cli.commands.deploy import deploy
    from quickscale_core.cli.commands.diff import diff
    from quickscale_core.cli.commands.doctor import doctor
    from quickscale_core.cli.commands.down import down
    from quickscale_core.cli.commands.former import FORMER_COMMANDS
    from quickscale_core.cli.commands.help import help_
    from quickscale_core.cli.commands.init import init
    from quickscale_core.cli.commands.lint import lint
    from quickscale_core.cli.commands.logs import logs
    from quickscale_core.cli.commands.manage import manage
    from quickscale_core.cli.commands.plan import plan
    from quickscale_core.cli.commands.plugins import list_modules, plugins
    from quickscale_core.cli.commands.ps import ps
    from quickscale_core.cli.commands.push import push
    from quickscale_core.cli.commands.resolve import resolve
    from quickscale_core.cli.commands.set import set_answers, theme
    from quickscale_core.cli.commands.shell import shell
    from quickscale_core.cli.commands.status import status
    from quickscale_core.cli.commands.test import test
    from quickscale_core.cli.commands.undo import undo
    from quickscale_core.cli.commands.up import up
    from quickscale_core.cli.commands.update import update, upgrade_plan
    from quickscale_core.cli.commands.validate import schema, validate

    yield from (init, status, diff, push, doctor, resolve, undo)
    yield from (validate, schema)
    yield from (plan, apply, generate, add, remove, update, upgrade_plan, set_answers, theme)
    yield from (up, down, ps, logs, shell, manage, test, lint, build, deploy)
    yield from (plugins, list_modules, completion, help_)
    yield from FORMER_COMMANDS


@hookimpl
def post_generate(project: GeneratedProject) -> Iterator[Run | Note]:
    """Lock the dependencies and make the first commit, where each was wanted."""
    if project.lock:
        yield Run(
            name="lock",
            argv=("uv", "lock"),
            needs=("uv",),
            done="dependencies locked in uv.lock",
        )
    if not project.git:
        return
    if repository := _enclosing_repository(project.path):
        why = f"no repository was made inside that of {repository}"
        if repository == project.path:
            why = "this folder was a git repository already"
        yield Note(text=f"Commit it yourself: {why}")
        return
    yield from git_steps(project.name)


def git_steps(name: str) -> Iterator[Run]:
    """Yield the steps that make a repository with a first commit.

    Args:
        name: The project's name.
    """
    yield Run(name="git-init", argv=_INIT, needs=("git",))
    yield Run(name="git-add", argv=("git", "add", "--all"), after=("git-init",))
    yield Run(
        name="git-commit",
        argv=(
            *("git", "commit", "--quiet"),
            *("--message", f"Create {name} with quickscale {__version__}"),
        ),
        after=("git-add",),
        # git would otherwise make an address up from the machine's name
        only_if=("git", "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"),
        otherwise=(
            "the repository has no commit yet, since git knows no user.name and user.email;"
            " set them with git config"
        ),
        done="git repository with a first commit",
    )


def _enclosing_repository(path: Path) -> Path | None:
    """Return the nearest folder, from the project's upwards, that is a git repository."""
    return next((folder for folder in (path, *path.parents) if (folder / ".git").exists()), None)
