from __future__ import annotations

import importlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest
from quickscale_core.plugins.import_guard import PluginFault, run_guarded


def fault(action: object) -> PluginFault:
    with pytest.raises(PluginFault) as caught:
        run_guarded(action)  # type: ignore[arg-type]
    return caught.value


def test_the_result_comes_back() -> None:
    assert run_guarded(lambda: 42) == 42


@pytest.mark.parametrize(
    ("action", "what"),
    [
        (socket.socket, "opens a socket (socket.__new__)"),
        (lambda: socket.getaddrinfo("localhost", 1), "opens a socket (socket.getaddrinfo)"),
        (lambda: subprocess.run(["true"], check=True), "starts a process (subprocess.Popen)"),
        (lambda: os.system("true"), "starts a process (os.system)"),  # noqa: S605
        (lambda: sys.exit(3), "exits (SystemExit: 3)"),
        (lambda: print("hello\nworld"), "prints 'hello'"),  # noqa: T201
        (lambda: dict[str, int]()["x"], "raises KeyError: 'x'"),
        (lambda: [1].index(4), "raises ValueError: 4 is not in list"),
        (lambda: (_ for _ in ()).throw(RuntimeError), "raises RuntimeError"),
    ],
)
def test_what_only_core_may_do_is_refused(action: object, what: str) -> None:
    assert fault(action).what == what


def test_changes_of_files_are_refused(tmp_path: Path) -> None:
    present = tmp_path / "present"
    present.write_text("as it was")
    path = str(present)
    for action, what in [
        (lambda: (tmp_path / "a").write_text("x"), f"writes files (open {tmp_path / 'a'})"),
        (lambda: present.open("r+"), f"writes files (open {path})"),
        (lambda: present.open("ab"), f"writes files (open {path})"),
        (lambda: os.open(path, os.O_WRONLY), f"writes files (open {path})"),
        (present.unlink, f"changes files (os.remove {path})"),
        (lambda: present.rename(tmp_path / "b"), f"changes files (os.rename {path})"),
        (lambda: present.chmod(0o600), f"changes files (os.chmod {path})"),
        (lambda: os.utime(path), f"changes files (os.utime {path})"),
        (lambda: os.truncate(path, 0), f"changes files (os.truncate {path})"),
        (lambda: (tmp_path / "s").symlink_to(path), f"changes files (os.symlink {path})"),
        (lambda: os.link(path, tmp_path / "l"), f"changes files (os.link {path})"),
        ((tmp_path / "d").mkdir, f"changes files (os.mkdir {tmp_path / 'd'})"),
        (tmp_path.rmdir, f"changes files (os.rmdir {tmp_path})"),
        (lambda: sqlite3.connect(tmp_path / "db"), "changes files (sqlite3.connect"),
        (lambda: tempfile.mkstemp(dir=tmp_path), "writes files (open"),
    ]:
        assert fault(action).what.startswith(what)
    assert [entry.name for entry in tmp_path.iterdir()] == ["present"]
    assert present.read_text() == "as it was"


def test_reading_is_free(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    assert run_guarded((tmp_path / "a").read_text) == "text"
    assert run_guarded(lambda: [path.name for path in tmp_path.iterdir()]) == ["a"]
    assert run_guarded(lambda: Path(os.devnull).write_text("x")) == 1


def test_nothing_is_refused_outside(tmp_path: Path) -> None:
    fault(socket.socket)
    (tmp_path / "a").write_text("x")
    socket.socket().close()


def test_a_guard_ends_with_its_action_even_after_an_error(tmp_path: Path) -> None:
    fault(lambda: 1 / 0)
    (tmp_path / "a").write_text("x")


def test_bytecode_may_be_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cached_module_a.py").write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    module = run_guarded(lambda: importlib.import_module("cached_module_a"))
    assert module.VALUE == 1
    assert list((tmp_path / "__pycache__").glob("cached_module_a.*.pyc"))
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    (tmp_path / "cached_module_b.py").write_text("VALUE = 2\n")
    assert run_guarded(lambda: importlib.import_module("cached_module_b")).VALUE == 2
    assert list((tmp_path / "elsewhere").rglob("cached_module_b.*.pyc"))


def test_the_place_is_the_callers_own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "placed_module.py").write_text(
        "import json\n\n\ndef load():\n    return json.loads('{')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    module = run_guarded(lambda: importlib.import_module("placed_module"))
    assert fault(module.load).where == f"{tmp_path / 'placed_module.py'}:5"


def test_the_place_of_a_syntax_error_is_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_module.py").write_text("x = 1\nif x\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = fault(lambda: importlib.import_module("broken_module"))
    assert found.what.startswith("raises SyntaxError: ")
    assert found.where == f"{tmp_path / 'broken_module.py'}:2"


def test_interrupts_pass_through() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_guarded(interrupt)


def test_warnings_are_left_to_python() -> None:
    with pytest.warns(UserWarning, match="old"):
        run_guarded(lambda: warnings.warn("old", stacklevel=1))
