from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core import __version__
from quickscale_core.record.lock import (
    LOCK_NAME,
    Lock,
    LockedFile,
    LockedPlugin,
    format_lock,
    read_lock,
)
from quickscale_core.writing.pristine_objects import object_path, pack, read_object

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
VIEWS = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
PATH = "apps/garden/views.py"
FILES = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]
"""
MARKED = b"<<<<<<< yours\nmine\n||||||| made by garden 2.5\none\n=======\nuno\n>>>>>>> garden 2.6\n"


@pytest.fixture
def module(install: Run) -> Path:
    home: Path = install("garden", FILES)
    files = home / "files" / "apps" / "garden"
    files.mkdir(parents=True)
    files.joinpath("views.py").write_bytes(VIEWS)
    files.joinpath("icon.png").write_bytes(b"\x89PNG\0\1\2")
    return home


@pytest.fixture
def project(here: Path, quickscale: Run, module: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert module.is_dir()
    words = ("acme", "--theme", "starter", "--with", "garden", "--no-git")
    assert quickscale("init", *words).code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


@pytest.fixture
def lock(project: Path) -> bytes:
    """The lock as it was made."""
    return (project / LOCK_NAME).read_bytes()


def relock(project: Path, change: Callable[[Lock], Lock]) -> None:
    lock = change(read_lock((project / LOCK_NAME).read_bytes()))
    (project / LOCK_NAME).write_bytes(format_lock(lock))


def locked(project: Path) -> Lock:
    return read_lock((project / LOCK_NAME).read_bytes())


def pristine(data: bytes) -> str:
    return object_path(sha256(data).hexdigest())


def is_well(quickscale: Run) -> bool:
    ended = quickscale("doctor", "--yes")
    return bool((ended.code, ended.out, ended.err) == (0, "acme is in order\n", ""))


def test_a_sound_project_is_left_alone(project: Path, quickscale: Run, lock: bytes) -> None:
    (project / PATH).write_bytes(b"edited\n")
    (project / "mine.py").write_text("mine\n")
    assert is_well(quickscale)
    assert (project / LOCK_NAME).read_bytes() == lock
    assert not (project / ".quickscale" / "local" / "undo").exists()
    answer = quickscale("doctor", "--json").json()
    assert answer == {"interrupted": None, "findings": [], "conflicts": [], "repaired": False}


def test_nothing_is_repaired_before_it_is_agreed_to(
    project: Path, quickscale: Run, at_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = project / pristine(VIEWS)
    lost.unlink()
    ended = quickscale("doctor")
    assert ended.code == 1
    assert "how apps/garden/views.py was made is lost\n  repair: restore it from the file" in (
        ended.out
    )
    assert "repeat the command with --yes" in ended.err
    assert quickscale("doctor", "--dry-run").code == 0
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    assert at_terminal("doctor").code == 1
    assert not lost.exists()
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert at_terminal("doctor").code == 0
    assert lost.exists()


def test_what_was_done_before_a_repair_can_still_be_undone(project: Path, quickscale: Run) -> None:
    lost = project / pristine(VIEWS)
    kept = lost.read_bytes()
    before = (project / "quickscale.yml").read_bytes()
    assert quickscale("set", "starter.brand_color=#114488", "--yes").code == 0
    lost.unlink()
    assert quickscale("doctor", "--yes").code == 0
    assert lost.read_bytes() == kept
    assert quickscale("undo", "--yes").out.startswith('Undoing "doctor"\n')
    assert not lost.exists()
    ended = quickscale("undo", "--yes")
    assert ended.out.endswith('Undone "set starter.brand_color=#114488" in acme\n')
    assert (project / "quickscale.yml").read_bytes() == before


def test_pristine_bytes_of_a_change_that_are_lost_do_not_keep_it(
    project: Path, quickscale: Run
) -> None:
    before = {path.name for path in (project / ".quickscale" / "objects").iterdir()}
    assert quickscale("set", "starter.brand_color=#114488", "--yes").code == 0
    made = [it for it in (project / ".quickscale" / "objects").iterdir() if it.name not in before]
    made[0].unlink()
    assert quickscale("undo", "--yes").code == 0
    assert {path.name for path in (project / ".quickscale" / "objects").iterdir()} == before


def test_a_missing_lock_is_written_again(project: Path, quickscale: Run, lock: bytes) -> None:
    (project / LOCK_NAME).unlink()
    ended = quickscale("status")
    assert ended.err.endswith("or run: quickscale doctor\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0, ended.out
    assert "quickscale.lock is missing\n  repair: write " in ended.out
    assert (project / LOCK_NAME).read_bytes() == lock
    assert is_well(quickscale)


def test_lines_of_an_older_version_are_known_by_their_objects(
    project: Path, quickscale: Run, module: Path, lock: bytes
) -> None:
    files = module / "files" / "apps" / "garden"
    files.joinpath("views.py").write_bytes(VIEWS + b"nine\n")
    files.joinpath("icon.png").write_bytes(b"\x89PNG\0\3")
    (project / "apps" / "garden" / "icon.png").write_bytes(b"\x89PNG\0mine")
    (project / "README.md").unlink()
    (project / LOCK_NAME).unlink()
    assert quickscale("doctor", "--yes").code == 0
    before, after = read_lock(lock).made(), locked(project).made()
    assert after["apps/garden/views.py"] == before["apps/garden/views.py"]
    assert after["apps/garden/icon.png"] != before["apps/garden/icon.png"]
    assert "README.md" not in after  # what is not there is made again
    assert (project / pristine(b"\x89PNG\0\3")).is_file()
    assert is_well(quickscale)


def test_damaged_lines_are_found_again(project: Path, quickscale: Run, lock: bytes) -> None:
    lines = lock.splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if line.endswith(b"manage.py\n"))
    damaged = [*lines[:number], b"file base 12\xff\0\n", *lines[number + 1 :]]
    (project / LOCK_NAME).write_bytes(b"".join(damaged))
    assert quickscale("status").code == 1
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert f"quickscale.lock has 1 damaged line\n  quickscale.lock:{number + 1}: file" in ended.out
    assert "write 1 lines anew" in ended.out
    assert (project / LOCK_NAME).read_bytes() == lock


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 4096, b"schema 2\n", b"\xff\xfe"], ids=["empty", "NULs", "head", "odd"]
)
def test_a_lock_without_a_line(project: Path, quickscale: Run, lock: bytes, data: bytes) -> None:
    (project / LOCK_NAME).write_bytes(data)
    assert quickscale("doctor", "--yes").code == 0
    assert (project / LOCK_NAME).read_bytes() == lock


def test_a_lock_of_a_later_schema_is_not_touched(project: Path, quickscale: Run) -> None:
    (project / LOCK_NAME).write_bytes(b"schema 99\ncore 9.0\nfuture x\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert "has schema 99" in ended.out
    assert (project / LOCK_NAME).read_bytes() == b"schema 99\ncore 9.0\nfuture x\n"


def test_a_lock_that_cannot_be_made_again(project: Path, quickscale: Run, lock: bytes) -> None:
    (project / "quickscale.yml").write_text("schema: 1\nprojet: {}\n")
    (project / LOCK_NAME).unlink()
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert 'quickscale.yml has an unknown key "projet"' in ended.out
    assert "quickscale.lock is missing\n  fix: take it from version control again" in ended.out
    assert not (project / LOCK_NAME).exists()
    (project / LOCK_NAME).write_bytes(lock.replace(b"core ", b"cure ", 1))
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert locked(project).files == read_lock(lock).files
    assert locked(project).core == __version__


def test_what_a_merge_left_is_cleaned_up(
    project: Path, quickscale: Run, module: Path, lock: bytes
) -> None:
    newer = VIEWS.replace(b"eight", b"huit")
    (module / "files" / PATH).write_bytes(newer)
    (project / pristine(newer)).write_bytes(pack(newer))
    ours, theirs = lock.splitlines(keepends=True), []
    new = f"file garden {sha256(newer).hexdigest()} 644 {PATH}\n".encode()
    old = next(line for line in ours if line.endswith(f"{PATH}\n".encode()))
    place = ours.index(old)
    theirs = [*ours[:place], b"<<<<<<< HEAD\n", old, b"=======\n", new, b">>>>>>> other\n"]
    merged = b"".join([*theirs, *ours[place + 1 :], b"plugin garden 2.6 fixture\n"])
    for edited, expected in ((VIEWS, VIEWS), (newer.replace(b"two", b"2"), newer)):
        (project / LOCK_NAME).write_bytes(merged)
        (project / pristine(VIEWS)).write_bytes(pack(VIEWS))
        (project / pristine(newer)).write_bytes(pack(newer))
        (project / PATH).write_bytes(edited)
        ended = quickscale("doctor", "--yes")
        assert ended.code == 0, ended.out
        assert "quickscale.lock has what a merge of two branches left\n  conflict markers\n" in (
            ended.out
        )
        assert f"  {PATH} is there 2 times\n" in ended.out
        (state,) = locked(project).made()[PATH]
        assert state.sha256 == sha256(expected).hexdigest()
        data = (project / LOCK_NAME).read_bytes()
        assert data == format_lock(read_lock(data))
        assert "1 object in .quickscale/objects that no line of the lock names" in ended.out
        assert is_well(quickscale)


def test_git_merges_two_branches_and_the_doctor_has_the_last_word(
    project: Path, quickscale: Run
) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=project, check=True, capture_output=True)

    def update(data: bytes) -> None:
        (project / PATH).write_bytes(data)
        (project / pristine(data)).write_bytes(pack(data))
        state = LockedFile(PATH, "garden", sha256(data).hexdigest(), executable=False)
        relock(project, lambda it: replace(
            it, files=tuple(sorted([*(f for f in it.files if f.path != PATH), state]))
        ))  # fmt: skip
        git("add", ".")
        git("commit", "-m", "update")

    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "start")
    git("checkout", "-b", "other")
    update(VIEWS.replace(b"one", b"uno"))
    git("checkout", "main")
    update(VIEWS.replace(b"eight", b"ocho"))
    git("merge", "other")
    assert len(locked(project).made()[PATH]) > 1
    assert quickscale("doctor", "--yes").code == 0
    assert len(locked(project).made()[PATH]) == 1
    assert is_well(quickscale)


def test_doubled_facts_of_other_kinds_are_merged(
    project: Path, quickscale: Run, lock: bytes
) -> None:
    more = (
        b"core 0.1\nmoved apps/garden/icon.png a.png\nmoved apps/garden/icon.png b.png\n"
        b"plugin garden 0.1 fixture\n"
    )
    (project / "apps" / "garden" / "icon.png").rename(project / "b.png")
    (project / LOCK_NAME).write_bytes(lock + more)
    assert quickscale("doctor", "--yes").code == 0
    after = locked(project)
    assert after.moves == (("apps/garden/icon.png", "b.png"),)
    assert (after.core, after.plugins) == (read_lock(lock).core, read_lock(lock).plugins)
    assert is_well(quickscale)


def test_lines_in_another_order_are_put_in_order(
    project: Path, quickscale: Run, lock: bytes
) -> None:
    lines = lock.splitlines(keepends=True)
    (project / LOCK_NAME).write_bytes(b"".join([*lines[:2], *reversed(lines[2:])]))
    ended = quickscale("doctor", "--yes")
    assert "lines out of order, or twice" in ended.out
    assert (project / LOCK_NAME).read_bytes() == lock
    (project / LOCK_NAME).write_bytes(lock.replace(b"\n", b"\r\n"))
    assert is_well(quickscale)


@pytest.mark.parametrize("harm", ["missing", "damaged", "another's"])
def test_lost_bytes_are_restored_from_the_file(project: Path, quickscale: Run, harm: str) -> None:
    kept = project / pristine(VIEWS)
    if harm == "missing":
        kept.unlink()
    else:
        kept.write_bytes(b"damaged" if harm == "damaged" else pack(b"other"))
    (project / PATH).write_bytes(VIEWS.replace(b"\n", b"\r\n"))  # as git may check it out
    assert quickscale("doctor", "--yes").code == 0
    assert read_object(project, sha256(VIEWS).hexdigest()) == VIEWS
    assert is_well(quickscale)


def test_lost_bytes_of_an_edited_file_are_made_again_by_its_plugin(
    project: Path, quickscale: Run
) -> None:
    shutil.rmtree(project / ".quickscale" / "objects")
    (project / PATH).write_bytes(b"mine\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert (
        f"how {PATH} was made is lost\n  repair: restore it from the installed plugin" in ended.out
    )
    assert read_object(project, sha256(VIEWS).hexdigest()) == VIEWS
    assert is_well(quickscale)


def test_lost_bytes_are_in_the_undo_record(
    project: Path, quickscale: Run, module: Path, lock: bytes
) -> None:
    (module / "files" / PATH).write_bytes(VIEWS + b"nine\n")
    (project / PATH).write_bytes(b"mine\n")
    without = [it for it in lock.splitlines(keepends=True) if not it.endswith(b"views.py\n")]
    (project / LOCK_NAME).write_bytes(b"".join(without))
    assert quickscale("doctor", "--yes").code == 0  # takes the object away, as no line names it
    assert not (project / pristine(VIEWS)).exists()
    (project / LOCK_NAME).write_bytes(lock)
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert f"how {PATH} was made is lost\n  repair: restore it from the undo record" in ended.out
    assert read_object(project, sha256(VIEWS).hexdigest()) == VIEWS


def test_bytes_that_nobody_has_any_more(project: Path, quickscale: Run, module: Path) -> None:
    (project / pristine(VIEWS)).unlink()
    (project / PATH).write_bytes(b"mine\n")
    (module / "files" / PATH).write_bytes(VIEWS + b"nine\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert "repair: count what garden makes now as what was made" in ended.out
    assert (project / PATH).read_bytes() == b"mine\n"
    (state,) = locked(project).made()[PATH]
    assert read_object(project, state.sha256) == VIEWS + b"nine\n"
    assert is_well(quickscale)


def test_bytes_of_a_file_that_the_plugin_has_no_more(
    project: Path, quickscale: Run, module: Path
) -> None:
    (project / pristine(VIEWS)).unlink()
    (project / PATH).write_bytes(b"mine\n")
    (module / "files" / PATH).unlink()
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert "no update can merge into that file until it is back" in ended.out
    assert f"fix: take it from version control again: git log --all -- {pristine(VIEWS)}" in (
        ended.out
    )


def test_objects_that_no_line_names_are_removed_and_other_files_stay(
    project: Path, quickscale: Run
) -> None:
    surplus = project / pristine(b"old")
    surplus.write_bytes(pack(b"old"))
    (surplus.parent / "notes.txt").write_text("mine\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert "1 object in .quickscale/objects that no line of the lock names" in ended.out
    assert f"\n  {len(pack(b'old'))} bytes\n" in ended.out
    assert not surplus.exists()
    assert (surplus.parent / "notes.txt").exists()


def test_conflicts_are_listed_as_long_as_their_marks_are_there(
    project: Path, quickscale: Run
) -> None:
    relock(project, lambda it: replace(it, conflicts=("manage.py", PATH, "gone.py")))
    (project / PATH).write_bytes(MARKED)
    (project / "README.md").write_bytes(MARKED)
    (project / "apps" / "garden" / "icon.png.theirs").write_bytes(b"\0")
    (project / "AGENTS.md").write_bytes(b"<<<<<<< HEAD\nmine\n=======\nother\n>>>>>>> other\n")
    (project / "mine.py").write_bytes(MARKED)
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert (
        "quickscale.lock still lists conflicts that are resolved\n  gone.py\n  manage.py\n"
        in ended.out
    )
    assert (
        "files have conflicts that quickscale.lock does not list\n"
        "  README.md\n  apps/garden/icon.png\n" in ended.out
    )
    assert "AGENTS.md has a conflict of git's, or of another merge" in ended.out
    assert locked(project).conflicts == ("README.md", "apps/garden/icon.png", PATH)
    (project / "AGENTS.md").write_text("resolved\n")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 4
    assert ended.out.startswith("3 conflicts to resolve\n  README.md\n")


def test_links_and_folders_in_place_of_files_are_told(project: Path, quickscale: Run) -> None:
    (project / "README.md").unlink()
    (project / "README.md").symlink_to("AGENTS.md")
    (project / PATH).unlink()
    (project / PATH).mkdir()
    ended = quickscale("doctor", "--yes")
    assert ended.code == 0
    assert f"  README.md is a link\n  {PATH} is a folder\n  updates leave it alone" in ended.out
    assert (project / "README.md").is_symlink()


def test_an_invalid_yml_and_a_broken_plugin_are_told(
    project: Path, quickscale: Run, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (module / "__init__.py").write_text("import nowhere_at_all\n")
    monkeypatch.delitem(sys.modules, f"{module.parent.name}.garden")
    ended = quickscale("doctor", "--yes")
    assert ended.code == 1
    assert ended.out.startswith("garden 2.5 (fixture_")
    for data, said in (
        (b"schema: 1\nproject: {name: acme}\nmodules: {gardn: }\n", "no plugin named gardn"),
        (b"schema: [\n", "quickscale.yml"),
        (b"\xff", "quickscale.yml is not UTF-8 text"),
    ):
        (project / "quickscale.yml").write_bytes(data)
        ended = quickscale("doctor", "--yes")
        assert ended.code == 1
        assert said in ended.out
        assert "\n  fix: " in ended.out
    (project / "quickscale.yml").unlink()
    assert "acme has no quickscale.yml\n  fix: take it from" in quickscale("doctor").out


def test_local_files_are_kept_from_git_again(project: Path, quickscale: Run) -> None:
    (project / ".quickscale" / ".gitignore").unlink()
    assert quickscale("doctor", "--yes").code == 0
    assert (project / ".quickscale" / ".gitignore").read_text() == "/local/\n"


def test_an_interrupted_run_is_ended_once_that_is_agreed_to(
    project: Path, quickscale: Run, interrupt: Run
) -> None:
    interrupt(project, "late.txt", "late")
    for words in (("doctor", "--dry-run"), ("doctor",)):
        ended = quickscale(*words)
        assert ended.code == 1
        assert 'the run "add late" in acme was interrupted' in ended.out
    assert quickscale("doctor", "--dry-run", "--json").json()["interrupted"] == "left"
    assert not (project / "late.txt").exists()
    ended = quickscale("doctor", "--yes")
    assert "The interrupted run was finished\nacme is in order\n" in ended.out
    assert (ended.code, (project / "late.txt").read_text()) == (0, "late")


def test_outside_of_a_project(here: Path, quickscale: Run) -> None:
    ended = quickscale("doctor")
    assert ended.code == 1
    assert f"{here.name} is not a QuickScale project" in ended.err


def test_a_lock_with_more_than_the_installed_plugins_know(
    project: Path, quickscale: Run, lock: bytes
) -> None:
    plugin = LockedPlugin("gone", "1.0", "acme-gone")
    relock(project, lambda it: replace(it, plugins=(*it.plugins, plugin), kept=("README.md",)))
    (project / LOCK_NAME).write_bytes((project / LOCK_NAME).read_bytes() + b"nonsense\n")
    assert quickscale("doctor", "--yes").code == 0
    assert plugin in locked(project).plugins
    assert locked(project).kept == ("README.md",)
    assert len(locked(project).files) == len(read_lock(lock).files)
