"""The pages about updates, followed with later versions at hand; and their numbers."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lifetimes.machines import Machine
from tools.checkout import Environment
from tools.docs_examples import DOCS, page_name, pages_to_follow
from tools.docs_reader import Reader, reader_environ
from tools.environments import project_env

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lifetimes.releases import Releases

pytestmark = pytest.mark.xdist_group("brochure-site")


@pytest.fixture
def reader(tmp_path: Path, releases: Releases) -> Iterator[Reader]:
    """Return somebody to whom later versions have been released."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for wheel in releases.wheels.rglob("*.whl"):
        shutil.copy(wheel, wheels)
    scripts = tmp_path / "tools" / "bin"
    places = {
        "UV_FIND_LINKS": str(wheels),
        "UV_TOOL_BIN_DIR": str(scripts),
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_PROJECT_ENVIRONMENT": str(project_env().folder),
        "UV_NO_SYNC": "1",
    }
    with Reader(tmp_path, reader_environ(tmp_path / "home", scripts) | places) as reader:
        yield reader


@pytest.mark.parametrize("page", pages_to_follow(installing=True, later=True), ids=page_name)
def test_the_examples_of_a_page_work(page: Path, reader: Reader) -> None:
    reader.read(page)


def test_the_documentation_says_how_much_room_pristine_files_take(tmp_path: Path) -> None:
    told = re.findall(
        r"(\d+) files of (\d+) KiB", (DOCS / "updates.md").read_text(encoding="utf-8")
    )
    assert len(told) == 2
    machine = Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home")
    chosen = (("--with", "auth", "--theme", "htmx"), ("--theme", "starter"))
    for number, (words, (count, size)) in enumerate(zip(chosen, told, strict=True)):
        name = f"project{number}"
        machine.quickscale("init", name, *words, "--no-git", "--no-input").check()
        objects = list((tmp_path / name / ".quickscale" / "objects").iterdir())
        kib = sum(path.stat().st_size for path in objects) / 1024
        assert int(count) == pytest.approx(len(objects), rel=0.2)
        assert int(size) == pytest.approx(kib, rel=0.2)
