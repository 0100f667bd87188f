"""What is waited for before what: a power cut may undo everything that was not waited for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders cannot be waited for there")
JOURNAL = ".quickscale/local/journal"


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every wait, and every call that gives a file another name, with the name it is about."""
    monkeypatch.setattr(sys, "platform", "freebsd")  # where each file and folder is waited for
    (tmp_path / "settings.py").write_text("old")
    (tmp_path / "apps/blog").mkdir(parents=True)
    (tmp_path / "apps/blog/models.py").write_text("old")
    (tmp_path / "apps/mine.py").write_text("mine")
    seen: list[tuple[str, str]] = []
    opened: dict[int, str] = {}
    real = {name: getattr(os, name) for name in ("open", "fsync", "link", "rename", "replace")}

    def name_of(place: object) -> str:
        return os.path.relpath(str(place), tmp_path)

    def noting_open(place: str, *args: int) -> int:
        descriptor: int = real["open"](place, *args)
        opened[descriptor] = name_of(place)
        return descriptor

    def noting_fsync(descriptor: int) -> None:
        seen.append(("fsync", opened[descriptor]))
        real["fsync"](descriptor)

    def noting(name: str) -> object:
        def call(source: str, target: str) -> None:
            seen.append((name, name_of(target)))
            real[name](source, target)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", noting_open)
        patched.setattr(os, "fsync", noting_fsync)
        for name in ("link", "rename", "replace"):
            patched.setattr(os, name, noting(name))
        change_folder(
            tmp_path,
            [Write("apps/news/models.py", Content(b"new")), Write("settings.py", Content(b"new"))],
            ["apps/blog/models.py"],
            expected={
                "settings.py": Content(b"old"),
                "apps/blog/models.py": Content(b"old"),
                "apps/news/models.py": None,
            },
            title="add news",
        )
    return seen


def test_the_manifest_comes_once_all_it_names_is_safe(calls: list[tuple[str, str]]) -> None:
    manifest = calls.index(("rename", f"{JOURNAL}/journal.json"))
    needed = {f"{JOURNAL}/{it}" for it in ("1.new", "2.new", "next")}
    needed |= {".", ".quickscale", ".quickscale/local"}
    assert {name for call, name in calls[:manifest] if call == "fsync"} >= needed


def test_nothing_moves_before_the_manifest_is_safe(calls: list[tuple[str, str]]) -> None:
    manifest = calls.index(("rename", f"{JOURNAL}/journal.json"))
    assert calls[manifest + 1] == ("fsync", JOURNAL)
    assert {name for call, name in calls[:manifest] if call != "fsync"} == set()


def test_nothing_is_replaced_before_what_it_replaces_is_safe(
    calls: list[tuple[str, str]],
) -> None:
    kept = calls.index(("link", f"{JOURNAL}/2.old"))
    replaced = calls.index(("replace", "settings.py"))
    assert ("fsync", JOURNAL) in calls[kept:replaced]


def test_the_journal_is_closed_once_all_names_are_safe(calls: list[tuple[str, str]]) -> None:
    placed = max(
        calls.index(it)
        for it in [
            ("rename", f"{JOURNAL}/0.old"),
            ("rename", "apps/news/models.py"),
            ("replace", "settings.py"),
        ]
    )
    closed = calls.index(("rename", ".quickscale/local/undo"))
    waited = {name for call, name in calls[placed:closed] if call == "fsync"}
    assert waited == {JOURNAL, ".", "apps", "apps/news"}  # apps/blog is gone
    assert calls[closed + 1] == ("fsync", ".quickscale/local")
