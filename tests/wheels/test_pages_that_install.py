"""The tutorial and the guides for authors, followed with nothing of ours but wheels."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.distributions import distributions
from tools.docs_examples import chapters, page_name, pages_to_follow
from tools.docs_reader import Reader, reader_environ
from tools.node import node_path
from tools.projects import Project
from tools.sign_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.machine import Machine

pytestmark = pytest.mark.xdist_group("wheels")


@pytest.fixture
def newcomer(tmp_path: Path, machine: Machine) -> Iterator[Reader]:
    """Return a reader who has Python, git and uv, and no QuickScale but our wheels."""
    pins = tmp_path / "pins.txt"
    pins.write_text("".join(f"{one.name}=={one.version}\n" for one in distributions()))
    scripts = tmp_path / "tools" / "bin"
    places = {
        "UV_FIND_LINKS": str(machine.wheels),
        "UV_CONSTRAINT": str(pins),
        "UV_TOOL_BIN_DIR": str(scripts),
        "UV_TOOL_DIR": str(tmp_path / "tools"),
    }
    environ = reader_environ(tmp_path / "home", scripts) | places
    if node := node_path():
        environ["PATH"] = os.pathsep.join([str(only_node(tmp_path, node)), environ["PATH"]])
    with Reader(tmp_path, environ) as reader:
        yield reader


def only_node(folder: Path, path: str) -> Path:
    """Return a folder with the Node and npm of a PATH and nothing else of it."""
    programs = folder / "node"
    programs.mkdir()
    for name in ("node", "npm"):
        (programs / name).symlink_to(shutil.which(name, path=path) or name)
    return programs


def takes_minutes(page: Path) -> bool:
    """Return whether a page is a long guide, or builds an app."""
    return len(chapters(page)) > 1 or "$ npm " in page.read_text(encoding="utf-8")


PAGES = [
    pytest.param(page, marks=[pytest.mark.long] if takes_minutes(page) else [])
    for page in pages_to_follow(installing=True)
]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_examples_of_a_page_work(page: Path, newcomer: Reader) -> None:
    for chapter in chapters(page):
        newcomer.read(chapter)
    if page.name == "tutorial.md":
        email, password = Project(newcomer.folder, Path(sys.executable)).login(newcomer.printed)
        assert "Dashboard" in sign_in(newcomer.address, email, password)
