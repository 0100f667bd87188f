from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import EXIT_CONFLICTS, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File
from quickscale_core.updating.plan import OWNER, Plan

if TYPE_CHECKING:
    from .conftest import Project

TEXT = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
NEWER = TEXT.replace(b"two", b"TWO")
EDITED = TEXT.replace(b"seven", b"mine")
BOTH = NEWER.replace(b"seven", b"mine")


def kinds(plan: Plan) -> dict[str, str]:
    return {it.path: it.kind for it in plan.changes if it.path != "quickscale.yml"}


def note(plan: Plan, path: str) -> str:
    return next(it.note for it in plan.changes if it.path == path)


def test_an_untouched_project_becomes_upstreams(project: Project) -> None:
    project.make({"a": b"1", "gone": b"2", "run": b"3"})
    run = File(content=Content(b"3", executable=True), owner="auth")
    new: dict[str, bytes | File] = {"a": b"new", "b": b"4", "run": run}
    plan = project.update(new)
    assert kinds(plan) == {"a": "update", "b": "create", "gone": "delete", "run": "update"}
    assert project.files() == {"a": b"new", "b": b"4", "run": b"3"}
    assert (project.folder / "run").stat().st_mode & 0o100
    assert (plan.conflicts, plan.moves, plan.kept) == ((), (), ())


def test_nothing_to_do_is_nothing_done(project: Project) -> None:
    project.make({"a": TEXT, "b": b"2"})
    project.write("a", EDITED)
    plan = project.plan({"a": TEXT, "b": b"2"})
    assert (plan.writes, plan.deletes) == ((), ())
    assert note(plan, "a") == "you edited it"
    assert project.read == []


