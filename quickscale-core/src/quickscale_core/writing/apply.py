"""Write a plan to the disk: only this module and the ``journal`` package write a project.

A new project is staged beside its target, in ``.NAME.quickscale-*``, and renamed in one step. A
folder that exists is changed through a journal. Either way there is nothing or everything,
whatever ends the process.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING

from quickscale_core.writing.disk_calls import (
    Write,
    lock_folder,
    make_folders,
    reason,
    write_file,
)
from quickscale_core.writing.fsync import sync_all, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from quickscale_core.paths.content import Content

__all__ = ["change_folder", "create_folder", "fill_folder"]


def create_folder(target: Path, writes: Sequence[Write]) -> None:
    """Make a project's folder with all its files, in one step.

    Args:
        target: The folder, absolute; its parent exists, it does not.
        writes: Every file.

    Raises:
        QuickScaleError: The disk refused. The target does not exist then.
    """
    staging = target.parent / f".{target.name}.quickscale-{os.urandom(4).hex()}"
    try:
        with _staged(staging, target):
            _write_all(str(staging), writes)
            os.rename(staging, target)
            with contextlib.suppress(OSError):  # the project is there, only a power cut could tell
                sync_folder(target.parent)
    except OSError as error:
        left = os.path.lexists(staging)
        raise reason(
            error,
            f"cannot create {target.name}",
            [f"left behind: {staging}  (the next run removes it)"] if left else [],
        ) from error


def fill_folder(folder: Path, writes: Sequence[Write]) -> None:
    """Add files to a folder that exists, all of them or none.

    Args:
        folder: The folder, absolute.
        writes: Every file; the last one is the one whose presence makes the folder a project.

    Raises:
        QuickScaleError: The disk refused, and the folder is as it was; or another process is at
            work in it.
    """
    from quickscale_core.writing.journal.change import change
    from quickscale_core.writing.preflight import preflight

    change(
        folder,
        lambda: preflight(folder, writes, (), {}),
        title=f"init {folder.name}",
        outcome="forget",
    )


def change_folder(  # noqa: PLR0913 - the last one is seldom given
    folder: Path,
    writes: Sequence[Write],
    removes: Sequence[str],
    *,
    expected: Mapping[str, Content | None],
    title: str,
    above: bool = False,
) -> None:
    """Write files into a project and take others away, all of it or nothing.

    What was there before stays in the undo record, except ``.env``. A file that is replaced keeps
    its permission bits; only whether it is executable follows the :class:`Write`. A change that
    comes to nothing touches nothing.

    Args:
        folder: The project's folder, absolute.
        writes: Files to make or to replace, in this order; the lock last.
        removes: Files to take away, and with them the folders that are empty then.
        expected: What the plan saw at each path, ``None`` for nothing. A path that is not named
            must be free, except what is ours in ``.quickscale``, and ``.env``, which may only be
            added to.
        title: What ``quickscale undo`` calls it: ``"add auth"``.
        above: Whether the change before can be undone once this one is.

    Raises:
        QuickScaleError: Files have changed since the plan was made, or something is in the way,
            all paths at once; the disk refused; or another process is at work. The folder is as it
            was.
    """
    from quickscale_core.writing.journal.change import change
    from quickscale_core.writing.preflight import preflight

    if not writes and not removes:
        return
    seen = {path: None if it is None else it.state for path, it in expected.items()}
    change(
        folder,
        lambda: preflight(folder, writes, removes, seen),
        title=title,
        outcome="above" if above else "record",
    )


@contextlib.contextmanager
def _staged(staging: Path, target: Path) -> Iterator[None]:
    """Make a folder beside the target, locked by this process, and remove what is left of it."""
    held = None
    try:
        with _parent_locked(target.parent):
            # Between being made and being locked a folder looks abandoned; the parent's lock
            # keeps other runs from looking in that moment.
            for abandoned in _abandoned(target):
                shutil.rmtree(abandoned, ignore_errors=True)
            os.mkdir(staging)
            with contextlib.suppress(OSError):
                held = lock_folder(staging)
        yield
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if held is not None:
            os.close(held)


def _write_all(root: str, writes: Sequence[Write]) -> None:
    """Write all files, then wait for the disk; a wait after each would take far longer."""
    folders = make_folders(root, [write.path for write in writes])
    for write in writes:
        write_file(f"{root}/{write.path}", write.stored, write.mode)
    sync_all(root, [write.path for write in writes], ["", *folders])


@contextlib.contextmanager
def _parent_locked(parent: Path) -> Iterator[None]:
    """Wait for the parent's lock and keep it; where locks are unknown, go on without."""
    held = None
    with contextlib.suppress(OSError):
        held = lock_folder(parent, wait=True)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _abandoned(target: Path) -> Iterator[Path]:
    """Find the staging folders of a target whose process has died."""
    staging = re.compile(rf"\.{re.escape(target.name)}\.quickscale-[0-9a-f]{{8}}")
    for entry in os.scandir(target.parent):
        if not (staging.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)):
            continue
        place = target.parent / entry.name
        try:
            held = lock_folder(place)
        except OSError:
            # No locks here, so go by age: nothing takes an hour to write.
            if time.time() - entry.stat(follow_symlinks=False).st_mtime > _HOUR:
                yield place
            continue
        if held is not None:
            yield place
            os.close(held)


_HOUR = 3600  # seconds
