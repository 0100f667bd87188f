"""Files that the caller of the generator adds to a project, over those of all plugins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quickscale_core.composition.collect import Contributed
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api.contributions import FileSet
from quickscale_core.rendering.sources import paths_of
from quickscale_core.selection.resolve import Selection

__all__ = ["own_offer"]


def own_offer(selection: Selection, root: Path) -> Contributed:
    """Return the offer that a folder of files is.

    The files take part as the base project's own, of which they know the options, and take over
    every path they share with another plugin.

    Args:
        selection: What the project is made of.
        root: The folder, absolute.

    Raises:
        QuickScaleError: There is no such folder.
    """
    if not root.is_dir():
        raise QuickScaleError(
            Problem(what=f"{root} is not a folder of files", fix="name a folder that exists")
        )
    owner = replace(selection.plugin("base"), distribution="the caller's own files", folder=root)
    files = FileSet(root=root)
    files = replace(files, replaces=tuple(paths_of(files, selection.spec.package)))
    return Contributed(plugin=owner, files=(files,), fragments=(), contributions=())
