"""A project's folder is untrusted input: what a clone brings reaches nothing outside of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickscale_core.cli import main
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.project_paths import parents_of
from quickscale_core.paths.trust import check_owner, check_untracked, is_tracked
from quickscale_core.writing.journal.recovery import recover
from quickscale_core.writing.undo import last_change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL = ".quickscale/local/journal"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and owners are different there")

READING = (
    *(("status",), ("status", "--json"), ("plan",), ("plan", "--exit-code", "--diff")),
    *(("plan", "--add", "auth"), ("diff",), ("diff", "--stat"), ("validate",)),
    *(("doctor",), ("doctor", "--dry-run"), ("doctor", "--json"), ("update", "--check")),
    *(("apply", "--dry-run"), ("apply", "--json"), ("apply", "--no-input"), ("generate",)),
    *(("add", "auth", "--dry-run"), ("remove", "auth", "--dry-run"), ("update", "--dry-run")),
    *(("upgrade-plan",), ("set", "project.title=X", "--dry-run"), ("theme", "starter")),
    *(("undo", "--dry-run"), ("undo",), ("resolve", "--dry-run"), ("push", "base")),
    *(("init", "--dry-run"), ("schema",), ("plugins", "list"), ("completion", "bash")),
)
"""Every command that reads, and every one that writes, as it is asked to show only."""
WRITING = (("apply", "--yes"), ("undo", "--yes"), ("doctor", "--yes"), ("resolve",), ("init",))


def everything(folder: Path) -> dict[str, object]:
    """Return all there is to know of what is below a folder: kind, mode, bytes and change times."""
    found: dict[str, object] = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        info = path.lstat()
        held: object = None
        if path.is_symlink():
            held = path.readlink()
        elif path.is_file():
            held = path.read_bytes()
        stamp = info.st_mtime_ns if path != folder else 0
        found[str(path.relative_to(folder))] = (info.st_mode, held, stamp)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project beside a folder that nothing may touch, with links from one to the other."""
    world = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.chdir(world)
        assert main(["init", "acme", "--theme", "starter", "--no-git"]) == 0
        outside = world / "outside"
        (outside / "former").mkdir(parents=True)
        for name in ("id_rsa", "journal.json", "0.old", "0.new", "former/journal.json"):
            (outside / name).write_text("secret")
        outside.chmod(0o700)
        (world / "acme/evil").symlink_to("../outside")
        (world / "acme/file").symlink_to("../outside/id_rsa")
        (world / "acme/apps/deep").symlink_to("../../outside")
        yield world


SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"  # of b"secret"
parts = st.sampled_from(
    (
        *("evil", "id_rsa", "apps", "deep", "file", "..", ".", "", ".git", "GIT~1", "config", "x"),
        *(".quickscale", "local", "journal", "outside", "manage.py", "new", "former", "undo"),
    )
)
paths = st.one_of(
    st.lists(parts, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["/etc/x", "../outside/id_rsa", "evil/id_rsa", "manage.py", "a\\b", "c:x"]),
    st.none(),
)
modes = st.sampled_from([0o777, 0, 0o644, None, -1, "x", True, 1e300])
states = st.one_of(
    st.none(), st.builds(lambda mode: {"sha256": SECRET, "mode": mode}, modes), st.just({})
)
entries = st.fixed_dictionaries({"path": paths, "before": states, "after": states})
pairs = st.lists(st.tuples(paths, modes).map(list), max_size=2)
journals = st.builds(
    lambda outcome, listed, made, emptied: {
        "schema": 2,
        "title": "\x1b[2Jadd \u202e",
        "outcome": outcome,
        "entries": listed,
        "made": made,
        "emptied": emptied,
    },
    st.sampled_from(["record", "above", "forget", "undo", "other"]),
    st.lists(entries, max_size=3),
    pairs,
    pairs,
)
whole = {"sha256": SECRET, "mode": 0o644}
aimed_entries = st.lists(
    st.builds(
        lambda path, sides: {"path": path, "before": sides[0], "after": sides[1]},
        st.sampled_from(
            ["evil/id_rsa", "evil/x", "apps/deep/id_rsa", "apps/deep/x/y", "file", "new/x", "evil"]
        ),
        st.sampled_from([(whole, None), (None, whole), (whole, whole)]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda it: str(it["path"]),
)


def aimed(outcome: str, listed: list[dict[str, object]]) -> dict[str, object]:
    """Return a journal that is well formed in everything, so that only the links are in its way."""
    above = {
        side: [
            [it, 0o777]
            for it in dict.fromkeys(
                it for entry in listed if bool(entry["after"]) is side for it in above_of(entry)
            )
        ]
        for side in (True, False)
    }
    head = {"schema": 2, "title": "add", "outcome": outcome, "entries": listed}
    return {**head, "made": above[True], "emptied": above[False][::-1]}


def above_of(entry: dict[str, object]) -> list[str]:
    return parents_of(str(entry["path"]))


aimed_journals = st.builds(aimed, st.sampled_from(["record", "above", "undo"]), aimed_entries)
plants = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["journal.json", "undoing.json"]),
        "where": st.sampled_from(["journal", "journal", "undo", "undo/former", "journal/former"]),
        "links": st.lists(
            st.sampled_from(
                (
                    *("journal", "undo", "undo/former", "journal/former", "journal/0.new"),
                    *("journal/0.old", "dropped-1", "steps.json", "settled.json"),
                    *("../objects", "../.gitignore"),
                )
            ),
            max_size=2,
        ),
        "files": st.lists(st.sampled_from(["0.new", "1.new", "0.old", "1.old"]), max_size=3),
    }
)


