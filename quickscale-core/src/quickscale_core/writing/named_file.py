"""Read and write files whose names somebody gave on the command line: a saved plan, a patch."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.paths.project_paths import inside_error
from quickscale_core.paths.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["read_named_file", "write_named_file"]


def read_named_file(path: Path) -> bytes:
    """Return the bytes of a file that somebody named.

    A pipe would wait for whoever writes into it, and a device may never end, so neither is read.

    Args:
        path: The file's name, as it was given; a link is followed.

    Raises:
        UsageError: There is none, it is something else, or it cannot be read.
    """
    try:
        return read_file(os.path.realpath(path))
    except FileNotFoundError as error:
        raise UsageError(Problem(what=f"there is no {path}")) from error
    except OSError as error:
        why = "it is not a file" if error.errno == errno.EINVAL else error.strerror
        raise UsageError(Problem(what=f"{path} cannot be read: {why}")) from error


def write_named_file(
    out: Path, data: bytes, *, folder: Path, replaceable: Callable[[bytes], bool]
) -> None:
    """Write a file, never through a link of the project and never over something else.

    Args:
        out: The file's name, as it was given.
        data: What it is to hold.
        folder: The project's folder, which may come from anybody: a link in it leads nowhere.
        replaceable: Tells of a file that is there whether an earlier run wrote it.

    Raises:
        QuickScaleError: It is a link or another file, or it cannot be written; nothing was changed.
    """
    try:
        if problem := _refused(out, folder, replaceable):
            raise QuickScaleError(problem)
        beside = out.with_name(f".{out.name}.{os.urandom(4).hex()}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            beside.replace(out)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise QuickScaleError(
            Problem(
                what=f"{out} cannot be written: {error.strerror}",
                fix="name a file in a folder that exists and that you may write to",
            )
        ) from error


def _refused(out: Path, folder: Path, replaceable: Callable[[bytes], bool]) -> Problem | None:
    """Return why a file is not written, or nothing."""
    given = os.path.abspath(out)
    root = os.path.abspath(folder)
    if given.startswith(f"{root}{os.sep}"):
        relative = given[len(root) + 1 :].replace(os.sep, "/")
        above = os.path.dirname(given)
        if os.path.realpath(above) != os.path.realpath(root) + above[len(root) :]:
            return Problem(
                what=f"{out} leads through a link of the project",
                fix="name a file that stands in a folder itself",
            )
        if what := inside_error(relative):
            return Problem(what=f"{out} {what}", fix="name another file")
    try:
        found = os.lstat(out)
    except FileNotFoundError:
        return None
    if stat.S_ISREG(found.st_mode) and (not found.st_size or replaceable(out.read_bytes())):
        return None
    return Problem(
        what=f"{out} is there, and is not what an earlier run wrote", fix="name another file"
    )
