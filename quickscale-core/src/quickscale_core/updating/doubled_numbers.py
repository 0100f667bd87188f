"""Find migrations of upstream's that get the number of one of the owner's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from quickscale_core.updating.shipped_migrations import is_migration

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.updating.plan import Plan

__all__ = ["doubled_numbers"]

_NUMBER: Final = re.compile(r"(\d{4})_\w+\.py")


def doubled_numbers(folder: Path, plan: Plan) -> dict[str, str]:
    """Return the number of a migration by its app's label, where a plan brings a second one.

    Two of one number follow the same one before, and Django refuses to migrate until somebody has
    merged them (https://docs.djangoproject.com/en/5.2/topics/migrations/#version-control).

    Args:
        folder: The project's folder.
        plan: The plan, carried out or not.
    """
    found: dict[str, str] = {}
    known = {it.path for it in plan.changes}
    for change in plan.changes:
        path = PurePosixPath(change.path)
        new = change.after is not None and change.before is None and is_migration(change.path)
        number = _NUMBER.fullmatch(path.name) if new else None
        if number is None:
            continue
        for other in (folder / path.parent).glob(f"{number[1]}_*.py"):
            if str(path.parent / other.name) not in known:
                found[path.parent.parent.name] = number[1]
    return found
