"""A command that was killed can be repeated: what it did already is no mistake."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import killed_at

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
BEDS = "".join(f"bed {number}\n" for number in range(12))
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own is forked")


@pytest.fixture
def project(here: Path, quickscale: Run, release: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    release("1.0", {"garden/beds.txt": BEDS, "garden/code.py": "A = 1\n"})
    words = ("init", "acme", "--with", "garden", "--theme", "starter", "--no-git")
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


def each_kill(project: Path, *words: str) -> list[Path]:
    """Kill a command line before each change of the disk; return the folders that are left."""
    found: list[Path] = []
    for point in (*range(4), *range(4, 1000, 3)):
        copy = project.with_name(f"acme-{point}")
        shutil.copytree(project, copy, symlinks=True)
        if not killed_at(point, copy, *words):
            return found
        found.append(copy)
    raise AssertionError("it never ends")


@pytest.mark.parametrize(
    "words", [["remove", "garden"], ["set", "garden.size=7"], ["update"]], ids=" ".join
)
def test_a_killed_command_is_repeated(
    project: Path,
    quickscale: Run,
    release: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
) -> None:
    release(
        "1.1", {"garden/beds.txt": BEDS.replace("bed 3", "bed three"), "garden/new.txt": "new\n"}
    )
    killed = each_kill(project, *words, "--yes")
    assert len(killed) > 10
    finished = 0
    for copy in killed:
        monkeypatch.chdir(copy)
        ended = quickscale(*words, "--yes")
        assert ended.code == 0, f"{copy.name}: {ended.err}"
        finished += "was finished" in ended.err
        assert (copy / "garden").exists() is (words[0] != "remove")
        assert quickscale("plan", "--exit-code").code == 0
    assert finished


def test_a_killed_saved_plan_is_repeated(
    project: Path, quickscale: Run, release: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(
        "1.1", {"garden/beds.txt": BEDS.replace("bed 3", "bed three"), "garden/new.txt": "new\n"}
    )
    saved = project.with_name("change.json")
    assert quickscale("plan", "--out", str(saved)).code == 0
    for copy in each_kill(project, "apply", str(saved)):
        monkeypatch.chdir(copy)
        ended = quickscale("apply", str(saved))
        assert ended.code == 0, f"{copy.name}: {ended.err}"
        assert (copy / "garden/new.txt").exists()


@pytest.mark.parametrize("name", ["garden/code.py", "garden", "."])
@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_a_killed_resolution_is_repeated(
    project: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch, side: str, name: str
) -> None:
    (project / "garden/code.py").unlink()
    words = ["resolve", name, side, "--yes"]
    for copy in each_kill(project, *words):
        monkeypatch.chdir(copy)
        ended = quickscale(*words)
        assert ended.code == 0, f"{copy.name}: {ended.err}"
        assert (copy / "garden/code.py").exists() is (side == "--theirs")


def test_another_mistake_is_still_one(project: Path, quickscale: Run) -> None:
    assert quickscale("remove", "garden", "--yes").code == 0
    assert quickscale("remove", "gardn", "--yes").code == 2
    assert "Nothing to do" in quickscale("remove", "garden", "--yes").out
    assert quickscale("set", "project.title=Acme Ltd", "--yes").code == 0
    assert quickscale("remove", "garden", "--yes").code == 2
