"""``quickscale help``: the help of a command, as ``--help`` after it prints it."""

from __future__ import annotations

import click

from quickscale_core.cli.output import Printer
from quickscale_core.errors import EXIT_OK, Problem, UsageError

__all__ = ["help_"]


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND]...")
@click.pass_context
def help_(context: click.Context, words: tuple[str, ...]) -> int:
    """Show what a command does, its options and examples.

    \b
    Examples:
      quickscale help add
      quickscale help plugins new
    """  # noqa: D301 - click reads the escape
    shown = context.find_root()
    for word in words:
        group = shown.command
        if not isinstance(group, click.Group):
            what = f"{shown.command_path} has no commands of its own, so {word} is none of them"
            raise UsageError(Problem(what=what, fix=f"see {shown.command_path} --help"))
        name, command, _ = group.resolve_command(shown, [word])
        if command is None:  # an option in a command's place
            raise UsageError(Problem(what=f'there is no command "{word}"', fix="see quickscale -h"))
        shown = click.Context(command, info_name=name, parent=shown)
    context.ensure_object(Printer).result(shown.get_help())
    return EXIT_OK
