"""Find what is damaged, half done or left over in a project, and repair it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core.doctor.case import Case, Finding
from quickscale_core.doctor.conflicts import check_conflicts
from quickscale_core.doctor.lock_lines import check_lock
from quickscale_core.doctor.pristine_bytes import check_objects
from quickscale_core.doctor.surroundings import (
    check_answers_and_plugins,
    check_missing,
    check_places,
    check_records,
)
from quickscale_core.writing.apply import change_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quickscale_core.plugins.discovery import Registry

__all__ = ["Case", "Finding", "examine", "repair_project"]

_CHECKS: Final[tuple[Callable[[Case], Iterator[Finding]], ...]] = (
    check_answers_and_plugins,
    check_lock,  # whose lines the others go by
    check_places,
    check_conflicts,
    check_objects,
    check_missing,
    check_records,
)


def examine(folder: Path, registry: Registry) -> tuple[Case, list[Finding]]:
    """Look for everything that is wrong; nothing is written.

    Args:
        folder: The project's folder, absolute.
        registry: The installed plugins.

    Returns:
        The case, which holds the repairs, and what was found.
    """
    case = Case(folder, registry)
    return case, [finding for check in _CHECKS for finding in check(case)]


def repair_project(case: Case) -> None:
    """Carry out every repair, or none. The change before it can still be undone.

    Raises:
        QuickScaleError: The disk refused, or something changed since; it is as it was.
    """
    change_folder(
        case.folder,
        case.repairs,
        case.removes,
        expected=case.expected(),
        title="doctor",
        above=True,
    )
