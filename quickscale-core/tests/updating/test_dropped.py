"""Edited files that upstream drops stay, and are merged when it has them again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Project

TEXT = b"".join(b"line %d\n" % number for number in range(20))
MINE = TEXT.replace(b"line 2\n", b"my line\n")
NEWER = TEXT.replace(b"line 15\n", b"line fifteen\n")
BOTH = MINE.replace(b"line 15\n", b"line fifteen\n")


@pytest.mark.parametrize(("again", "after"), [(TEXT, MINE), (NEWER, BOTH)])
def test_an_edit_is_merged_when_upstream_has_the_file_again(
    project: Project, again: bytes, after: bytes
) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", MINE)
    plan = project.update({})
    assert [it.path for it in plan.dropped] == ["a.txt"]
    assert [it.kind for it in plan.changes if it.path == "a.txt"] == ["unchanged"]
    quiet = project.update({})
    assert [it.path for it in quiet.changes] == ["quickscale.yml"]
    assert quiet.dropped == plan.dropped
    plan = project.update({"a.txt": again})
    assert (plan.conflicts, plan.dropped) == ((), ())
    assert project.files() == {"a.txt": after}
    assert project.update({}).dropped


def test_a_renamed_one_is_merged_where_its_owner_has_it(project: Project) -> None:
    project.make({"a.txt": TEXT})
    (project.folder / "a.txt").unlink()
    project.write("mine/a.txt", MINE)
    assert project.update({"a.txt": TEXT}).moves == (("a.txt", "mine/a.txt"),)
    assert project.update({}).moves == (("a.txt", "mine/a.txt"),)
    plan = project.update({"a.txt": NEWER})
    assert (plan.moves, plan.conflicts) == ((("a.txt", "mine/a.txt"),), ())
    assert project.files() == {"mine/a.txt": BOTH}


def test_one_that_its_owner_took_away_is_new_again(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", MINE)
    project.update({})
    lock = project.lock
    (project.folder / "a.txt").unlink()
    plan = project.update({})
    assert (plan.missing, project.lock) == ((), lock)
    plan = project.update({"a.txt": NEWER})
    assert (plan.missing, plan.dropped) == ((), ())
    assert project.files() == {"a.txt": NEWER}


def test_what_its_owner_makes_of_it_elsewhere_is_theirs(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", MINE)
    project.update({})
    (project.folder / "a.txt").unlink()
    project.write("own/b.txt", MINE)
    project.update({"a.txt": NEWER})
    assert project.files() == {"a.txt": NEWER, "own/b.txt": MINE}


def test_a_new_file_that_looks_like_it_is_no_new_name_of_it(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", MINE)
    project.update({})
    plan = project.update({"b.txt": NEWER})
    assert [it.path for it in plan.dropped] == ["a.txt"]
    assert project.files() == {"a.txt": MINE, "b.txt": NEWER}


def test_a_discarded_one_is_forgotten(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", MINE)
    assert project.update({}, keep_edited=False).dropped == ()
    assert project.update({"a.txt": NEWER}).conflicts == ()
    assert project.files() == {"a.txt": NEWER}


def test_a_deleted_one_stays_deleted_when_upstream_has_it_again(project: Project) -> None:
    project.make({"a.txt": TEXT})
    (project.folder / "a.txt").unlink()
    project.lock = replace(project.lock, deleted=("a.txt",))
    assert project.update({}).deleted == ("a.txt",)
    plan = project.update({"a.txt": NEWER})
    assert (plan.missing, plan.deleted) == ((), ("a.txt",))
    assert "you deleted it; auth 1.1.0 has it again" in [it.note for it in plan.changes]
    assert project.files() == {}
