"""Tell where the owner moved whole folders of ours, and what belongs there now. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import EXIT_CONFLICTS, Problem, QuickScaleError
from quickscale_core.paths.project_paths import parents_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MovedFolders"]


class MovedFolders:
    """Follow folders that were moved with everything of ours in them.

    A folder counts as moved where no file of ours is left in it, and those of its files whose new
    place is known kept their names below one other folder.

    Args:
        places: Where each file stands now, by the path it was made at.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._left: set[str] = set()
        self._targets: dict[str, dict[str, str]] = {}
        for made, place in places.items():
            for folder in parents_of(made):
                rest = made[len(folder) :]
                if place == made:
                    self._left.add(folder)
                elif place.endswith(rest):
                    target = place.removesuffix(rest)
                    self._targets.setdefault(folder, {}).setdefault(target, place)

    def follow(self, path: str) -> str:
        """Return where a file belongs that upstream has at a path.

        Raises:
            QuickScaleError: The folder it belongs to was moved to several places.
        """
        for folder in reversed(parents_of(path)):
            targets = self._targets.get(folder, {})
            if folder in self._left:
                break
            if len(targets) > 1:
                raise QuickScaleError(
                    Problem(
                        what=f"{path} belongs to {folder}, which you moved to several places",
                        where=tuple(sorted(targets.values())),
                        fix=f"bring {folder} together in one place, or leave one of its files where"
                        " it was, then repeat the command",
                    ),
                    exit_code=EXIT_CONFLICTS,
                )
            if targets:
                (target,) = targets
                return target + path[len(folder) :]
        return path
