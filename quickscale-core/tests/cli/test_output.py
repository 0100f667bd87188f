from __future__ import annotations

import threading

import pytest
from quickscale_core.cli import output
from quickscale_core.cli.output import Printer, aligned


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
