"""Railway's command line: a question is asked again when the network fails, a change is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from quickscale_core import Problem, QuickScaleError
from quickscale_core.deploying import Program, retry
from quickscale_deploy.railway.failures import LATER, Failure, failed, missing, too_old

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quickscale_core.deploying import Done

T = TypeVar("T")

__all__ = ["Railway", "passing"]

_OLDEST: Final = 4
_QUIET: Final = {"RAILWAY_NO_TELEMETRY": "1", "NO_COLOR": "1", "CI": "true"}


def passing(error: QuickScaleError) -> bool:
    """Return whether an error may be gone at the next try."""
    return isinstance(error, Failure) and error.kind in LATER


class Railway:
    """The program ``railway``, in a folder.

    Args:
        folder: The folder, to which Railway remembers a project.
        say: Prints what is waited for.
    """

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._program = Program("railway", folder, _QUIET)
        self._say = say

    def unusable(self) -> Problem | None:
        """Return why it cannot be used: it is not installed, or too old."""
        if not self._program.installed:
            return missing()
        done = self._program.run("--version")
        found = re.search(r"(\d+)\.\d+[.\d]*", done.out)
        if found is None or int(found[1]) < _OLDEST:
            return too_old(found[0] if found else "of an unknown version")
        return None

    def ask(self, *words: str) -> Done:
        """Run a command that changes nothing, again while the network fails.

        Raises:
            Failure: It failed.
        """
        return retry(lambda: self.do(*words), passing, self._say)

    def read(self, reader: Callable[[Any], T], *words: str) -> T:
        """Return what a reader makes of the JSON that a command answers.

        Args:
            reader: Takes the answer apart.
            words: A command that changes nothing.

        Raises:
            QuickScaleError: It failed, or the answer has another shape than the reader knows.
        """
        done = self.ask(*words)
        try:
            return reader(done.json())
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            what = f"railway {words[0]} answers in another shape than this version knows"
            fix = "pip install --upgrade quickscale-railway"
            raise QuickScaleError(Problem(what=what, fix=fix)) from error

    def do(self, *words: str, stdin: str = "", timeout: int = 120) -> Done:
        """Run a command once.

        Args:
            words: The command and its arguments, none of them a secret.
            stdin: A secret that it reads.
            timeout: Seconds it may take.

        Raises:
            Failure: It failed.
        """
        done = self.try_it(*words, stdin=stdin, timeout=timeout)
        if done.code:
            raise failed(words, done)
        return done

    def try_it(self, *words: str, stdin: str = "", timeout: int = 120) -> Done:
        """Run a command once, and return how it ended."""
        return self._program.run(*words, stdin=stdin, timeout=timeout)

    def hand_over(self, *words: str) -> int:
        """Run a command with this terminal; return its exit code."""
        return self._program.hand_over(*words)
