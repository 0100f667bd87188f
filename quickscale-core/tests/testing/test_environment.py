"""Projects run with their own requirements."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from quickscale_core.testing.projects.environment import PROJECT_PYTHON, project_python
from quickscale_core.testing.projects.processes import run

SMALL = ["iniconfig>=2", "iniconfig>=2"]


def test_a_named_interpreter_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PROJECT_PYTHON, sys.executable)
    found = project_python(["anything"], tmp_path / "cache")
    assert found.executable == Path(sys.executable)
    assert found.scripts == Path(sys.executable).parent
    assert not (tmp_path / "cache").exists()


def test_a_named_interpreter_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PROJECT_PYTHON, str(tmp_path / "python"))
    with pytest.raises(RuntimeError, match="is not a file; name an interpreter, or unset it"):
        project_python([], tmp_path)


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_an_environment_is_made_once_for_equal_requirements(
    installer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if installer == "uv" and not shutil.which("uv"):
        pytest.skip("uv is not on PATH")
    if installer == "pip":
        monkeypatch.setenv("PATH", os.defpath)
        if shutil.which("uv"):
            pytest.skip("uv is on the system's own PATH")
    monkeypatch.delenv(PROJECT_PYTHON, raising=False)
    first = project_python(SMALL, tmp_path)
    run([first.executable, "-c", "import iniconfig"], cwd=tmp_path).check()
    made = first.executable.stat().st_mtime_ns, list(tmp_path.iterdir())
    assert project_python(SMALL[:1], tmp_path) == first
    assert (first.executable.stat().st_mtime_ns, list(tmp_path.iterdir())) == made
