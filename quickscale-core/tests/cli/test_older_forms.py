"""Projects whose lock or quickscale.yml has an older form move on by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.project_file.reading import forward_yml, yml_version
from quickscale_core.project_file.schema_steps import LOCK_STEPS, YML_STEPS
from quickscale_core.project_file.writing import SCHEMA
from quickscale_core.record.project_records import former_records

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


@pytest.fixture
def older(here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as the first version of the lock had it: without options, moves and conflicts."""
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    monkeypatch.chdir(here / "acme")
    place = here / "acme" / "quickscale.lock"
    text = place.read_text().replace("schema 2\n", "schema 1\n")
    place.write_text(re.sub(r"(?m)^(option|moved|conflict) .*\n", "", text))
    return here / "acme"


def test_the_next_change_moves_the_lock_and_keeps_it_as_it_was(
    older: Path, quickscale: Run
) -> None:
    place = older / "quickscale.lock"
    former = older / ".quickscale" / "former" / "quickscale.lock.1"
    before = place.read_bytes()
    assert quickscale("plan").code == 0
    assert not former.exists()
    assert quickscale("apply", "--yes").code == 0
    assert former.read_bytes() == before
    assert b"\nschema 2\n" in place.read_bytes()
    assert b'\noption project name "acme"\n' in place.read_bytes()
    stamp = place.stat().st_mtime_ns
    assert quickscale("apply", "--yes").code == 0
    assert place.stat().st_mtime_ns == stamp
    assert quickscale("undo", "--yes").code == 0
    assert place.read_bytes() == before
    assert not former.exists()


def test_an_edit_moves_it_too(older: Path, quickscale: Run) -> None:
    ended = quickscale("set", "project.title=Acme & sons", "--yes")
    assert ended.code == 0
    assert (older / ".quickscale" / "former" / "quickscale.lock.1").is_file()


def test_a_lock_of_the_newest_form_is_not_kept_twice() -> None:
    assert former_records(b"schema 2\ncore 1.0\n", "schema: 1\n") == []
    kept = former_records(b"schema 1\ncore 1.0\n", "schema: 1\n")
    assert [it.path for it in kept] == [".quickscale/former/quickscale.lock.1"]


def test_every_older_version_has_a_step() -> None:
    assert sorted(LOCK_STEPS) == [1]
    assert sorted(YML_STEPS) == list(range(1, SCHEMA))


def test_quickscale_yml_moves_step_by_step_and_keeps_its_comments() -> None:
    steps = {
        1: lambda text: text.replace("schema: 1", "schema: 2").replace("parts:", "plugins:"),
        2: lambda text: text.replace("schema: 2", "schema: 3").replace("plugins:", "modules:"),
    }
    text = "# ours\nschema: 1\nparts: {a: {}}  # one\n"
    assert forward_yml(text, steps) == "# ours\nschema: 3\nmodules: {a: {}}  # one\n"
    assert forward_yml(text.replace("1", "2", 1), steps) == text.replace("schema: 1", "schema: 3")
    # what cannot be read is left to the reader, who says what is wrong
    for odd in ("schema: one\n", "a: b: c\n", "", "- 1\n", "schema: 7\n"):
        assert forward_yml(odd, steps) == odd
    assert yml_version("schema: true\n") == 0
    assert yml_version("{schema: 2}") == 2
