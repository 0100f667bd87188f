"""The command line: the only package that prints, and that catches errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from quickscale_core.cli.output import Printer, shown
from quickscale_core.cli.top import top
from quickscale_core.errors import (
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_REFUSED,
    EXIT_USAGE,
    Problem,
    QuickScaleError,
)

__all__ = ["main"]


def main(args: list[str] | None = None) -> int:  # noqa: PLR0911 - one per way to end
    """Run the command line.

    Args:
        args: What was typed after ``quickscale``; by default the process's own arguments.

    Returns:
        The exit code; see :mod:`quickscale_core.errors`.
    """
    printer = Printer()
    try:
        words = [_typed(it) for it in (sys.argv[1:] if args is None else args)]
        code = top.main(words, prog_name="quickscale", standalone_mode=False, obj=printer)
        if sys.stdout is not None:  # as it is where the caller closed it
            sys.stdout.flush()
    except QuickScaleError as error:
        printer.json = printer.json or _asks_for_json(sys.argv[1:] if args is None else args)
        printer.error(error)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        printer.note(error.format_message())
        return EXIT_USAGE
    except click.ClickException as error:
        printer.json = printer.json or _asks_for_json(sys.argv[1:] if args is None else args)
        printer.error(_usage(error))
        return error.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):  # the input may end at a question as well
        printer.note("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left, as in "quickscale plugins list | head -1". Python
        # would complain once more while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_REFUSED
    except UnicodeEncodeError as error:
        what = f"{shown(error.object)!r} cannot be written as {error.encoding}"
        fix = "use a UTF-8 locale, for example: export LC_ALL=C.UTF-8"
        printer.error(QuickScaleError(Problem(what=what, fix=fix)))
        return EXIT_USAGE
    except OSError as error:
        if _has_lost_its_folder():
            printer.error(
                QuickScaleError(
                    Problem(
                        what="the current folder does not exist any more",
                        fix="change to a folder that exists, then repeat the command",
                    )
                )
            )
            return EXIT_REFUSED
        why = error.strerror or str(error)
        what = f"{error.filename}: {why}" if error.filename else why
        printer.error(QuickScaleError(Problem(what=what)))
        return EXIT_REFUSED
    return code if isinstance(code, int) else EXIT_OK


def _typed(word: str) -> str:
    """Return a word of the command line as it was typed, where the locale knows no UTF-8."""
    if word.isascii() or not any("\udc80" <= it <= "\udcff" for it in word):
        return word
    try:
        return word.encode(errors="surrogateescape").decode()
    except UnicodeError:
        return word


def _asks_for_json(words: list[str]) -> bool:
    """Return whether ``--json`` was given, where the command line could not be parsed."""
    options = words[: words.index("--")] if "--" in words else words
    return "--json" in options


def _has_lost_its_folder() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _usage(error: click.ClickException) -> QuickScaleError:
    """Return click's error as a problem in our own wording."""
    what = error.format_message().strip().rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    fix = f"see {context.command_path} --help" if context else ""
    near: list[str] | None = getattr(error, "possibilities", None)  # of an option or a command
    if near:
        what = error.message.rstrip(".")
        fix = f"did you mean {' or '.join(near)}?  {fix}"
    return QuickScaleError(
        Problem(what=f"{what[:1].lower()}{what[1:]}", fix=fix), exit_code=error.exit_code
    )
