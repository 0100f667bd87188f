from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File

if TYPE_CHECKING:
    from quickscale_core.updating.plan import Plan

    from .conftest import Project

TEXT = b"".join(b"line %d\n" % number for number in range(20))
NEWER = TEXT.replace(b"line 2\n", b"LINE 2\n")
EDITED = TEXT.replace(b"line 15\n", b"mine\n")
BOTH = NEWER.replace(b"line 15\n", b"mine\n")


def kinds(plan: Plan) -> dict[str, str]:
    return {it.path: it.kind for it in plan.changes if it.path != "quickscale.yml"}


def rename(project: Project, old: str, new: str, data: bytes | None = None) -> None:
    before = (project.folder / old).read_bytes()
    (project.folder / old).unlink()
    project.write(new, before if data is None else data)


@pytest.mark.parametrize(("mine", "after"), [(TEXT, NEWER), (EDITED, BOTH)])
def test_a_file_is_followed_to_the_name_its_owner_gave_it(
    project: Project, mine: bytes, after: bytes
) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "sub/b.txt", mine)
    plan = project.update({"a.txt": NEWER})
    assert plan.moves == (("a.txt", "sub/b.txt"),)
    assert kinds(plan) == {"sub/b.txt": "merge" if mine == EDITED else "update"}
    assert project.files() == {"sub/b.txt": after}


