"""``quickscale set`` and ``quickscale theme``: change the options of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.changing.change import carry_out, propose
from quickscale_core.cli.changing.options import change_options, may_write
from quickscale_core.cli.commands.completion import complete_answers, complete_plugins
from quickscale_core.cli.project_here import open_here
from quickscale_core.errors import Problem, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.changing.options import ChangeOptions
    from quickscale_core.cli.output import Printer

__all__ = ["set_answers", "theme"]


@click.command("set")
@click.argument(
    "answers",
    nargs=-1,
    metavar="[NAME.OPTION=VALUE]...",
    shell_complete=complete_answers,
)
@click.option(
    "--unset",
    multiple=True,
    metavar="NAME.OPTION",
    help="Go back to an option's default.",
)
@change_options
def set_answers(
    printer: Printer,
    *,
    answers: tuple[str, ...],
    unset: tuple[str, ...],
    options: ChangeOptions,
) -> int:
    """Change options of modules, theme or deploy target, or set Django settings.

    \b
    Examples:
      quickscale set auth.signup=closed
      quickscale set --unset auth.signup
      quickscale set settings.SESSION_COOKIE_AGE=86400 project.title="Acme Ltd"
    """  # noqa: D301 - click reads the escape
    from quickscale_core.selection.asked_answers import set_edits, unset_edits

    if not (answers or unset):
        raise UsageError(
            Problem(what="there is nothing to set", fix="quickscale set NAME.OPTION=VALUE")
        )
    change = propose(
        printer,
        open_here(printer, writes=may_write(printer, options)),
        lambda spec, registry: [*set_edits(answers, spec, registry), *unset_edits(unset, spec)],
        keep_edited=not options.discard_edits,
    )
    said = [*answers, *(f"--unset {it}" for it in unset)]
    return carry_out(printer, change, f"set {' '.join(said)}", options)


@click.command()
@click.argument("name", shell_complete=complete_plugins("theme"))
@change_options
def theme(printer: Printer, *, name: str, options: ChangeOptions) -> int:
    """Give the project in this folder another theme.

    \b
    Examples:
      quickscale theme htmx --dry-run
    """  # noqa: D301 - click reads the escape
    from quickscale_core.selection.asked_modules import theme_edits

    change = propose(
        printer,
        open_here(printer, writes=may_write(printer, options)),
        lambda spec, registry: theme_edits(name, spec, registry),
        keep_edited=not options.discard_edits,
    )
    return carry_out(printer, change, f"theme {name}", options)
