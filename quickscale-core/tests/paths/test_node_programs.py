"""Which Node a machine has, and whether it is new enough."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.paths.node_programs import node_version, path_with_node

if TYPE_CHECKING:
    from pathlib import Path


def programs(folder: Path, version: str) -> Path:
    """Make a folder with a Node of a version, and its npm."""
    folder.mkdir()
    for name, says in (("node", f"echo v{version}"), ("npm", "true")):
        (folder / name).write_text(f"#!/bin/sh\n{says}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a machine with no program at all."""
    (tmp_path / "python").mkdir()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python"))
    monkeypatch.setenv("PATH", "")
    return tmp_path


def test_a_machine_without_node_has_none(machine: Path) -> None:
    assert path_with_node("22.22.2") is None
    assert node_version(None) == ()
    assert node_version(str(machine / "nothing")) == ()


def test_the_one_on_path_is_taken_where_it_is_new_enough(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs(machine / "bin", "22.22.2")))
    assert path_with_node("22.22.2") == str(machine / "bin")
    assert path_with_node("22.23.0") is None
    assert path_with_node("24.0.0") is None


def test_the_one_beside_python_is_taken_where_that_on_path_is_old(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs(machine / "bin", "20.1.0")))
    (machine / "python").rmdir()
    programs(machine / "python", "24.19.0")
    found = path_with_node("22.22.2")
    assert found == os.pathsep.join([str(machine / "python"), str(machine / "bin")])
