"""Commands run in a clean environment and fail in sentences."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.processes import CommandFailed, clean_environ, run

if TYPE_CHECKING:
    from pathlib import Path

LISTEN = "import sys; sys.stderr.write('err\\n'); print(sys.stdin.read()); sys.exit(3)"


def test_both_streams_and_the_exit_code_are_kept(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", LISTEN], cwd=tmp_path, stdin="in")
    assert (done.code, done.stdout, done.stderr) == (3, "in\n", "err\n")
    assert done.output == "in\nerr\n"
    assert done.check(3) is done


def test_another_exit_code_than_expected_shows_the_command_and_its_words(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", LISTEN], cwd=tmp_path)
    with pytest.raises(CommandFailed, match=r"(?s)expected exit code 0 of .*: exit code 3.*err"):
        done.check()


def test_a_command_that_takes_too_long_is_stopped_and_quoted(tmp_path: Path) -> None:
    forever = "import threading; print('begun', flush=True); threading.Event().wait()"
    with pytest.raises(CommandFailed, match=r"(?s)did not end within 1 s.*begun"):
        run([sys.executable, "-c", forever], cwd=tmp_path, timeout=1)


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no-such-program could not be started"):
        run(["no-such-program"], cwd=tmp_path)


def test_what_a_project_might_read_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "VIRTUAL_ENV",
        "PYTHONPATH",
        "UV_PYTHON",
    ):
        monkeypatch.setenv(name, "stray")
    monkeypatch.setenv("UV_CACHE_DIR", "/kept")
    environ = clean_environ()
    assert "stray" not in environ.values()
    assert environ["UV_CACHE_DIR"] == "/kept"
    assert environ["PATH"]
