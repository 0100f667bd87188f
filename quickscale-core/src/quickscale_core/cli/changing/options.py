"""The options that all commands share which change a project, and the question they ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, cast

import click

from quickscale_core.cli.output import can_ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.cli.output import Printer

__all__ = ["VERBOSE", "ChangeOptions", "agreed", "change_options", "may_write"]

VERBOSE = "List every file, also of folders that are created or deleted as a whole."
"""The help of ``--verbose``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeOptions:
    """How a change is carried out.

    Attributes:
        dry_run: Whether to show it only.
        yes: Whether nothing is asked before it is written.
        no_input: Whether nothing may be asked.
        verbose: Whether every file is named, also of a folder that is new as a whole.
        discard_edits: Whether files that no plugin has any more go where they were edited, too.
        git: Of a project that is only now created, whether it gets a git repository.
    """

    dry_run: bool = False
    yes: bool = False
    no_input: bool = False
    verbose: bool = False
    discard_edits: bool = False
    git: bool = True


def change_options(command: Callable[..., int], *, plans: bool = True) -> Callable[..., int]:
    """Give a command the options that all changes of a project share, as its ``options``.

    Args:
        command: The command.
        plans: Whether it shows a plan, and so takes ``--verbose`` and ``--discard-edits``.
    """

    @wraps(command)
    def with_manner(  # noqa: PLR0913 - click hands over each flag
        printer: Printer,
        *,
        dry_run: bool,
        as_json: bool,
        yes: bool,
        no_input: bool,
        verbose: bool = False,
        discard_edits: bool = False,
        **own: object,
    ) -> int:
        printer.json = as_json
        options = ChangeOptions(
            dry_run=dry_run,
            yes=yes,
            no_input=no_input,
            verbose=verbose,
            discard_edits=discard_edits,
        )
        return command(printer, options=options, **own)

    decorated: Callable[..., int] = click.pass_obj(cast("Callable[..., int]", with_manner))
    options = (
        click.option("--no-input", is_flag=True, help="Ask nothing; without --yes, show only."),
        click.option("--yes", is_flag=True, help="Write without asking."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing."),
    )
    of_plans = (
        click.option(
            "--discard-edits",
            is_flag=True,
            help="Delete files that no plugin has any more also where you edited them.",
        ),
        click.option("--verbose", is_flag=True, help=VERBOSE),
    )
    for option in (*of_plans, *options) if plans else options:
        decorated = option(decorated)
    return decorated


def may_write(printer: Printer, options: ChangeOptions) -> bool:
    """Return whether a command may write: ``--yes`` was given, or it can ask."""
    return not options.dry_run and (options.yes or _can_ask(printer, options))


def _can_ask(printer: Printer, options: ChangeOptions) -> bool:
    return not (options.no_input or printer.json) and can_ask()


def agreed(printer: Printer, options: ChangeOptions, question: str = "Carry this out?") -> bool:
    """Return whether what was shown may be written; on a terminal, ask."""
    if options.yes:
        return True
    if not _can_ask(printer, options):
        printer.note("\nNothing was changed. To carry this out, repeat the command with --yes")
        return False
    if click.confirm(f"\n{question}", default=True):
        return True
    printer.note("Nothing was changed")
    return False
