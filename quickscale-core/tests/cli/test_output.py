from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from quickscale_core.cli import output
from quickscale_core.cli.output import Printer, aligned

if TYPE_CHECKING:
    from pathlib import Path


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([("a", "long", "x"), ("abc", "b", "")]) == ["a    long  x", "abc  b"]
    assert aligned([]) == []


@pytest.mark.parametrize("terminal", [True, False])
def test_what_takes_long_is_told_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    printer = Printer()
    with printer.slow("composing acme"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(output, "_SLOW", 0)
    with printer.slow("composing acme"):
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join()
    assert capsys.readouterr().err == ("  composing acme ...\n" if terminal else "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_an_interrupt_while_the_command_line_is_imported_is_told_as_any_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    ended = subprocess.run(
        [sys.executable, "-m", "quickscale_core", "--version"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "interrupted\n")
