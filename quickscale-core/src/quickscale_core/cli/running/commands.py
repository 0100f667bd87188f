"""Run the commands of others for the user: shown as typed, their exit codes handed on."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

    from quickscale_core.cli.output import Printer

__all__ = ["PASSED_ON", "Shell", "print_option"]

PASSED_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}
"""Of a command whose arguments belong to another program: what that one knows is no error."""

_QUIET_TIMEOUT = 60.0  # seconds; a question to an engine takes a fraction of one


def print_option(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command ``--print``, as its argument ``only_print``."""
    option = click.option("--print", "only_print", is_flag=True, help="Show the commands only.")
    decorated: Callable[..., int] = option(command)
    return decorated


@dataclass(frozen=True, kw_only=True, slots=True)
class Shell:
    """Runs commands in a project's folder.

    Attributes:
        printer: Shows each command before it is run.
        folder: Where they run.
        only_print: Whether they are shown and not run.
        variables: What they get on top of this process's environment; shown with each.
    """

    printer: Printer
    folder: Path
    only_print: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    def show(self, argv: Sequence[str]) -> None:
        """Show a command: on stderr, or as the answer where it is to be shown only.

        Args:
            argv: The command, with ``...`` for each secret in it.
        """
        line = " ".join(
            [
                *(f"{name}={shlex.quote(it)}" for name, it in self.variables.items()),
                shlex.join(argv),
            ]
        )
        if self.only_print:
            self.printer.result(line)
        else:
            self.printer.note(f"$ {line}")

    def run(self, argv: Sequence[str]) -> int:
        """Show and run a command with this process's own input and output.

        Returns:
            Its exit code, as a shell tells it: 128 and its number where a signal ended it.

        Raises:
            QuickScaleError: It could not be started.
        """
        self.show(argv)
        return 0 if self.only_print else self._ended(argv)

    def ask(self, argv: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run a command without showing it, and return what it printed.

        One that cannot be started or does not end counts as failed.
        """
        try:
            return subprocess.run(
                list(argv),
                cwd=self.folder,
                env={**os.environ, **self.variables},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_QUIET_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess(list(argv), 127, "", str(error))

    def _ended(self, argv: Sequence[str]) -> int:
        try:
            process = subprocess.Popen(
                list(argv), cwd=self.folder, env={**os.environ, **self.variables}
            )
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            what = f"{argv[0]} could not be started: {why}"
            raise QuickScaleError(Problem(what=what), exit_code=127) from error

        # A terminal sends Ctrl-C to both; the command decides what it means. Other signals reach
        # this process alone and are passed on.
        def wait_for_it(_number: int, _frame: FrameType | None) -> None:
            return

        def pass_on(number: int, _frame: FrameType | None) -> None:
            process.send_signal(number)

        before = {
            signal.SIGINT: signal.signal(signal.SIGINT, wait_for_it),
            signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        }
        try:
            code = process.wait()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        return 128 - code if code < 0 else code
