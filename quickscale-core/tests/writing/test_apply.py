from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from quickscale_core import writing
from quickscale_core.apply import create_folder, fill_folder
from quickscale_core.errors import QuickScaleError
from quickscale_core.journal import recover
from quickscale_core.writing import Write, claim, replace_file

WRITES = (
    Write("manage.py", b"#!python\n", 0o777),
    Write("apps/users/models.py", b"x" * 100_000, 0o666),
    Write("apps/users/__init__.py", b"", 0o666),
    Write(".quickscale/objects/00", b"packed", 0o666),
    Write(".quickscale/.gitignore", b"/local/\n", 0o666),
    Write(".quickscale/local/steps.json", b"{}", 0o666),
    Write(".env", b"SECRET=1\n", 0o600),
    Write("quickscale.lock", b"lock\n", 0o666),
)
ERRORS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "permission denied",
    errno.EIO: "the disk reports an input/output error",
}
Taker = Callable[[Path], dict[str, tuple[int, bytes]]]


@pytest.fixture(autouse=True)
def _umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(params=["at once", "one by one"])
def wait(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the disk as this system does, and as one without syncfs(2)."""
    if request.param == "one by one":
        monkeypatch.setattr(sys, "platform", "freebsd")


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    """A folder with things that are none of our business."""
    (tmp_path / "neighbour").mkdir()
    (tmp_path / "neighbour" / "file").write_text("untouched")
    (tmp_path / ".acme.quickscale-notes").write_text("a file of the user's")
    return tmp_path


@pytest.fixture
def folder(parent: Path) -> Path:
    """A folder that is to be filled in place."""
    folder = parent / "here"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "README.md").write_text("mine")
    return folder


def expected(folder: Path) -> None:
    for write in WRITES:
        path = folder / write.path
        assert path.read_bytes() == write.data
        if os.name != "nt":  # which knows no such modes
            assert path.stat().st_mode & 0o777 == write.mode & ~0o022


def test_a_new_project_has_its_bytes_and_modes(parent: Path, snapshot: Taker) -> None:
    before = snapshot(parent)
    create_folder(parent / "acme", WRITES)
    expected(parent / "acme")
    assert {
        path: it for path, it in snapshot(parent).items() if not path.startswith("acme")
    } == before
    assert (parent / "acme").stat().st_mode & 0o777 == 0o755


def test_a_folder_is_filled_and_what_it_held_stays(folder: Path, snapshot: Taker) -> None:
    before = snapshot(folder)
    fill_folder(folder, WRITES)
    expected(folder)
    after = snapshot(folder)
    assert {path: after[path] for path in before} == before
    assert not (folder / ".quickscale" / "local" / "journal").exists()
    assert recover(folder) is None


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.usefixtures("wait")
def test_a_new_project_is_absent_after_any_call_fails(
    parent: Path, snapshot: Taker, saboteur: Callable[..., Any], error: int
) -> None:
    before = snapshot(parent)
    counter = saboteur()
    with counter.watching():
        create_folder(parent / "acme", WRITES)
    _remove(parent / "acme")
    outcomes = set()
    for point in range(len(counter.calls)):
        with saboteur().watching(_failing_at(point, error)):
            refusal = _refusal(create_folder, parent / "acme")
        if refusal is not None:
            outcomes.add("refused")
            assert snapshot(parent) == before, (point, counter.calls[point])
            assert str(refusal).startswith(f"cannot create acme: {ERRORS[error]}\nfix: ")
        else:
            outcomes.add("done")
            expected(parent / "acme")
            _remove(parent / "acme")
            assert snapshot(parent) == before, (point, counter.calls[point])
    assert outcomes == {"refused", "done"}  # done: marks and waits that are no more than a wish


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.usefixtures("wait")
def test_a_folder_is_as_it_was_after_any_call_fails(
    folder: Path, snapshot: Taker, saboteur: Callable[..., Any], error: int, tmp_path: Path
) -> None:
    before = snapshot(folder)
    counter = saboteur()
    with counter.watching():
        fill_folder(folder, WRITES)
    _restore(folder, before)
    for point in range(len(counter.calls)):
        with saboteur().watching(_failing_at(point, error)):
            refusal = _refusal(fill_folder, folder)
        if refusal is not None:
            assert snapshot(folder) == before, (point, counter.calls[point])
            assert str(refusal).startswith(f"cannot write to here: {ERRORS[error]}\nfix: ")
        else:
            expected(folder)
            assert recover(folder) in {None, "undone"}
            expected(folder)
            _restore(folder, before)


@pytest.mark.usefixtures("wait")
def test_a_disk_that_fails_for_good_leaves_only_what_the_next_run_clears(
    parent: Path, snapshot: Taker, saboteur: Callable[..., Any]
) -> None:
    before = snapshot(parent)
    counter = saboteur()
    with counter.watching():
        create_folder(parent / "acme", WRITES)
    _remove(parent / "acme")
    for point in range(len(counter.calls)):
        with saboteur().watching(_failing_from(point, errno.EIO)):
            refusal = _refusal(create_folder, parent / "acme")
        if refusal is not None:
            assert not (parent / "acme").exists()
            left = set(snapshot(parent)) - set(before)
            assert bool(left) == ("left behind: " in str(refusal)), (point, str(refusal))
        create_folder(parent / "acme", WRITES) if not (parent / "acme").exists() else None
        expected(parent / "acme")
        _remove(parent / "acme")
        assert snapshot(parent) == before, (point, counter.calls[point])


@pytest.mark.usefixtures("wait")
def test_a_disk_that_fails_for_good_leaves_a_journal_that_the_next_command_settles(
    folder: Path, snapshot: Taker, saboteur: Callable[..., Any]
) -> None:
    before = snapshot(folder)
    counter = saboteur()
    with counter.watching():
        fill_folder(folder, WRITES)
    _restore(folder, before)
    seen = set()
    for point in range(len(counter.calls)):
        with saboteur().watching(_failing_from(point, errno.EIO)):
            refusal = _refusal(fill_folder, folder)
        if refusal is not None:
            journal = folder / ".quickscale" / "local" / "journal"
            assert journal.exists() == ("left behind: " in str(refusal))
        outcome = recover(folder)
        seen.add(outcome)
        if (folder / "quickscale.lock").exists():
            expected(folder)
            _restore(folder, before)
        else:
            assert snapshot(folder) == before, (point, counter.calls[point], outcome)
    assert seen == {None, "undone", "finished"}


KILLER = """
import json, os, runpy, signal, sys
from pathlib import Path
from quickscale_core.apply import create_folder, fill_folder
from quickscale_core.writing import Write

support = runpy.run_path(sys.argv[1])
act = {"create": create_folder, "fill": fill_folder}[sys.argv[2]]
target, deadly = Path(sys.argv[3]), getattr(signal, sys.argv[4])
writes = [Write(path, data.encode(), mode) for path, data, mode in json.loads(input())]

for line in sys.stdin:
    def kill(number, name, point=int(line)):
        if number == point:
            os.kill(os.getpid(), deadly)

    process = os.fork()
    if not process:
        with support["Saboteur"](target.parent).watching(kill):
            act(target, writes)
        os._exit(0)
    print(os.waitpid(process, 0)[1], flush=True)
"""


class Killer:
    """A process that applies again and again, each time in a child that a signal ends."""

    def __init__(self, how: str, target: Path, signal: str) -> None:
        support = Path(__file__).with_name("conftest.py")
        self.process = subprocess.Popen(
            [sys.executable, "-c", KILLER, str(support), how, str(target), signal],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.ask(json.dumps([[it.path, it.data.decode(), it.mode] for it in WRITES]))

    def ask(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def kill(self, point: int) -> int:
        """Apply, ended before the n-th call; return how the process ended."""
        self.ask(str(point))
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@pytest.fixture
def killer() -> Iterator[Callable[[str, Path, str], Killer]]:
    started = []

    def start(how: str, target: Path, signal: str) -> Killer:
        started.append(Killer(how, target, signal))
        return started[-1]

    yield start
    for it in started:
        it.process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
@pytest.mark.parametrize("signal", ["SIGKILL", "SIGINT"])
def test_a_new_project_is_absent_or_complete_wherever_the_process_ends(
    parent: Path,
    snapshot: Taker,
    saboteur: Callable[..., Any],
    killer: Callable[..., Any],
    signal: str,
) -> None:
    before = snapshot(parent)
    doomed = killer("create", parent / "acme", signal)
    counter = saboteur()
    with counter.watching():
        create_folder(parent / "acme", WRITES)
    _remove(parent / "acme")
    left_behind = 0
    for point in range(len(counter.calls)):
        assert doomed.kill(point) != 0
        if (parent / "acme").exists():
            expected(parent / "acme")
            _remove(parent / "acme")
        left_behind += len(set(snapshot(parent)) - set(before)) > 0
        create_folder(parent / "acme", WRITES)  # the next run clears what the dead one left
        _remove(parent / "acme")
        assert snapshot(parent) == before, (point, counter.calls[point])
    assert left_behind == 0 if signal == "SIGINT" else left_behind > 3


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
@pytest.mark.parametrize("signal", ["SIGKILL", "SIGINT"])
def test_a_folder_is_finished_or_undone_wherever_the_process_ends(
    folder: Path,
    snapshot: Taker,
    saboteur: Callable[..., Any],
    killer: Callable[..., Any],
    signal: str,
) -> None:
    before = snapshot(folder)
    doomed = killer("fill", folder, signal)
    counter = saboteur()
    with counter.watching():
        fill_folder(folder, WRITES)
    _restore(folder, before)
    outcomes = set()
    for point in range(len(counter.calls)):
        assert doomed.kill(point) != 0
        outcomes.add(recover(folder))
        if (folder / "quickscale.lock").exists():
            expected(folder)
            _restore(folder, before)
        assert snapshot(folder) == before, (point, counter.calls[point])
    assert {"finished", "undone"} <= outcomes if signal == "SIGKILL" else outcomes == {None}


def test_a_live_run_is_left_alone(parent: Path) -> None:
    (parent / ".acme.quickscale-00000000").mkdir()
    held = claim(parent / ".acme.quickscale-00000000")
    assert held is not None
    create_folder(parent / "acme", WRITES)
    assert (parent / ".acme.quickscale-00000000").exists()
    os.close(held)
    _remove(parent / "acme")
    create_folder(parent / "acme", WRITES)
    assert not (parent / ".acme.quickscale-00000000").exists()


def test_where_there_are_no_claims_only_old_staging_is_cleared(
    parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "fcntl", None)  # as on Windows
    young, old = parent / ".acme.quickscale-00000000", parent / ".acme.quickscale-00000001"
    young.mkdir()
    old.mkdir()
    os.utime(old, (0, 0))
    create_folder(parent / "acme", WRITES)
    expected(parent / "acme")
    assert (young.exists(), old.exists()) == (True, False)


def test_two_runs_in_one_folder_are_kept_apart(folder: Path, snapshot: Taker) -> None:
    before = snapshot(folder)
    held = claim(folder)
    assert held is not None
    with pytest.raises(QuickScaleError, match="another quickscale is at work in here"):
        fill_folder(folder, WRITES)
    os.close(held)
    assert snapshot(folder) == before


def test_something_that_came_meanwhile_is_not_overwritten(parent: Path, folder: Path) -> None:
    (parent / "acme").mkdir()
    (parent / "acme" / "mine").write_text("mine")
    with pytest.raises(QuickScaleError, match="cannot create acme: directory not empty"):
        create_folder(parent / "acme", WRITES)
    (folder / "manage.py").write_text("mine")
    with pytest.raises(QuickScaleError, match="cannot write to here: file exists"):
        fill_folder(folder, WRITES)
    assert (folder / "manage.py").read_text() == "mine"
    assert not (folder / "quickscale.lock").exists()


def test_nothing_is_written_through_a_link(parent: Path, folder: Path, snapshot: Taker) -> None:
    (folder / "apps").symlink_to(parent / "neighbour")
    before = snapshot(parent)
    with pytest.raises(QuickScaleError, match="cannot write to here: not a directory"):
        fill_folder(folder, WRITES)
    assert snapshot(parent) == before


def test_a_file_the_owner_made_after_an_interruption_stays(folder: Path) -> None:
    (folder / ".quickscale/local/journal").mkdir(parents=True)
    journal = folder / ".quickscale/local/journal"
    (journal / "0").write_text("ours")
    (journal / "journal.json").write_text('{"schema": 1, "paths": ["README.md"], "folders": []}')
    assert recover(folder) == "finished"
    assert (folder / "README.md").read_text() == "mine"
    assert not journal.exists()


@pytest.mark.parametrize(
    "manifest",
    [
        '{"schema": 1, "paths": ["../neighbour/new"], "folders": []}',
        '{"schema": 1, "paths": ["a/../../new"], "folders": []}',
        '{"schema": 1, "paths": ["/new"], "folders": []}',
        '{"schema": 1, "paths": [".git/hooks/post-checkout"], "folders": []}',
        '{"schema": 1, "paths": [".GIT/config"], "folders": []}',
        '{"schema": 1, "paths": ["a"], "folders": ["../neighbour"]}',
        '{"schema": 1, "paths": [1], "folders": []}',
        '{"schema": 1}',
        "[]",
        "{",
    ],
)
def test_a_journal_that_is_not_ours_is_left_alone(
    parent: Path, folder: Path, snapshot: Taker, manifest: str
) -> None:
    journal = folder / ".quickscale/local/journal"
    journal.mkdir(parents=True)
    (journal / "0").write_text("theirs")
    (journal / "journal.json").write_text(manifest)
    before = snapshot(parent)
    with pytest.raises(QuickScaleError, match="was not written by quickscale") as caught:
        recover(folder)
    assert caught.value.problems[0].fix.endswith(f'rm -r "{journal}"')
    assert snapshot(parent) == before


def test_a_journal_that_cannot_be_finished_says_so(
    folder: Path, saboteur: Callable[..., Any]
) -> None:
    journal = folder / ".quickscale/local/journal"
    journal.mkdir(parents=True)
    (journal / "0").write_text("ours")
    (journal / "journal.json").write_text('{"schema": 1, "paths": ["a"], "folders": []}')
    with (
        saboteur().watching(_failing_from(0, errno.ENOSPC)),
        pytest.raises(QuickScaleError, match="cannot finish the interrupted change to here"),
    ):
        recover(folder)


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:1000]))
    create_folder(tmp_path / "acme", WRITES)
    monkeypatch.undo()
    expected(tmp_path / "acme")


def test_a_file_is_replaced_in_one_step_or_not_at_all(
    tmp_path: Path, saboteur: Callable[..., Any]
) -> None:
    place = tmp_path / "steps.json"
    place.write_bytes(b"old")
    counter = saboteur()
    with counter.watching():
        replace_file(place, b"new")
    for point in range(len(counter.calls)):
        place.write_bytes(b"old")
        with (
            saboteur().watching(_failing_at(point, errno.ENOSPC)),
            pytest.raises(OSError, match="No space"),
        ):
            replace_file(place, b"new")
        assert place.read_bytes() == b"old"
        assert [it.name for it in tmp_path.iterdir()] == ["steps.json"]


def test_a_file_system_that_syncs_no_folders_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(sys, "platform", "freebsd")
    monkeypatch.setattr(os, "fsync", fsync)
    create_folder(tmp_path / "acme", WRITES)
    monkeypatch.undo()
    expected(tmp_path / "acme")


def _refusal(
    act: Callable[[Path, tuple[Write, ...]], None], folder: Path
) -> QuickScaleError | None:
    try:
        act(folder, WRITES)
    except QuickScaleError as refusal:
        return refusal
    return None


def _failing_at(point: int, error: int) -> Callable[[int, str], None]:
    def deed(number: int, name: str) -> None:
        if number == point:
            raise OSError(error, os.strerror(error))

    return deed


def _failing_from(point: int, error: int) -> Callable[[int, str], None]:
    def deed(number: int, name: str) -> None:
        if number >= point:
            raise OSError(error, os.strerror(error))

    return deed


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _restore(folder: Path, before: dict[str, tuple[int, bytes]]) -> None:
    """Take everything away that was not there before."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.relative_to(folder).as_posix() not in before:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
