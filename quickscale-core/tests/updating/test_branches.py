"""After a merge in git the lock may hold the states of two branches."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Project

VERSIONS = [
    b"".join(b"line %d\n" % number if number != changed else b"version %d\n" % changed
             for number in range(20))
    for changed in (None, 3, 9)
]  # fmt: skip
MERGED = VERSIONS[1].replace(b"line 9\n", b"version 9\n")


@pytest.fixture
def merged(project: Project) -> Project:
    """A project whose one branch is at the first version, and the other at the second."""
    project.make({"a.txt": VERSIONS[0]})
    old = project.lock.files
    project.update({"a.txt": VERSIONS[1]})
    project.lock = replace(project.lock, files=tuple(sorted({*old, *project.lock.files})))
    return project


@pytest.mark.parametrize("number", [0, 1])
def test_a_file_in_either_state_is_untouched(merged: Project, number: int) -> None:
    merged.write("a.txt", VERSIONS[number])
    plan = merged.update({"a.txt": MERGED})
    assert [it.kind for it in plan.changes if it.path == "a.txt"] == ["update"]
    assert merged.files() == {"a.txt": MERGED}
    assert len(merged.lock.files) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_an_edited_file_began_from_the_nearest_state(merged: Project, number: int) -> None:
    mine = VERSIONS[number].replace(b"line 15\n", b"mine\n")
    merged.write("a.txt", mine)
    plan = merged.update({"a.txt": MERGED})
    assert plan.conflicts == ()
    assert merged.files() == {"a.txt": MERGED.replace(b"line 15\n", b"mine\n")}


def test_of_two_recorded_moves_one_is_followed(project: Project) -> None:
    project.make({"a.txt": VERSIONS[0]})
    (project.folder / "a.txt").unlink()
    project.write("c.txt", b"mine\n")
    moves = (("a.txt", "b.txt"), ("a.txt", "c.txt"), ("gone.txt", "d.txt"))
    project.lock = replace(project.lock, moves=moves)
    assert project.plan({"a.txt": VERSIONS[0]}).moves == (("a.txt", "c.txt"),)


def test_a_state_that_a_merge_lost_is_skipped_where_another_is_there(merged: Project) -> None:
    mine = VERSIONS[1].replace(b"line 15\n", b"mine\n")
    merged.write("a.txt", mine)
    merged.lost.add(sha256(VERSIONS[0]).hexdigest())
    plan = merged.update({"a.txt": MERGED})
    assert plan.conflicts == ()
    assert merged.files() == {"a.txt": MERGED.replace(b"line 15\n", b"mine\n")}


def test_a_lost_state_that_the_plugin_makes_still_is_taken_from_there(project: Project) -> None:
    project.make({"a.txt": VERSIONS[0]})
    project.lost.add(sha256(VERSIONS[0]).hexdigest())
    project.write("a.txt", MERGED)
    plan = project.update({"a.txt": VERSIONS[0]})
    assert plan.conflicts == ()
    assert project.files() == {"a.txt": MERGED}


def test_an_edited_file_whose_states_are_all_lost_is_a_conflict_and_no_refusal(
    project: Project,
) -> None:
    project.make({"a.txt": VERSIONS[0], "gone.txt": VERSIONS[1]})
    project.lost |= {sha256(it).hexdigest() for it in VERSIONS[:2]}
    project.write("a.txt", VERSIONS[0].replace(b"line 15\n", b"mine\n"))
    (project.folder / "gone.txt").unlink()
    plan = project.update({"a.txt": VERSIONS[2], "gone.txt": VERSIONS[2]})
    assert plan.conflicts == ("a.txt",)
    (change,) = (it for it in plan.changes if it.path == "a.txt")
    assert change.note == "how it was made is lost, so every difference is marked"
    assert b"mine\n" in project.files()["a.txt"]
    assert b"version 9\n" in project.files()["a.txt"]
    assert "gone.txt" not in project.files()
