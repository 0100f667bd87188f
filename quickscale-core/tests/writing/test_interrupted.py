from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.apply import change_folder, fill_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.journal.interrupted_runs import interrupted
from quickscale_core.writing.journal.recovery import recover
from quickscale_core.writing.undo import undo

Snapshot = dict[str, tuple[int, bytes]]
Taker = Callable[[Path], Snapshot]
Tool = Callable[..., Any]

BEFORE = {
    "manage.py": ("old", 0o755),
    "settings.py": ("old", 0o664),
    "run.sh": ("same", 0o644),
    "docs/index.md": ("old", 0o640),
    "apps/blog/models.py": ("old", 0o644),
    "apps/blog/admin.py": ("old", 0o600),
    "apps/mine.py": ("mine", 0o644),
    ".env": ("A=1\n", 0o600),
    ".quickscale/objects/00": ("packed", 0o644),
    ".quickscale/local/steps.json": ("{}", 0o644),
    "quickscale.lock": ("old", 0o644),
}
WRITES = [
    Write("apps/news/models.py", Content(b"new")),
    Write("docs", Content(b"a file now")),
    Write("settings.py", Content(b"new")),
    Write("manage.py", Content(b"new")),  # and executable no more
    Write("run.sh", Content(b"same", executable=True)),
    Write(".env", Content(b"A=1\nB=1\n"), secret=True),
    Write(".quickscale/objects/01", Content(b"packed"), packed=True),
    Write("quickscale.lock", Content(b"new")),
]
REMOVES = ["docs/index.md", "apps/blog/models.py", "apps/blog/admin.py", ".quickscale/objects/00"]
EXPECTED = {
    it.path: Content(BEFORE[it.path][0].encode(), bool(BEFORE[it.path][1] & 0o100))
    if it.path in BEFORE
    else None
    for it in (*WRITES, *(Write(it, Content(b"")) for it in REMOVES))
    if not it.path.startswith((".quickscale", ".env"))
}
ERRORS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "permission denied",
    errno.EIO: "the disk reports an input/output error",
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and modes are different there")


@pytest.fixture(autouse=True)
def _umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


@dataclass
class Case:
    """Something that is done to a folder, and how the folder looks before and after."""

    folder: Path
    master: Path
    doing: tuple[Tool, tuple[object, ...], dict[str, object]]
    old: Snapshot
    new: Snapshot
    take: Taker

    def reset(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.master, self.folder)

    def act(self) -> None:
        act, args, kwargs = self.doing
        act(self.folder, *args, **kwargs)

    def refusal(self) -> QuickScaleError | None:
        try:
            self.act()
        except QuickScaleError as refusal:
            return refusal
        return None

    def outcome(self) -> str:
        found = self.take(self.folder)
        if _comparable(found) == _comparable(self.old):
            return "old"
        return "new" if _comparable(found) == _comparable(self.new) else f"neither: {found}"


def _comparable(found: Snapshot) -> Snapshot:
    """Leave out what is no part of a state: the record's text, and secrets not yet removed."""
    record = ".quickscale/local/undo/"
    secret = (0o600, BEFORE[".env"][0].encode())
    return {
        path: it
        for path, it in found.items()
        if not path.startswith(record) or (it != secret and not path.endswith(".json"))
    }


