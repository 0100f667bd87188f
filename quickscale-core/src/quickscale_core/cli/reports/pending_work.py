"""The work that is pending in a project: newer plugins, a plan, conflicts, and what blocks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core import __version__
from quickscale_core.cli.reports.change import plugin_versions, say_dotenv, summary
from quickscale_core.errors import QuickScaleError
from quickscale_core.generate import missing_files, plan_change
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.plugins.discovery import BrokenPlugin, Registry
from quickscale_core.record.project_on_disk import open_project
from quickscale_core.updating.conflicts import find_unmerged, unmerged_problem
from quickscale_core.updating.made_files.missing_files import missing_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quickscale_core.cli.output import Printer
    from quickscale_core.errors import Problem
    from quickscale_core.record.lock import Lock
    from quickscale_core.rendering.composed_project import ComposedProject

__all__ = ["PendingWork", "find_pending_work", "say_pending_work"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingWork:
    """The work that is pending in a project.

    Attributes:
        changes: Name, version in the lock and version to come of each part that differs; empty
            where the part is absent.
        pending: What ``quickscale apply`` would do, in one line; empty for nothing.
        conflicts: Paths of files with conflicts that the owner has to resolve.
        unmerged: Paths of files whose merge git has not finished.
        missing: Paths of files that are gone, of which the owner did not say that they are to be.
        broken: Plugins of the project that cannot be loaded.
        dotenv: The variables that this machine's ``.env`` lacks.
        problems: Why no plan can be made.
        project: The project as the installed plugins make it; ``None`` where they cannot.
    """

    changes: tuple[tuple[str, str, str], ...] = ()
    pending: str = ""
    conflicts: tuple[str, ...] = ()
    unmerged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    broken: tuple[BrokenPlugin, ...] = ()
    problems: tuple[Problem, ...] = ()
    project: ComposedProject | None = None
    dotenv: tuple[str, ...] = ()

    def document(self) -> dict[str, object]:
        """Return the same as JSON."""
        return {
            "changes": [
                {"name": name, "before": before, "after": after}
                for name, before, after in self.changes
            ],
            "pending": bool(self.pending),
            "conflicts": list(self.conflicts),
            "unmerged": list(self.unmerged),
            "dotenv": list(self.dotenv),
            "broken": [{"name": it.name, "what": it.problem.what} for it in self.broken],
            "problems": [
                {"what": it.what, "where": list(it.where), "fix": it.fix} for it in self.problems
            ],
        }


def find_pending_work(folder: Path, lock: Lock) -> PendingWork:
    """Return what the installed plugins would change in a project."""
    registry = Registry.installed()
    parts = [registry.get(it.name) for it in lock.plugins]
    broken = tuple(it for it in parts if isinstance(it, BrokenPlugin))
    told = {it.problem.what for it in broken}
    existing = open_project(folder)
    try:
        change = plan_change(existing, registry)
    except QuickScaleError as error:
        return PendingWork(
            conflicts=lock.conflicts,
            unmerged=find_unmerged(folder, lock, Disk(folder)),
            missing=tuple(it.place for it in missing_files(existing)),
            broken=broken,
            problems=tuple(it for it in error.problems if it.what not in told),
        )
    versions = [("core", lock.core, __version__), *plugin_versions(change)]
    return PendingWork(
        changes=tuple(it for it in versions if it[1] != it[2]),
        pending=summary(change) if change.pending else "",
        conflicts=change.plan.conflicts,
        unmerged=change.plan.unmerged,
        missing=change.plan.missing,
        broken=broken,
        project=change.project,
        dotenv=change.dotenv_lacks,
    )


def say_pending_work(printer: Printer, pending_work: PendingWork) -> None:
    """Print the pending work of a project; print nothing where there is none."""
    if pending_work.pending:
        printer.result("\nPending:")
        for name, before, after in pending_work.changes:
            printer.result(f"  {name} {before or '(new)'} -> {after or '(gone)'}")
        printer.result(f"  {pending_work.pending}")
        printer.result("  see it: quickscale plan    do it: quickscale apply")
    elif pending_work.dotenv:
        printer.result()
        say_dotenv(printer, pending_work.dotenv)
    _say_paths(printer, "Conflicts to resolve", pending_work.conflicts, "quickscale resolve")
    unmerged = pending_work.unmerged
    way_on = unmerged_problem(unmerged).fix if unmerged else ""
    _say_paths(printer, "In conflict by a merge of git's", unmerged, way_on)
    way_on = missing_problem(pending_work.missing, alone=not pending_work.conflicts).fix
    _say_paths(printer, "Missing, and not said to be deleted", pending_work.missing, way_on)
    if pending_work.broken or pending_work.problems:
        printer.result("\nNo plan can be made:")
    for problem in (*(it.problem for it in pending_work.broken), *pending_work.problems):
        for line in str(problem).splitlines():
            printer.result(f"  {line}")


def _say_paths(printer: Printer, heading: str, paths: Sequence[str], way_on: str) -> None:
    if paths:
        printer.result(f"\n{heading}:")
        for path in (*paths, way_on):
            printer.result(f"  {path}")
