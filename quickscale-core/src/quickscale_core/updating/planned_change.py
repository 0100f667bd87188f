"""A planned change of a project, with the records that are written for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core.record.project_records import (
    dotenv_lacks,
    first_records,
    former_records,
    next_dotenv,
    next_records,
)
from quickscale_core.writing.dotenv import DOTENV

if TYPE_CHECKING:
    from quickscale_core.record.lock import Lock
    from quickscale_core.record.project_on_disk import ExistingProject
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.updating.comparing.differences import Difference
    from quickscale_core.updating.plan import Plan
    from quickscale_core.writing.disk_calls import Write

__all__ = ["PlannedChange"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedChange:
    """What would happen to a project that exists, or that only its ``quickscale.yml`` asks for.

    Attributes:
        existing: The project as it stands.
        project: The project as it is to be.
        plan: What happens to each path.
        lock: The lock once that is done.
        kept_edited: Whether files that no plugin has any more stay where the owner edited them.
        yml: The text of ``quickscale.yml`` it follows.
        differences: What it comes to beyond files.
    """

    existing: ExistingProject
    project: ComposedProject
    plan: Plan
    lock: Lock
    kept_edited: bool
    yml: str
    differences: tuple[Difference, ...]

    @property
    def records(self) -> list[Write]:
        """What changes beside the project's files and is under version control; the lock last."""
        project, existing = self.project, self.existing
        if existing.lock is None:
            return first_records(self.lock, project.tree, project.composition)
        return [
            *former_records(existing.lock_data, existing.yml),
            *next_records(existing.folder, self.lock, existing.lock_data, project.tree),
        ]

    @property
    def dotenv(self) -> Write | None:
        """This machine's ``.env`` where it lacks variables; a new project's is in its records."""
        existing = self.existing
        return next_dotenv(existing.folder, self.project.composition) if existing.lock else None

    @property
    def dotenv_lacks(self) -> tuple[str, ...]:
        """The names of the variables that ``.env`` lacks."""
        existing = self.existing
        return dotenv_lacks(existing.folder, self.project.composition) if existing.lock else ()

    @property
    def dotenv_is_ours(self) -> bool:
        """Whether ``.env`` is a file of this folder, or is to be one; nothing else is written."""
        place = self.existing.folder / DOTENV
        return not place.is_symlink() and (place.is_file() or not place.exists())

    @property
    def pending(self) -> bool:
        """Whether carrying it out would change anything that is under version control."""
        return bool(self.plan.writes or self.plan.deletes or self.records)

    @property
    def unresolved(self) -> frozenset[str]:
        """The files in which an earlier update left a conflict; it may be resolved by now."""
        return frozenset(self.existing.lock.conflicts if self.existing.lock else ())
