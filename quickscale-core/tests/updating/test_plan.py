from __future__ import annotations

from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File, FileTree
from quickscale_core.updating.plan import OWNER, plan_project


def test_a_new_project_creates_every_path() -> None:
    tree = FileTree(
        {
            "b": File(content=Content(b"2", executable=True), owner="auth"),
            "a": File(content=Content(b"1"), owner="base"),
        }
    )
    plan = plan_project(tree, {})
    assert [(it.path, it.kind, it.origin) for it in plan.changes] == [
        ("a", "create", "base"),
        ("b", "create", "auth"),
    ]
    assert [it.after for it in plan.writes] == [Content(b"1"), Content(b"2", executable=True)]
    assert plan.kept == ()


def test_what_the_owner_had_wins_also_under_another_case() -> None:
    tree = FileTree({"README.md": File(content=Content(b"ours"), owner="base")})
    plan = plan_project(tree, {"readme.md": Content(b"theirs")})
    (change,) = plan.changes
    assert (change.kind, change.before, change.after, change.origin) == (
        "unchanged",
        Content(b"theirs"),
        Content(b"theirs"),
        OWNER,
    )
    assert plan.writes == ()
    assert plan.kept == ("README.md",)


def test_an_equal_file_is_ours_and_stays() -> None:
    tree = FileTree({"LICENSE": File(content=Content(b"same"), owner="base")})
    plan = plan_project(tree, {"LICENSE": Content(b"same")})
    (change,) = plan.changes
    assert (change.kind, change.origin) == ("unchanged", "base")
    assert plan.writes == ()
    assert plan.kept == ()
