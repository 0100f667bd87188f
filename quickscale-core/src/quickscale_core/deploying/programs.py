"""Run the programs that a target is driven with; what is secret goes to their standard input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Done", "Program"]

_SHOWN: Final = 12  # last lines of what a program said


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended.

    Attributes:
        code: Its exit code.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
    """

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - whatever the program said
        """Return the JSON document it printed; of several lines the last one that holds one.

        Raises:
            QuickScaleError: It printed none. What it printed is not told: it may be a secret.
        """
        for text in (self.out, *reversed(self.out.splitlines())):
            try:
                return json.loads(text)
            except ValueError:
                continue
        raise QuickScaleError(Problem(what="an answer is no JSON", fix="update the program"))

    def last_lines(self) -> tuple[str, ...]:
        """Return the last lines it said, for a message."""
        lines = [it.rstrip() for it in f"{self.out}\n{self.err}".splitlines() if it.strip()]
        return tuple(lines[-_SHOWN:])


class Program:
    """A program on PATH, run in a folder.

    Attributes:
        name: What is typed: ``"railway"``.
        folder: The folder it runs in.
        environ: Variables to set for it.
    """

    def __init__(self, name: str, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.folder = folder
        self.environ = dict(environ or {})

    @property
    def installed(self) -> bool:
        """Whether it is on PATH."""
        return shutil.which(self.name) is not None

    def run(self, *words: str, stdin: str | bytes = b"", timeout: int = 60) -> Done:
        """Run it to its end.

        Args:
            words: Its arguments. No secret belongs there: other users see them.
            stdin: What it reads; the way for a secret.
            timeout: Seconds it may take; it is ended then.

        Returns:
            How it ended, whatever its exit code.

        Raises:
            QuickScaleError: It is not installed, or took too long.
        """
        try:
            done = subprocess.run(
                [self._path(), *words],
                cwd=self.folder,
                env=os.environ | self.environ,
                input=stdin.encode() if isinstance(stdin, str) else stdin,
                capture_output=True,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise QuickScaleError(
                Problem(
                    what=f"{self.name} {words[0]} did not end within {timeout} s",
                    fix="repeat the command, which goes on from there; --timeout waits longer",
                )
            ) from error
        return Done(
            done.returncode,
            done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"),
        )

    def hand_over(self, *words: str) -> int:
        """Run it with this terminal, for what it asks or goes on printing; return its exit code.

        Raises:
            QuickScaleError: It is not installed.
        """
        return subprocess.run(
            [self._path(), *words], cwd=self.folder, env=os.environ | self.environ, check=False
        ).returncode

    def _path(self) -> str:
        """Return where it is, looked up here since Windows would not find a script by its name."""
        if path := shutil.which(self.name):
            return path
        raise QuickScaleError(
            Problem(what=f"{self.name} is not installed", fix=f"install {self.name}")
        )
