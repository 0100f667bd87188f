from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.writing import disk_calls
from quickscale_core.writing.apply import create_folder
from quickscale_core.writing.disk_calls import Write, lock_folder, replace_file

WRITES = (
    Write("manage.py", Content(b"#!python\n", executable=True)),
    Write("apps/users/models.py", Content(b"x" * 100_000)),
    Write("apps/users/__init__.py", Content(b"")),
    Write(".quickscale/objects/00", Content(b"packed")),
    Write(".quickscale/.gitignore", Content(b"/local/\n")),
    Write(".quickscale/local/steps.json", Content(b"{}")),
    Write(".env", Content(b"SECRET=1\n"), secret=True),
    Write("quickscale.lock", Content(b"lock\n")),
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


def expected(folder: Path) -> None:
    for write in WRITES:
        path = folder / write.path
        assert path.read_bytes() == write.content.data
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


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.usefixtures("wait")
def test_a_new_project_is_absent_after_any_call_fails(
    parent: Path,
    snapshot: Taker,
    saboteur: Callable[..., Any],
    failing_at: Callable[..., Any],
    error: int,
) -> None:
    before = snapshot(parent)
    counter = saboteur()
    with counter.watching():
        create_folder(parent / "acme", WRITES)
    _remove(parent / "acme")
    outcomes = set()
    for point in range(len(counter.calls)):
        with saboteur().watching(failing_at(point, error)):
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


@pytest.mark.usefixtures("wait")
def test_a_disk_that_fails_for_good_leaves_only_what_the_next_run_clears(
    parent: Path,
    snapshot: Taker,
    saboteur: Callable[..., Any],
    failing_at: Callable[..., Any],
) -> None:
    before = snapshot(parent)
    counter = saboteur()
    with counter.watching():
        create_folder(parent / "acme", WRITES)
    _remove(parent / "acme")
    for point in range(len(counter.calls)):
        with saboteur().watching(failing_at(point, errno.EIO, for_good=True)):
            refusal = _refusal(create_folder, parent / "acme")
        if refusal is not None:
            assert not (parent / "acme").exists()
            left = set(snapshot(parent)) - set(before)
            assert bool(left) == ("left behind: " in str(refusal)), (point, str(refusal))
        create_folder(parent / "acme", WRITES) if not (parent / "acme").exists() else None
        expected(parent / "acme")
        _remove(parent / "acme")
        assert snapshot(parent) == before, (point, counter.calls[point])


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
    doomed = killer(create_folder, parent / "acme", WRITES, signal=signal)
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


def test_a_live_run_is_left_alone(parent: Path) -> None:
    (parent / ".acme.quickscale-00000000").mkdir()
    held = lock_folder(parent / ".acme.quickscale-00000000")
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
    monkeypatch.setattr(disk_calls, "fcntl", None)  # as on Windows
    young, old = parent / ".acme.quickscale-00000000", parent / ".acme.quickscale-00000001"
    young.mkdir()
    old.mkdir()
    os.utime(old, (0, 0))
    create_folder(parent / "acme", WRITES)
    expected(parent / "acme")
    assert (young.exists(), old.exists()) == (True, False)


def test_something_that_came_meanwhile_is_not_overwritten(parent: Path) -> None:
    (parent / "acme").mkdir()
    (parent / "acme" / "mine").write_text("mine")
    with pytest.raises(QuickScaleError, match="cannot create acme: directory not empty"):
        create_folder(parent / "acme", WRITES)


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:1000]))
    create_folder(tmp_path / "acme", WRITES)
    monkeypatch.undo()
    expected(tmp_path / "acme")


def test_a_file_is_replaced_in_one_step_or_not_at_all(
    tmp_path: Path, saboteur: Callable[..., Any], failing_at: Callable[..., Any]
) -> None:
    place = tmp_path / "steps.json"
    place.write_bytes(b"old")
    counter = saboteur()
    with counter.watching():
        replace_file(tmp_path, "steps.json", b"new")
    for point in range(len(counter.calls)):
        place.write_bytes(b"old")
        with (
            saboteur().watching(failing_at(point, errno.ENOSPC)),
            pytest.raises(OSError, match="No space"),
        ):
            replace_file(tmp_path, "steps.json", b"new")
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


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)