def plant(local: Path, journal: dict[str, object], how: dict[str, object]) -> None:
    """Put a hostile journal into a project, and links where core keeps its own."""
    place = local / str(how["where"])
    place.mkdir(parents=True, exist_ok=True)
    (place / str(how["name"])).write_text(json.dumps(journal))
    for name in how["files"]:  # type: ignore[attr-defined]
        (place / name).write_text("secret")
    for name in how["links"]:  # type: ignore[attr-defined]
        link = local / name
        if link.is_dir() and not link.is_symlink():
            shutil.rmtree(link)
        link.unlink(missing_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        inside_file = name.endswith((".new", ".old", ".json", ".gitignore"))
        depth = len(link.relative_to(local.parents[1]).parts)
        link.symlink_to("../" * depth + ("outside/id_rsa" if inside_file else "outside"))


@given(
    journal=st.one_of(aimed_journals, aimed_journals, journals),
    how=plants,
    reading=st.sampled_from(READING),
    writing=st.sampled_from(WRITING),
)
@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_hostile_journal_reaches_nothing_outside(
    made: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    journal: dict[str, object],
    how: dict[str, object],
    reading: tuple[str, ...],
    writing: tuple[str, ...],
) -> None:
    outside = made / "outside"
    shutil.rmtree(made / "copy", ignore_errors=True)
    shutil.copytree(made / "acme", made / "copy", symlinks=True)
    plant(made / "copy/.quickscale/local", journal, how)
    monkeypatch.chdir(made / "copy")
    before, project = everything(outside), everything(made / "copy")
    capfd.readouterr()
    assert main(list(reading)) in range(5)
    assert everything(made / "copy") == project
    assert everything(outside) == before
    assert main(list(writing)) in range(5)
    assert everything(outside) == before
    for text in capfd.readouterr():
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("left", ["journal", "journal/0.new", "dropped-1/x", "undo/journal.json"])
def test_reading_commands_write_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], left: str
) -> None:
    shutil.copytree(made / "acme", tmp_path / "acme", symlinks=True)
    place = tmp_path / "acme/.quickscale/local" / left
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir() if left == "journal" else place.write_text("{}")
    monkeypatch.chdir(tmp_path / "acme")
    before = everything(tmp_path)
    assert main(list(words)) in range(5)
    assert everything(tmp_path) == before


@pytest.fixture
def attack(tmp_path: Path) -> Path:
    """A project whose journal takes a file away through a link, as it could come with a clone."""
    folder = tmp_path / "acme"
    (folder / JOURNAL).mkdir(parents=True)
    (tmp_path / "ssh").mkdir()
    (tmp_path / "ssh/id_rsa").write_text("secret")
    (folder / "evil").symlink_to("../ssh")
    (folder / "quickscale.lock").write_text("schema 2\ncore 1.0.0\n")
    state = {"sha256": SECRET, "mode": 0o644}
    journal = {
        "schema": 2,
        "title": "t",
        "outcome": "record",
        "entries": [{"path": "evil/id_rsa", "before": state, "after": None}],
        "made": [],
        "emptied": [["evil", 0o777]],
    }
    (folder / JOURNAL / "journal.json").write_text(json.dumps(journal))
    return folder


def test_no_file_is_taken_away_through_a_link(attack: Path) -> None:
    before = everything(attack.parent / "ssh")
    assert recover(attack) == "undone"
    assert everything(attack.parent / "ssh") == before


