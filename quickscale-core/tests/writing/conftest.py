from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Every call by which the writer changes the disk. ``close`` is left out: what it may lose, the
# ``fsync`` before it has told.
CALLS = ("open", "write", "fsync", "mkdir", "rename", "replace", "unlink", "rmdir")
Snapshot = dict[str, tuple[int, bytes]]


class Saboteur:
    """Counts the calls that touch a folder, and does something at one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.calls: list[str] = []

    @contextmanager
    def watching(
        self, deed: Callable[[int, str], None] = lambda number, name: None
    ) -> Iterator[None]:
        """Call ``deed(number, name)`` before each call, counted from 0."""
        real = {name: getattr(os, name) for name in CALLS}
        ours: set[int] = set()

        def wrap(name: str) -> Callable[..., object]:
            def call(*args: object, **kwargs: object) -> object:
                subject = args[0]
                concerns = (
                    subject in ours
                    if isinstance(subject, int)
                    else str(subject).startswith(self.folder) or kwargs.get("dir_fd") in ours
                )
                if not concerns:
                    return real[name](*args, **kwargs)
                self.calls.append(name)
                deed(len(self.calls) - 1, name)
                result = real[name](*args, **kwargs)
                if name == "open":
                    ours.add(result)
                return result

            return call

        try:
            for name in CALLS:
                setattr(os, name, wrap(name))
            yield
        finally:
            for name, function in real.items():
                setattr(os, name, function)


@pytest.fixture
def saboteur(tmp_path: Path) -> Callable[[], Saboteur]:
    return lambda: Saboteur(tmp_path)


@pytest.fixture
def snapshot() -> Callable[[Path], Snapshot]:
    """Everything below a folder: mode and content by path."""

    def take(folder: Path) -> Snapshot:
        found: Snapshot = {}
        for path in sorted(folder.rglob("*")):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if path.is_symlink():
                content = str(path.readlink()).encode()
            else:
                content = path.read_bytes() if path.is_file() else b"/"
            found[path.relative_to(folder).as_posix()] = (mode, content)
        return found

    return take
