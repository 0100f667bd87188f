"""Puts a plan on the disk: the one place, with :mod:`journal`, that writes a project.

A new project is staged beside its target, in ``.NAME.quickscale-*``, and renamed in one step. A
folder that exists is filled through a journal. Either way there is nothing or everything,
whatever ends the process.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING

from quickscale_core import journal
from quickscale_core.writing import (
    Write,
    claim,
    make_folders,
    reason,
    sync_all,
    sync_folder,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["create_folder", "fill_folder"]


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
    try:
        journal.write(folder, writes)
    except OSError as error:
        raise reason(error, f"cannot write to {folder.name}", journal.leftovers(folder)) from error


@contextlib.contextmanager
def _staged(staging: Path, target: Path) -> Iterator[None]:
    """Make a folder beside the target, claimed by this process, and remove what is left of it."""
    held = None
    try:
        with _parent_held(target.parent):
            # Between being made and being claimed a folder looks abandoned; the parent's claim
            # keeps other runs from looking in that moment.
            for abandoned in _abandoned(target):
                shutil.rmtree(abandoned, ignore_errors=True)
            os.mkdir(staging)
            with contextlib.suppress(OSError):
                held = claim(staging)
        yield
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if held is not None:
            os.close(held)


def _write_all(root: str, writes: Sequence[Write]) -> None:
    """Write all files, then wait for the disk; a wait after each would take far longer."""
    folders = make_folders(root, [write.path for write in writes])
    for write in writes:
        write_file(f"{root}/{write.path}", write.content, write.mode)
    sync_all(root, [write.path for write in writes], ["", *folders])


@contextlib.contextmanager
def _parent_held(parent: Path) -> Iterator[None]:
    """Wait for the parent's claim and keep it; where claims are unknown, go on without."""
    held = None
    with contextlib.suppress(OSError):
        held = claim(parent, wait=True)
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
            held = claim(place)
        except OSError:
            # No claims here, so go by age: nothing takes an hour to write.
            if time.time() - entry.stat(follow_symlinks=False).st_mtime > _HOUR:
                yield place
            continue
        if held is not None:
            yield place
            os.close(held)


_HOUR = 3600  # seconds
