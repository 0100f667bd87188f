"""Edits of a part stay when it is switched off, and are merged when it is on again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
POND = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    here = Path(__file__).parent
    yield FileSet(root=here / "files")
    if spec.options("garden")["pond"]:
        yield FileSet(root=here / "files.pond")
"""
CARD = 'options=(Option(name="pond", type="bool", default=True, help="A pond."),)'
FISH = "".join(f"fish {number}\n" for number in range(12))
MINE = FISH.replace("fish 2\n", "my fish\n")
NEWER = FISH.replace("fish 9\n", "fish nine\n")


@pytest.fixture
def garden(here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module with a part, a project with both, and an edit of the part's file."""
    folder: Path = install("garden", POND, card=CARD)
    for path, text in (("files/garden/beds.txt", "beds\n"), ("files.pond/garden/fish.txt", FISH)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    words = ["init", "acme", "--theme", "starter", "--with", "garden", "--no-git"]
    assert quickscale(*words).code == 0
    monkeypatch.chdir(here / "acme")
    (here / "acme/garden/fish.txt").write_text(MINE)
    return folder


OFF_AND_ON = [
    (["set", "garden.pond=false"], ["set", "garden.pond=true"]),
    (["remove", "garden"], ["add", "garden"]),
]


@pytest.mark.parametrize(("off", "on"), OFF_AND_ON, ids=["a part", "a module"])
def test_off_and_on_again_merges(
    garden: Path, here: Path, quickscale: Run, off: list[str], on: list[str]
) -> None:
    ended = quickscale(*off, "--yes")
    assert ended.code == 0
    assert "No plugin has these any more, while linters" in ended.out
    assert "garden/fish.txt" in ended.out.partition("No plugin has these")[2]
    assert quickscale("plan", "--exit-code").code == 0
    assert quickscale("doctor", "--yes").code == 0
    (garden / "files.pond/garden/fish.txt").write_text(NEWER)
    ended = quickscale(*on, "--yes")
    assert (ended.code, "both of you" in ended.out) == (0, False)
    text = (here / "acme/garden/fish.txt").read_text()
    assert text == MINE.replace("fish 9\n", "fish nine\n")
    assert quickscale("plan", "--exit-code").code == 0


@pytest.mark.parametrize(("off", "on"), OFF_AND_ON, ids=["a part", "a module"])
def test_edits_may_be_discarded(
    garden: Path, here: Path, quickscale: Run, off: list[str], on: list[str]
) -> None:
    ended = quickscale(*off, "--discard-edits", "--yes")
    assert (ended.code, "No plugin has these" in ended.out) == (0, False)
    assert not (here / "acme/garden/fish.txt").exists()
    assert quickscale(*on, "--yes").code == 0
    assert (here / "acme/garden/fish.txt").read_text() == FISH
    assert garden.is_dir()


def test_a_change_of_the_yml_by_hand_may_discard_them_too(
    garden: Path, here: Path, quickscale: Run
) -> None:
    yml = here / "acme/quickscale.yml"
    yml.write_text(yml.read_text().replace("  garden: {}\n", "").replace("modules:\n", ""))
    assert "garden" not in yml.read_text()
    assert quickscale("apply", "--discard-edits", "--yes").code == 0
    assert not (here / "acme/garden/fish.txt").exists()
    assert garden.is_dir()


def test_a_saved_plan_says_itself_what_becomes_of_edits(garden: Path, quickscale: Run) -> None:
    assert quickscale("plan", "--out", "change.json").code == 0
    ended = quickscale("apply", "change.json", "--discard-edits", "--yes")
    assert (ended.code, "a saved plan was given" in ended.err) == (2, True)
    assert garden.is_dir()
