"""A project that is examined: its records, what is wrong, and the repairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.generate import compose_project
from quickscale_core.paths.content import Content
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.project_file.reading import read_yml
from quickscale_core.record.lock import LOCK_NAME, Lock, format_lock
from quickscale_core.record.project_on_disk import read_own
from quickscale_core.rendering.composed_project import ComposedProject
from quickscale_core.writing.disk_calls import Write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quickscale_core.paths.filetree import File
    from quickscale_core.plugins.discovery import Registry

__all__ = ["Case", "Finding"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        what: What it is, without a full stop.
        where: Lines that say where, and what follows from it.
        repair: What the doctor does about it, in the imperative; empty where it can do nothing.
        fix: What the owner does about it; empty where nothing has to be done.
    """

    what: str
    where: tuple[str, ...] = ()
    repair: str = ""
    fix: str = ""


class Case:
    """What the checks examine, and the repairs they ask for.

    Args:
        folder: The project's folder, absolute.
        registry: The installed plugins.

    Attributes:
        folder: The project's folder.
        disk: What stands in it.
        lock_data: The bytes of its lock, or ``None`` where there is none.
        lock: The lock as it is to be; ``None`` where that cannot be told.
        rewrite: Whether the lock is to be written anew.
        writes: The other repairs, by path.
        removes: Files that are to go.
    """

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.folder = folder
        self.disk = Disk(folder)
        self.lock: Lock | None = None
        self.rewrite = False
        self.writes: dict[str, Write] = {}
        self.removes: list[str] = []
        self._registry = registry
        found = self.disk.content(LOCK_NAME)
        self.lock_data = found.data if found else None

    @cached_property
    def composing(self) -> tuple[ComposedProject | None, tuple[Problem, ...]]:
        """The project as the installed plugins make it, or why they cannot."""
        try:
            data = read_own(self.folder, FILE_NAME)
            if data is None:
                fix = f"take it from version control again: git checkout -- {FILE_NAME}"
                return None, (Problem(what=f"{self.folder.name} has no {FILE_NAME}", fix=fix),)
            return compose_project(read_yml(data.decode()), self._registry, data), ()
        except UnicodeDecodeError:
            return None, (Problem(what=f"{FILE_NAME} is not UTF-8 text", fix="save it as UTF-8"),)
        except QuickScaleError as error:
            return None, error.problems

    @property
    def tree(self) -> Mapping[str, File]:
        """Every file as the installed plugins make it; empty where they cannot."""
        project, _ = self.composing
        return project.tree if project else {}

    def relock(self, lock: Lock) -> None:
        """Ask for this lock to be written."""
        self.lock = lock
        self.rewrite = True

    @property
    def repairs(self) -> list[Write]:
        """Everything that is to be written; the lock last."""
        writes = [self.writes[path] for path in sorted(self.writes)]
        if self.lock is not None and self.rewrite:
            writes.append(Write(LOCK_NAME, Content(format_lock(self.lock))))
        return writes

    def expected(self) -> dict[str, Content | None]:
        """Return what was seen at the paths that are not ours alone."""
        data = self.lock_data
        return {LOCK_NAME: None if data is None else Content(data)}
