"""The ``quickscale`` command itself: finds commands by the index and loads only the one it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core import __version__
from quickscale_core.cli.output import Printer
from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugins.command_index import CommandIndex, load_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

__all__ = ["top"]

_EPILOG = """\b
Exit codes:
  0    done, or nothing to do
  1    refused or failed; the disk is as it was unless the message says otherwise
  2    the command line was wrong
  3    changes are pending
  4    conflicts are left to resolve
  130  interrupted

Errors go to stderr and results to stdout. NO_COLOR turns colours off."""


_SECTIONS = (
    ("Start", ("init", "completion", "help")),
    (
        "Change a project",
        (
            *("add", "remove", "set", "theme", "update", "plan", "apply", "undo", "status"),
            *("diff", "resolve", "doctor", "validate", "schema", "push"),
        ),
    ),
    ("Run a project", ("up", "down", "ps", "logs", "shell", "manage", "test", "lint")),
    ("Ship a project", ("build", "deploy")),
    ("Plugins", ("plugins",)),
)
"""Titles of the list of commands with what stands below each; all others are from plugins."""


class _Top(click.Group):
    """A group whose commands come from plugins, core's own among them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, hidden ones too."""
        return list(_index(ctx).commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the plugins that offer a command, and return it."""
        for fresh in (False, True):
            entry = _index(ctx, fresh=fresh).commands.get(cmd_name)
            if entry is None:
                continue
            if (command := _import(entry.place) or _load(cmd_name, entry.plugins)) is not None:
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or raise an error with the most similar names."""
        name = args[0]
        if name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if command := self.get_command(ctx, name):
            return name, command, args[1:]
        from difflib import get_close_matches

        shown = [it.name for it in _index(ctx).commands.values() if not it.hidden]
        near = get_close_matches(name, shown)
        fix = f"did you mean {' or '.join(near)}?" if near else "see quickscale --help"
        raise UsageError(Problem(what=f'there is no command "{name}"', fix=fix))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for, without importing any."""
        rows = {it.name: it.help for it in _index(ctx).commands.values() if not it.hidden}
        placed = {name for _, names in _SECTIONS for name in names}
        width = max(map(len, rows))
        for title, names in _SECTIONS:
            others = sorted(rows.keys() - placed) if title == "Plugins" else ()
            if shown := [(it.ljust(width), rows[it]) for it in (*names, *others) if it in rows]:
                with formatter.section(title):
                    formatter.write_dl(shown)
        for warning in _index(ctx).warnings:
            ctx.ensure_object(Printer).note(f"warning: {warning}")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(it.name, help=it.help)
            for it in _index(ctx).commands.values()
            if it.name.startswith(incomplete) and not it.hidden
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def _index(ctx: click.Context, *, fresh: bool = False) -> CommandIndex:
    """Return the commands there are; looked up once per command line."""
    meta = ctx.find_root().meta
    if fresh or __name__ not in meta:
        meta[__name__] = load_index(fresh=fresh)
    index: CommandIndex = meta[__name__]
    return index


def _import(place: str) -> click.Command | None:
    """Return the command that is ``module:attribute``, or ``None`` where there is none."""
    module, _, name = place.partition(":")
    if not module:
        return None
    from importlib import import_module

    command = getattr(import_module(module), name, None)
    return command if isinstance(command, click.Command) else None


def _load(name: str, plugins: Iterable[str]) -> click.Command | None:
    """Import some plugins and return the command they offer under a name."""
    from quickscale_core.plugins.commands import merge_commands
    from quickscale_core.plugins.discovery import InstalledPlugin, Registry

    core = Registry.core()
    registry = core if all(it in core for it in plugins) else Registry.installed()
    found = [registry.get(it) for it in plugins]
    commands, _ = merge_commands(it for it in found if isinstance(it, InstalledPlugin))
    return commands[name][0] if name in commands else None


@click.group(
    cls=_Top,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "-V", "--version", prog_name="quickscale", message="%(prog)s %(version)s"
)
def top() -> None:
    """Compose a production-ready Django SaaS project from plugins.

    \b
    Start with:
      quickscale init acme
    """  # noqa: D301 - click reads the escape
