"""Pipes, links and anchors where a plain file was expected."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
BEDS = "".join(f"bed {number}\n" for number in range(12))
LATER = """
from pathlib import Path

@hookimpl
def contribute_settings(spec):
    yield EnvVar(name="GARDEN_KEY", example="", comment="Opens the garden.", secret=True)
    yield EnvVar(name="POND_KEY", example="", comment="Opens the pond.", secret=True)
"""


@pytest.fixture
def project(here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("words", [["apply"], ["validate"]], ids=" ".join)
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(
    project: Path, here: Path, quickscale: Run, words: list[str]
) -> None:
    os.mkfifo(here / "pipe")
    ended = quickscale(*words, str(here / "pipe"))
    assert (ended.code, "pipe cannot be read: it is not a file" in ended.err) == (2, True)
    assert quickscale(*words, str(project)).code == 2


def test_a_saved_plan_may_be_named_by_a_link(project: Path, here: Path, quickscale: Run) -> None:
    assert quickscale("set", "project.title=Acme Ltd", "--dry-run").code == 0
    assert quickscale("plan", "--out", str(here / "change.json")).code == 0
    (here / "link.json").symlink_to("change.json")
    assert quickscale("apply", str(here / "link.json")).code == 0
    assert project.is_dir()


@pytest.mark.parametrize("kind", ["link", "dangling", "folder"])
def test_new_variables_that_are_not_written_are_named_as_the_owners_to_add(
    project: Path, here: Path, quickscale: Run, install: Run, kind: str
) -> None:
    install("garden", LATER)
    (project / ".env").rename(here / "shared.env")
    if kind == "folder":
        (project / ".env").mkdir()
    else:
        (project / ".env").symlink_to(here / ("shared.env" if kind == "link" else "nowhere"))
    ended = quickscale("add", "garden", "--yes")
    assert ended.code == 0
    assert "Look at the new variables in .env" not in ended.out
    assert "Add the new variables by hand: .env is not a file here" in ended.out
    assert "GARDEN_KEY, POND_KEY" in ended.out
    assert "GARDEN_KEY" not in (here / "shared.env").read_text()


@pytest.mark.filterwarnings("error")
def test_an_anchor_that_is_used_again_is_no_warning(
    project: Path, quickscale: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    from quickscale_core.source_text.still_parses import parses  # noqa: PLC0415

    assert parses("a.yml", b"a: &x 1\nb: &x 2\nc: *x\n")
    yml = project / "quickscale.yml"
    yml.write_text(yml.read_text() + "settings: {ONE: &x 1, TWO: &x 2}\n")
    ended = quickscale("plan")
    assert ended.code == 2
    assert "Warning" not in ended.err
    assert ended.err.count("has an anchor or alias") == 2