@pytest.fixture(params=["change", "undo", "above", "undo-above", "fill"])
def case(request: pytest.FixtureRequest, quick_path: Path, snapshot: Taker) -> Case:
    folder, master = quick_path / "acme", quick_path / "master"
    folder.mkdir()
    doing: tuple[Tool, tuple[object, ...], dict[str, object]]
    if request.param == "fill":
        (folder / "README.md").write_text("mine")
        doing = (fill_folder, (WRITES,), {})
    else:
        for path, (text, mode) in BEFORE.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
            (folder / path).chmod(mode)
        (folder / "docs").chmod(0o750)
        expected = {"apps/mine.py": Content(b"mine")}  # so that there is a record to be dropped
        change_folder(
            folder, [Write("apps/mine.py", Content(b"more"))], [], expected=expected, title="before"
        )
        wanted: dict[str, Any] = {"expected": EXPECTED, "title": "add news"}
        wanted["above"] = request.param.endswith("above")
        doing = (change_folder, (WRITES, REMOVES), wanted)
        if request.param.startswith("undo"):
            change_folder(folder, WRITES, REMOVES, **wanted)
            doing = (undo, (), {})
    shutil.copytree(folder, master)
    case = Case(folder, master, doing, snapshot(folder), {}, snapshot)
    case.act()
    case.new = snapshot(folder)
    case.reset()
    return case


