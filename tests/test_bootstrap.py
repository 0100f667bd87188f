"""``./qs``: from a machine with nothing to a running command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import COMMANDS
from tools.checkout import ROOT, BootstrapError, clean_environ
from tools.uv import find_uv


def run_qs(*arguments: str, root: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "qs"), *arguments]
    env = {**os.environ, **environ}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_help_lists_every_command_and_every_command_is_a_session() -> None:
    done = run_qs("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout
        assert f"\ndef {command.replace('-', '_')}(session: nox.Session)" in noxfile


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    done = run_qs("tset")
    assert done.returncode == 2
    assert done.stderr == "error: qs has no command 'tset'; did you mean ./qs test?\n"


def test_a_command_unlike_any_other_is_answered_with_help() -> None:
    done = run_qs("zzz")
    assert done.returncode == 2
    assert "./qs --help lists the commands" in done.stderr


def test_python_that_is_too_old_is_told_so() -> None:
    """The file must be readable by a Python that knows neither walrus nor annotations."""
    source = (ROOT / "qs").read_text(encoding="utf-8")
    old = source.replace("sys.version_info < (3, 11)", "True")
    done = subprocess.run(
        [sys.executable, "-c", old],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "qs needs Python 3.11 or newer" in done.stderr
    assert "fix: " in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout in which nothing was ever installed, with a small lock."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(ROOT / "qs", root)
    package = root / "core" / "src" / "tiny_core"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (root / "core" / "pyproject.toml").write_text(
        '[project]\nname = "tiny-core"\nversion = "1"\n'
        '[build-system]\nrequires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n'
    )
    (root / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["core"]\n')
    (root / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "uv.txt", root / "requirements")
    (root / "requirements" / "dev.txt").write_text("")
    return root


def without_uv() -> str:
    """Return a PATH on which there is no uv."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if not (Path(folder) / "uv").exists())


BARE = "import sys; from tools import environments; print(environments.workspace().python)"


def bare_python() -> str:
    """Return the Python below this one's virtual environment, as a fresh machine has it."""
    return str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")


@pytest.mark.skipif(os.name == "nt", reason="Windows names its executables otherwise")
def test_an_empty_machine_gets_uv_and_the_workspace(checkout: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environ = {"HOME": str(home), "PATH": without_uv(), "PIP_CACHE_DIR": str(tmp_path / "pip")}
    kept = {name: value for name, value in os.environ.items() if name.endswith(("CERT", "FILE"))}
    done = subprocess.run(
        [bare_python(), "-c", BARE],
        cwd=checkout,
        env=kept | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    python = Path(done.stdout.strip())
    assert python.is_relative_to(checkout / ".venv")
    assert "installing uv into .tools/ (first run only)" in done.stderr
    imported = subprocess.run([python, "-c", "import tiny_core"], check=False)
    assert imported.returncode == 0
    assert list((checkout / ".tools").glob("uv-*"))

    again = subprocess.run(
        [bare_python(), "-c", BARE],
        cwd=checkout,
        env=kept | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stderr == ""


def test_without_pip_the_fix_is_named(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", without_uv())
    nothing = tmp_path / "python"
    nothing.write_text('#!/bin/sh\necho "$0: No module named pip" >&2\nexit 1\n')
    nothing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(nothing))
    with pytest.raises(BootstrapError) as caught:
        find_uv(checkout)
    assert "uv could not be installed" in str(caught.value)
    assert "apt install python3-pip python3-venv" in str(caught.value)


def test_children_do_not_inherit_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    environ = clean_environ()
    assert "PYTHONPATH" not in environ
    assert "VIRTUAL_ENV" not in environ


def test_without_a_home_the_cache_is_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "absent"))
    monkeypatch.delenv("USERPROFILE", raising=False)
    assert clean_environ()["UV_CACHE_DIR"] == str(ROOT / ".tools" / "uv-cache")
