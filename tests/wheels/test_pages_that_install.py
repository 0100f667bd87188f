"""The tutorial and the guides for authors, followed with nothing of ours but wheels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.distributions import distributions
from tools.docs_examples import chapters, page_name, pages_to_follow
from tools.docs_reader import Reader, reader_environ
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
    with Reader(tmp_path, reader_environ(tmp_path / "home", scripts) | places) as reader:
        yield reader


PAGES = [
    pytest.param(page, marks=[pytest.mark.long] if len(chapters(page)) > 1 else [])
    for page in pages_to_follow(installing=True)
]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_examples_of_a_page_work(page: Path, newcomer: Reader) -> None:
    for chapter in chapters(page):
        newcomer.read(chapter)
    if page.name == "tutorial.md":
        email, password = Project(newcomer.folder, Path(sys.executable)).login(newcomer.printed)
        assert "Dashboard" in sign_in(newcomer.address, email, password)