def test_an_edited_file_is_merged(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", EDITED)
    plan = project.update({"a.txt": NEWER})
    assert kinds(plan) == {"a.txt": "merge"}
    assert project.files() == {"a.txt": BOTH}


def test_a_clash_is_marked_and_listed(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", TEXT.replace(b"two", b"zwei"))
    plan = project.update({"a.txt": NEWER})
    assert kinds(plan) == {"a.txt": "conflict"}
    assert plan.conflicts == ("a.txt",)
    assert project.files()["a.txt"] == (
        b"one\n<<<<<<< yours\nzwei\n||||||| made by auth 1.0.0\ntwo\n=======\nTWO\n"
        b">>>>>>> auth 1.1.0\nthree\nfour\nfive\nsix\nseven\neight\n"
    )


def test_equal_edits_are_no_clash(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", NEWER)
    plan = project.update({"a.txt": NEWER})
    assert kinds(plan) == {"a.txt": "unchanged"}
    assert note(plan, "a.txt") == ""


def test_marks_stand_on_lines_of_their_own(project: Project) -> None:
    project.make({"a.txt": b"one\ntwo"})
    project.write("a.txt", b"one\nmine")
    project.update({"a.txt": b"one\ntheirs"})
    assert project.files()["a.txt"] == (
        b"one\n<<<<<<< yours\nmine\n||||||| made by auth 1.0.0\ntwo\n=======\ntheirs\n"
        b">>>>>>> auth 1.1.0"
    )


def test_what_the_owner_deleted_stays_deleted(project: Project) -> None:
    project.make({"a.txt": TEXT, "b.txt": TEXT[:20], "c.txt": b"c"})
    for name in ("a.txt", "b.txt", "c.txt"):
        (project.folder / name).unlink()
    plan = project.update({"a.txt": NEWER, "b.txt": TEXT[:20]})
    assert kinds(plan) == {"a.txt": "missing", "b.txt": "missing"}
    assert note(plan, "a.txt") == "auth 1.1.0 changed it"
    assert (plan.missing, plan.deleted) == (("a.txt", "b.txt"), ())
    project.lock = replace(project.lock, deleted=("a.txt", "b.txt"))
    plan = project.update({"a.txt": NEWER + b"and\n", "b.txt": TEXT[:20]})
    assert kinds(plan) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert note(plan, "a.txt") == "you deleted it; auth 1.1.0 changed it"
    assert note(plan, "b.txt") == ""
    assert (plan.missing, plan.deleted) == ((), ("a.txt", "b.txt"))
    assert project.files() == {}
    assert project.update({"a.txt": NEWER + b"more\n", "b.txt": TEXT[:20]}).writes == ()


def test_what_upstream_deleted_stays_where_it_was_edited(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", EDITED)
    plan = project.update({})
    assert kinds(plan) == {"a.txt": "unchanged"}
    assert note(plan, "a.txt") == "auth 1.1.0 has it no more; it stays, since you edited it"
    assert project.files() == {"a.txt": EDITED}
    assert project.lock.files == ()
    assert plan.kept == ()


def test_edits_may_be_discarded(project: Project) -> None:
    project.make({"a.txt": TEXT})
    project.write("a.txt", EDITED)
    plan = project.update({}, keep_edited=False)
    assert kinds(plan) == {"a.txt": "delete"}
    assert project.files() == {}


def test_the_yml_is_replaced_and_never_merged(project: Project) -> None:
    project.make({})
    project.write("quickscale.yml", b"my own\n")
    plan = project.update({})
    (change,) = plan.changes
    assert (change.kind, change.before and change.before.data) == ("update", b"my own\n")
    assert project.update({}).changes[0].kind == "unchanged"


def test_what_both_added_alike_is_adopted(project: Project) -> None:
    project.make({})
    project.write("a.txt", b"same\r\nlines\r\n")
    plan = project.update({"a.txt": b"same\nlines\n"})
    assert kinds(plan) == {"a.txt": "unchanged"}
    assert [it.path for it in project.lock.files] == ["a.txt"]
    project.update({"a.txt": b"same\nlines\nmore\n"})
    assert project.files() == {"a.txt": b"same\r\nlines\r\nmore\r\n"}


def test_what_both_added_otherwise_is_a_clash_where_it_differs(project: Project) -> None:
    project.make({})
    project.write("a.txt", b"one\nmine\nthree\n")
    plan = project.update({"a.txt": b"one\ntheirs\nthree\n"})
    assert plan.conflicts == ("a.txt",)
    assert project.files()["a.txt"] == (
        b"one\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> auth 1.1.0\nthree\n"
    )


def test_of_a_binary_clash_both_are_kept(project: Project) -> None:
    project.make({"logo.png": b"\x89PNG\x00old"})
    project.write("logo.png", b"\x89PNG\x00mine")
    plan = project.update({"logo.png": b"\x89PNG\x00new"})
    assert kinds(plan) == {"logo.png": "conflict", "logo.png.theirs": "create"}
    assert plan.conflicts == ("logo.png",)
    assert project.files() == {
        "logo.png": b"\x89PNG\x00mine",
        "logo.png.theirs": b"\x89PNG\x00new",
    }


def test_the_owners_readme_stays_the_owners(project: Project) -> None:
    project.make({"a": b"1"})
    project.write("README.md", b"mine\n")
    project.lock = type(project.lock)(core="1.0.0", files=project.lock.files, kept=("README.md",))
    plan = project.update({"a": b"1", "README.md": b"ours\n"})
    assert plan.kept == ("README.md",)
    assert next(it for it in plan.changes if it.path == "README.md").origin == OWNER
    assert project.files()["README.md"] == b"mine\n"
    assert project.lock.kept == ("README.md",)


@pytest.mark.parametrize(
    ("made", "ours", "theirs", "after"),
    [
        (False, False, True, True),
        (False, True, False, True),
        (True, False, True, False),
        (True, True, False, False),
        (True, False, False, False),
        (False, True, True, True),
    ],
)
@pytest.mark.parametrize("data", [(TEXT, TEXT, TEXT), (TEXT, EDITED, NEWER), (TEXT, EDITED, TEXT)])
def test_executable_bits_merge_three_ways(
    project: Project,
    data: tuple[bytes, bytes, bytes],
    made: bool,
    ours: bool,
    theirs: bool,
    after: bool,
) -> None:
    project.make({"run.txt": File(content=Content(data[0], executable=made), owner="auth")})
    project.write("run.txt", data[1], executable=ours)
    project.update({"run.txt": File(content=Content(data[2], executable=theirs), owner="auth")})
    assert bool((project.folder / "run.txt").stat().st_mode & 0o100) is after


def test_a_file_with_conflicts_is_not_changed_again(project: Project) -> None:
    project.make({"a.txt": TEXT, "b.txt": TEXT, "c.png": b"1"})
    for name, data in {"a.txt": b"mine\n", "b.txt": b"mine\n", "c.png": b"mine"}.items():
        project.write(name, data)
    new = {"a.txt": NEWER, "b.txt": NEWER, "c.png": b"2"}
    assert project.update(new).conflicts == ("a.txt", "b.txt", "c.png")
    before = project.files()
    again = project.update(new)
    assert (again.writes, again.conflicts) == ((), ("a.txt", "b.txt", "c.png"))
    with pytest.raises(QuickScaleError) as caught:
        project.plan({"a.txt": NEWER + b"x\n", "b.txt": NEWER, "c.png": b"3"})
    assert caught.value.exit_code == EXIT_CONFLICTS
    assert "quickscale resolve a.txt c.png" in str(caught.value)
    assert project.files() == before
    project.write("a.txt", b"resolved\n")
    assert project.update({**new, "b.txt": NEWER}).conflicts == ("b.txt", "c.png")


def test_a_conflict_goes_with_its_file_where_edits_are_discarded(project: Project) -> None:
    project.make({"a.txt": TEXT, "logo.png": b"1"})
    project.write("a.txt", b"mine\n")
    project.write("logo.png", b"mine")
    project.update({"a.txt": NEWER, "logo.png": b"2"})
    kept = project.plan({})
    assert (kept.deletes, kept.conflicts) == ((), ("a.txt", "logo.png"))
    plan = project.update({}, keep_edited=False)
    assert plan.conflicts == ()
    assert project.files() == {}


def test_lost_bytes_matter_only_where_they_are_needed(project: Project) -> None:
    project.make({"a.txt": TEXT, "b.txt": TEXT.replace(b"\n", b"\r\n"), "c.txt": b"2"})
    project.write("a.txt", EDITED)
    project.write("b.txt", TEXT)
    project.objects.clear()
    new = {"a.txt": TEXT, "b.txt": NEWER.replace(b"\n", b"\r\n"), "c.txt": b"3"}
    assert project.update(new).conflicts == ()
    assert project.files() == {"a.txt": EDITED, "b.txt": NEWER, "c.txt": b"3"}
