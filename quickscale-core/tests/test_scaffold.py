"""What a Python program, or a plugin's command, does with projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core import QuickScaleError
from quickscale_core.scaffold import ProjectGenerator, find_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_command_finds_the_project_it_is_run_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ProjectGenerator(theme="starter").generate("acme", tmp_path)
    monkeypatch.chdir(folder / "apps" / "pages")
    assert find_project() == folder
    assert find_project(folder) == folder


def test_outside_of_projects_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuickScaleError, match="is not a QuickScale project"):
        find_project(tmp_path)


def test_an_interrupted_run_is_told(tmp_path: Path) -> None:
    folder = ProjectGenerator(theme="starter").generate("acme", tmp_path)
    journal = folder / ".quickscale" / "local" / "journal"
    journal.mkdir(parents=True)
    (journal / "journal.json").write_text("{}")
    with pytest.raises(QuickScaleError, match="interrupted"):
        find_project(folder)
