"""What lies before a project: newer plugins, a pending plan, conflicts, what keeps it from all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core import __version__
from quickscale_core.cli.change_report import plugin_versions, say_dotenv, summary
from quickscale_core.errors import QuickScaleError
from quickscale_core.generate import plan_change
from quickscale_core.plugins.discovery import BrokenPlugin, Registry
from quickscale_core.record.project_on_disk import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.cli.output import Printer
    from quickscale_core.errors import Problem
    from quickscale_core.record.lock import Lock
    from quickscale_core.rendering.composed_project import ComposedProject

__all__ = ["Outlook", "look_ahead", "say_outlook"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What lies before a project.

    Attributes:
        changes: Name, version in the lock and version to come of each part that differs; empty
            where it is not there, or will not be.
        pending: What ``quickscale apply`` would do, in a line; empty where that is nothing.
        conflicts: Paths at which the owner has something to settle.
        broken: Plugins of the project that cannot be used.
        dotenv: The variables that this machine's ``.env`` lacks.
        problems: What keeps a plan from being made.
        project: The project as the installed plugins make it, where they can.
    """

    changes: tuple[tuple[str, str, str], ...] = ()
    pending: str = ""
    conflicts: tuple[str, ...] = ()
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
            "dotenv": list(self.dotenv),
            "broken": [{"name": it.name, "what": it.problem.what} for it in self.broken],
            "problems": [
                {"what": it.what, "where": list(it.where), "fix": it.fix} for it in self.problems
            ],
        }


def look_ahead(folder: Path, lock: Lock) -> Outlook:
    """Find out what the installed plugins would make of a project now."""
    registry = Registry.installed()
    parts = [registry.get(it.name) for it in lock.plugins]
    broken = tuple(it for it in parts if isinstance(it, BrokenPlugin))
    told = {it.problem.what for it in broken}
    try:
        change = plan_change(open_project(folder), registry)
    except QuickScaleError as error:
        problems = tuple(it for it in error.problems if it.what not in told)
        return Outlook(conflicts=lock.conflicts, broken=broken, problems=problems)
    versions = [("core", lock.core, __version__), *plugin_versions(change)]
    return Outlook(
        changes=tuple(it for it in versions if it[1] != it[2]),
        pending=summary(change) if change.pending else "",
        conflicts=change.plan.conflicts,
        broken=broken,
        project=change.project,
        dotenv=change.dotenv_lacks,
    )


def say_outlook(printer: Printer, outlook: Outlook) -> None:
    """Say what lies before a project; where that is nothing, nothing is said."""
    if outlook.pending:
        printer.result("\nPending:")
        for name, before, after in outlook.changes:
            printer.result(f"  {name} {before or '(new)'} -> {after or '(gone)'}")
        printer.result(f"  {outlook.pending}")
        printer.result("  see it: quickscale plan    do it: quickscale apply")
    elif outlook.dotenv:
        printer.result()
        say_dotenv(printer, outlook.dotenv)
    if outlook.conflicts:
        printer.result("\nConflicts to settle:")
        for path in outlook.conflicts:
            printer.result(f"  {path}")
        printer.result("  quickscale resolve")
    if outlook.broken or outlook.problems:
        printer.result("\nNo plan can be made:")
    for problem in (*(it.problem for it in outlook.broken), *outlook.problems):
        for line in str(problem).splitlines():
            printer.result(f"  {line}")
