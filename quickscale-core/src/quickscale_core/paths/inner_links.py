"""Where a path leads whose folders are links within the project."""

from __future__ import annotations

import os
from pathlib import Path

from quickscale_core.paths.project_paths import inside_error, parents_of

__all__ = ["through_links"]


def through_links(folder: Path, path: str) -> str | None:
    """Return the path that a path is, once the links among its folders are taken as what they are.

    Nothing is read through a link here; the caller looks at the path that is returned.

    Args:
        folder: The project's folder, absolute.
        path: Relative to it, with ``/`` between its parts.

    Returns:
        The path without a link above its file, or ``None`` where no folder above it is a link, or
        one leads out of the project or to what is not the project's own.
    """
    if not any((folder / it).is_symlink() for it in parents_of(path)):
        return None
    above, _, name = path.rpartition("/")
    root, place = os.path.realpath(folder), os.path.realpath(folder / above)
    if place == root or not place.startswith(root + os.sep):
        return None
    led = f"{Path(place).relative_to(root).as_posix()}/{name}"
    return None if inside_error(led) else led
