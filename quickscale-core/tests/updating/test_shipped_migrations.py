"""A migration that databases may have applied is neither changed nor taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError

if TYPE_CHECKING:
    from .conftest import Project

FIRST = "apps/beds/migrations/0001_initial.py"
SECOND = "apps/beds/migrations/0002_more.py"
ONE = b"class Migration:\n    operations = [1]\n"
TWO = b"class Migration:\n    operations = [2]\n"
SQUASH = b'class Migration:\n    replaces = [("beds", "0001_initial")]\n    operations = [1]\n'


def refusal(project: Project, files: dict[str, bytes]) -> list[str]:
    with pytest.raises(QuickScaleError) as caught:
        project.plan(files)
    assert all(it.fix and "quickscale remove auth" in it.fix for it in caught.value.problems)
    return [it.what for it in caught.value.problems]


def test_one_that_would_change_is_refused(project: Project) -> None:
    project.make({FIRST: ONE, SECOND: TWO})
    says = "would become another one, and databases that have applied it would not follow"
    assert refusal(project, {FIRST: TWO, SECOND: ONE}) == [f"{FIRST} {says}", f"{SECOND} {says}"]


def test_one_that_its_owner_edited_too_is_refused(project: Project) -> None:
    project.make({FIRST: ONE})
    project.write(FIRST, ONE + b"# mine\n")
    assert len(refusal(project, {FIRST: TWO})) == 1


def test_one_that_would_vanish_or_be_renamed_is_refused(project: Project) -> None:
    project.make({FIRST: ONE, SECOND: TWO})
    (what,) = refusal(project, {FIRST: ONE})
    assert what.startswith(f"{SECOND} would go, while its app stays, and databases")
    renamed = {FIRST: ONE, "apps/beds/migrations/0002_else.py": TWO}
    assert len(refusal(project, renamed)) == 1


def test_a_whole_app_may_go(project: Project) -> None:
    project.make({FIRST: ONE, SECOND: TWO, "a.txt": b"a\n"})
    project.update({"a.txt": b"a\n"})
    assert list(project.files()) == ["a.txt"]


def test_more_may_come_and_comments_may_change(project: Project) -> None:
    project.make({FIRST: ONE})
    newer = {FIRST: b"# by hand\n" + ONE, SECOND: TWO}
    project.update(newer)
    assert project.files() == newer


def test_one_that_another_replaces_may_go(project: Project) -> None:
    project.make({FIRST: ONE})
    squashed = {"apps/beds/migrations/0001_squashed.py": SQUASH}
    project.update(squashed)
    assert project.files() == squashed


def test_what_its_owner_took_away_or_did_already_is_no_matter(project: Project) -> None:
    project.make({FIRST: ONE, SECOND: TWO})
    (project.folder / SECOND).unlink()
    project.write(FIRST, TWO)
    project.update({FIRST: TWO})
    assert project.files() == {FIRST: TWO}


def test_a_test_or_a_module_that_is_no_migration_may_change(project: Project) -> None:
    project.make({"apps/beds/migrations/__init__.py": b"\n", "apps/beds/tests/0001.py": ONE})
    newer = {"apps/beds/migrations/__init__.py": b"#\n", "apps/beds/tests/0001.py": TWO}
    project.update(newer)
    assert project.files() == newer