@pytest.mark.parametrize(
    ("error", "platform"),
    [*((it, sys.platform) for it in ERRORS), (errno.EIO, "freebsd")],  # which has no syncfs(2)
)
def test_all_or_nothing_whichever_call_fails(
    case: Case,
    spy: Tool,
    failing_at: Tool,
    monkeypatch: pytest.MonkeyPatch,
    error: int,
    platform: str,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    counter = spy(case.folder)
    with counter.watching():
        case.act()
    outcomes = set()
    for point, name in enumerate(counter.calls):
        case.reset()
        with spy(case.folder).watching(failing_at(point, error)):
            refusal = case.refusal()
        if refusal is None:
            recover(case.folder)  # which may find what could not be cleared up
            assert case.outcome() == "new", (point, name)
        else:
            assert case.outcome() == "old", (point, name)
            assert str(refusal).startswith(f"cannot write to acme: {ERRORS[error]}\nfix: ")
        outcomes.add(refusal is None)
    assert outcomes == {True, False}  # True: marks, waits and clearing up, where a wish is enough


@pytest.mark.parametrize("looks", [True, False])
def test_what_a_disk_that_fails_for_good_leaves_is_recovered_by_the_next_command(
    case: Case, spy: Tool, failing_at: Tool, looks: bool
) -> None:
    counter = spy(case.folder, looks=looks)
    with counter.watching():
        case.act()
    seen = set()
    for point, name in enumerate(counter.calls):
        case.reset()
        with spy(case.folder, looks=looks).watching(failing_at(point, errno.EIO, for_good=True)):
            refusal = case.refusal()
        recovered = recover(case.folder)
        outcome = case.outcome()
        seen.add(outcome)
        if refusal is None:
            assert outcome == "new", (point, name)
        else:
            assert outcome == ("new" if recovered == "finished" else "old"), (
                point,
                name,
                recovered,
            )
            assert looks or (recovered is None) != ("(the next command that writes" in str(refusal))
    assert seen == {"old", "new"}


@pytest.mark.parametrize(("signal", "step"), [("SIGKILL", 1), ("SIGINT", 4)])
def test_old_or_new_wherever_the_process_ends(
    case: Case, spy: Tool, killer: Tool, signal: str, step: int
) -> None:
    counter = spy(case.folder, looks=False)
    with counter.watching():
        case.act()
    act, args, kwargs = case.doing
    doomed = killer(act, case.folder, *args, signal=signal, **kwargs)
    seen = set()
    for point, name in list(enumerate(counter.calls))[::step]:
        case.reset()
        assert doomed.kill(point) != 0
        recovered = recover(case.folder)
        outcome = case.outcome()
        assert outcome in {"old", "new"}, (point, name, recovered)
        assert recovered != "finished" or outcome == "new"
        seen.add((recovered, outcome))
    if signal == "SIGKILL":
        assert {("finished", "new"), ("undone", "old")} <= seen
    else:  # Python tells the process, which clears up itself
        assert {recovered for recovered, _ in seen} == {None}


def test_what_version_control_takes_back_meanwhile_is_undone_as_a_whole(
    case: Case, spy: Tool, killer: Tool, snapshot: Taker
) -> None:
    """``git checkout .`` between a kill and the next command: no old files below a new lock."""
    counter = spy(case.folder, looks=False)
    with counter.watching():
        case.act()
    act, args, kwargs = case.doing
    doomed = killer(act, case.folder, *args, signal="SIGKILL", **kwargs)

    def tracked(found: Snapshot) -> dict[str, bytes]:
        ignored = (".quickscale/local", ".env")
        return {it: held for it, (_, held) in found.items() if not it.startswith(ignored)}

    seen = set()
    for point, name in enumerate(counter.calls):
        case.reset()
        assert doomed.kill(point) != 0
        waits = interrupted(case.folder) is not None
        for path, held in tracked(case.old).items():
            place = case.folder / path
            if held == b"/":
                if place.is_file():
                    place.unlink()
                place.mkdir(parents=True, exist_ok=True)
            elif not place.is_file() or place.read_bytes() != held:
                if place.is_dir():
                    shutil.rmtree(place)
                place.write_bytes(held)
        recovered = recover(case.folder)
        if waits and recovered == "undone":
            assert tracked(snapshot(case.folder)) == tracked(case.old), (point, name)
        elif waits:  # nothing that is tracked was in place yet
            assert tracked(snapshot(case.folder)) == tracked(case.new), (point, name)
        seen.add(recovered)
    assert "undone" in seen


def _kill_twice(case: Case, killer: Tool, runs: range) -> None:
    """End the change anywhere, then the command that recovers it; the next one must succeed."""
    act, args, kwargs = case.doing
    doomed = killer(act, case.folder, *args, signal="SIGKILL", **kwargs)
    recovering = killer(recover, case.folder, signal="SIGKILL")
    seen = set()
    for run in runs:
        chance = random.Random(run)  # noqa: S311 - to be repeated
        case.reset()
        doomed.kill(chance.randrange(120))
        recovering.kill(chance.randrange(60))
        recover(case.folder)
        outcome = case.outcome()
        assert outcome in {"old", "new"}, run
        assert recover(case.folder) is None
        seen.add(outcome)
    assert seen == {"old", "new"}


def test_random_kills(case: Case, killer: Tool) -> None:
    _kill_twice(case, killer, range(20))


@pytest.mark.sweep
def test_many_random_kills(case: Case, killer: Tool) -> None:
    _kill_twice(case, killer, range(20, 520))


def test_where_files_can_have_no_second_name_they_are_copied(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    case.act()
    assert case.outcome() == "new"


RACER = """
import sys
from pathlib import Path
from quickscale_core.writing.apply import change_folder
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing.disk_calls import Write

print("ready", flush=True)
input()
writes = [Write(f"{number}.py", Content(sys.argv[2].encode())) for number in range(50)]
expected = {it.path: None for it in writes} | {"lock": Content(b"old")}
try:
    writes.append(Write("lock", Content(sys.argv[2].encode())))
    change_folder(Path(sys.argv[1]), writes, [], expected=expected, title="race")
except QuickScaleError as refusal:
    sys.exit(refusal.problems[0].what)
"""


def test_of_runs_at_the_same_time_one_wins_and_the_others_refuse(quick_path: Path) -> None:
    (quick_path / "lock").write_text("old")
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(quick_path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for it in runs:
        assert it.stdout is not None
        assert it.stdout.readline() == "ready\n"
    for it in runs:
        assert it.stdin is not None
        it.stdin.write("\n")
        it.stdin.flush()
    said = [it.communicate()[1].strip() for it in runs]
    assert sorted(it.returncode for it in runs) == [0, 1, 1, 1]
    winner = next(str(number) for number, it in enumerate(runs) if it.returncode == 0)
    assert {it.read_text() for it in quick_path.glob("*.py")} == {winner}
    assert (quick_path / "lock").read_text() == winner
    assert set(said) <= {
        "",
        f"another quickscale is at work in {quick_path.name}",
        "files have changed since this run looked at them",
    }