@pytest.mark.parametrize("outcome", ["record", "above", "undo", "forget"])
@pytest.mark.parametrize("name", ["journal.json", "undoing.json"])
@pytest.mark.parametrize("link", ["journal/former", "undo", "undo/former", "journal", "dropped-1"])
@pytest.mark.parametrize("record", [True, False])
def test_no_record_is_moved_through_a_link(
    tmp_path: Path, outcome: str, name: str, link: str, *, record: bool
) -> None:
    local, outside = tmp_path / "acme/.quickscale/local", tmp_path / "outside"
    outside.mkdir()
    if not record:
        (outside / "former/former").mkdir(parents=True)
    (outside / "0.old").write_text("secret")
    text = json.dumps(aimed(outcome, []))
    (outside / name).write_text(text)
    local.mkdir(parents=True)
    if link != "journal":
        (local / "journal").mkdir()
        (local / "journal" / name).write_text(text)
    if record and link != "undo":
        (local / "undo").mkdir()
        (local / "undo/journal.json").write_text(text)
    if not (local / link).parent.is_dir():
        (local / link).parent.mkdir()
    (local / link).symlink_to(outside)
    before = everything(outside)
    with contextlib.suppress(QuickScaleError):
        recover(tmp_path / "acme")
    assert everything(outside) == before


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("where", ["", "below/"])
def test_what_git_tracks_is_not_believed(attack: Path, tmp_path: Path, where: str) -> None:
    shutil.copytree(attack, tmp_path / f"clone/{where}acme", symlinks=True)
    folder = tmp_path / f"clone/{where}acme"
    git(tmp_path / "clone", "init", "--quiet")
    recover(attack)
    check_untracked(folder)
    git(tmp_path / "clone", "add", "--force", ".")
    before = everything(folder)
    with pytest.raises(QuickScaleError, match=r"git tracks \.quickscale/local of acme"):
        recover(folder)
    assert everything(folder) == before
    (folder / ".quickscale/local/undo").mkdir()
    (folder / JOURNAL / "journal.json").rename(folder / ".quickscale/local/undo/journal.json")
    with pytest.raises(QuickScaleError, match="git tracks"):
        last_change(folder)
    assert is_tracked(folder, "evil/below")
    assert not is_tracked(folder, "evi")


@pytest.mark.skipif(os.name == "nt", reason="the command is one of a POSIX shell")
def test_what_is_offered_against_it_works_from_anywhere_and_runs_no_name_of_a_folder(
    attack: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "clone" / "$(touch ran) `touch ran`"
    shutil.copytree(attack, folder, symlinks=True)
    git(tmp_path / "clone", "init", "--quiet")
    git(tmp_path / "clone", "add", "--force", ".")
    with pytest.raises(QuickScaleError) as caught:
        check_untracked(folder)
    command = caught.value.problems[0].fix.removeprefix("remove it: ")
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    check_untracked(folder)
    assert not (folder / ".quickscale/local").exists()
    assert list(tmp_path.rglob("ran")) == []


def test_a_folder_laid_out_as_a_repository_does_not_hide_what_git_tracks(
    attack: Path, tmp_path: Path
) -> None:
    recover(attack)
    shutil.copytree(attack, tmp_path / "clone/acme", symlinks=True)
    folder = tmp_path / "clone/acme"
    git(tmp_path / "clone", "init", "--quiet")
    git(tmp_path / "clone", "add", "--force", ".")
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    for name in ("objects", "refs"):
        (folder / name).mkdir()
    with pytest.raises(QuickScaleError, match=r"git (tracks|cannot tell)"):
        check_untracked(folder)


def test_a_repository_that_git_cannot_read_is_not_believed(attack: Path) -> None:
    (attack / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(QuickScaleError, match="git cannot tell"):
        recover(attack)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may chown")
@pytest.mark.parametrize("part", ["", "quickscale.lock", ".quickscale", ".quickscale/local"])
def test_another_user_s_project_is_refused(
    attack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.delenv("SUDO_UID", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    check_owner(attack)
    os.lchown(attack / part, 12345, -1)
    (attack / "below").mkdir()
    monkeypatch.chdir(attack / "below")
    before = everything(tmp_path)
    with pytest.raises(QuickScaleError, match="acme belongs to another user"):
        check_owner(attack)
    for words in (("status",), ("apply", "--yes"), ("doctor", "--yes"), ("undo", "--yes")):
        assert main(list(words)) == 1
    assert everything(tmp_path) == before
    monkeypatch.setenv("SUDO_UID", "12345")
    check_owner(attack)
    monkeypatch.delenv("SUDO_UID")
    for value, safe in ((str(attack), True), ("*", True), (f"{tmp_path}/*", True), ("/x", False)):
        (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {value}\n")
        if safe:
            check_owner(attack)
            continue
        with pytest.raises(QuickScaleError):
            check_owner(attack)