def test_a_recorded_move_is_followed_whatever_stands_there(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt")
    assert project.update({"a.txt": TEXT}).moves == (("a.txt", "b.txt"),)
    project.write("b.txt", b"something else\n")
    plan = project.update({"a.txt": TEXT})
    assert plan.moves == (("a.txt", "b.txt"),)
    assert kinds(plan) == {"b.txt": "unchanged"}
    assert project.update({"a.txt": NEWER}).conflicts == ("b.txt",)


def test_a_move_ends_where_the_file_comes_back_or_goes_on(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt")
    project.update({"a.txt": TEXT})
    rename(project, "b.txt", "c.txt")
    assert project.update({"a.txt": TEXT}).moves == (("a.txt", "c.txt"),)
    rename(project, "c.txt", "a.txt")
    assert project.update({"a.txt": TEXT}).moves == ()


def test_of_two_alike_neither_is_followed(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt", EDITED)
    project.write("c.txt", EDITED)
    plan = project.update({"a.txt": NEWER})
    assert plan.moves == ()
    assert kinds(plan) == {"a.txt": "missing"}
    assert project.files() == {"b.txt": EDITED, "c.txt": EDITED}


@pytest.mark.parametrize("data", [b"", b"\n", b"import os\n"])
def test_nothing_is_made_of_a_likeness_without_content(project: Project, data: bytes) -> None:
    project.make({"a/__init__.py": data})
    rename(project, "a/__init__.py", "b/__init__.py", data + b"x = 1\n" if data.strip() else data)
    plan = project.update({"a/__init__.py": b"new = 1\n"})
    assert plan.moves == ()
    assert kinds(plan) == {"a/__init__.py": "missing"}


def test_boilerplate_is_no_likeness(project: Project) -> None:
    made = b'from x import y\n\n\nclass A(y):\n    auto = "z"\n    name = "a"\n'
    project.make({"a/apps.py": made})
    rename(project, "a/apps.py", "b/apps.py", made.replace(b"A(", b"B(").replace(b'"a"', b'"b"'))
    assert project.update({"a/apps.py": made + b"# more\n"}).moves == ()


def test_where_nobody_looks_nothing_is_found(project: Project) -> None:
    project.make({"a.txt": TEXT})
    (project.folder / "a.txt").unlink()
    hidden = ["node_modules/a.txt", ".git/a.txt", "media/a.txt", "env/a.txt", "other/a.txt", ".env"]
    for path in [*hidden, "env/pyvenv.cfg", "other/quickscale.lock", "b.txt.theirs"]:
        project.write(path, TEXT)
    project.write("huge.txt", TEXT + b"x" * 2_000_000)
    assert project.update({"a.txt": NEWER}).moves == ()


def test_edits_go_along_where_upstream_renames(project: Project) -> None:
    project.make({"a.txt": TEXT, "b.txt": b"untouched, and long enough\n"})
    project.write("a.txt", EDITED)
    plan = project.update({"new/a.txt": NEWER, "c.txt": b"untouched, and long enough\n"})
    assert kinds(plan) == {
        "a.txt": "delete",
        "b.txt": "delete",
        "c.txt": "rename",
        "new/a.txt": "rename",
    }
    assert {it.path: it.source for it in plan.changes if it.source} == {
        "c.txt": "b.txt",
        "new/a.txt": "a.txt",
    }
    assert project.files()["new/a.txt"] == BOTH


def test_a_file_of_another_plugin_is_no_new_name(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", EDITED)
    plan = project.update({"b.txt": File(content=Content(TEXT), owner="billing")})
    assert kinds(plan) == {"a.txt": "unchanged", "b.txt": "create"}


def test_the_owners_name_wins_where_both_rename(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "mine.txt", EDITED)
    plan = project.update({"theirs.txt": NEWER})
    assert plan.moves == (("theirs.txt", "mine.txt"),)
    assert project.files() == {"mine.txt": BOTH}
    assert project.update({"theirs.txt": NEWER + b"end\n"}).moves == plan.moves
    assert project.files() == {"mine.txt": BOTH + b"end\n"}


def test_both_may_give_it_one_name(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt", EDITED)
    plan = project.update({"b.txt": NEWER})
    assert (plan.moves, plan.conflicts) == ((), ())
    assert project.files() == {"b.txt": BOTH}


def test_upstreams_new_name_may_be_taken(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", EDITED)
    project.write("b.txt", b"mine\n")
    plan = project.update({"b.txt": NEWER})
    assert plan.conflicts == ("b.txt",)
    files = project.files()
    assert files["a.txt"] == EDITED
    assert b"mine\n" in files["b.txt"]


def test_what_was_deleted_does_not_come_back_under_a_new_name(project: Project) -> None:
    project.make({"a.txt": TEXT})
    (project.folder / "a.txt").unlink()
    plan = project.update({"b.txt": NEWER})
    assert kinds(plan) == {"b.txt": "missing"}
    assert project.files() == {}
    assert project.update({"b.txt": NEWER}).writes == ()


def test_a_renamed_file_stays_where_upstream_deletes(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt")
    plan = project.plan({})
    assert kinds(plan) == {"b.txt": "unchanged"}
    assert kinds(project.plan({}, keep_edited=False)) == {"b.txt": "delete"}
    rename(project, "b.txt", "c.txt", EDITED)  # which only looks as if it were ours
    assert kinds(project.plan({}, keep_edited=False)) == {"c.txt": "unchanged"}


def test_a_new_file_where_the_owner_moved_another(project: Project) -> None:
    project.make({"a.txt": TEXT})
    rename(project, "a.txt", "b.txt")
    project.update({"a.txt": TEXT})
    plan = project.update({"a.txt": NEWER, "b.txt": b"quite another\n"})
    assert plan.moves == (("a.txt", "b.txt"),)
    assert plan.conflicts == ("b.txt",)
    assert project.files() == {"b.txt": NEWER, "b.txt.theirs": b"quite another\n"}
    (project.folder / "b.txt.theirs").unlink()
    again = project.update({"a.txt": NEWER, "b.txt": b"quite another\n"})
    assert (again.writes, again.deletes, again.conflicts) == ((), (), ())


def test_a_name_that_differs_in_case_only(project: Project) -> None:
    project.make({"Readme.txt": TEXT})
    rename(project, "Readme.txt", "readme.txt")
    plan = project.update({"Readme.txt": NEWER})
    assert plan.moves == (("Readme.txt", "readme.txt"),)
    assert project.files() == {"readme.txt": NEWER}
    plan = project.update({"README.txt": NEWER})
    assert plan.moves == (("README.txt", "readme.txt"),)
    assert project.files() == {"readme.txt": NEWER}
