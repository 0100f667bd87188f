"""A project in memory, the result of rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.composition.composition import Composition
    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.selection.resolve import Selection

__all__ = ["ComposedProject"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedProject:
    """A project in memory.

    Attributes:
        selection: The plugins it is made of.
        composition: What they come to.
        tree: Every file of it.
    """

    selection: Selection
    composition: Composition
    tree: FileTree

    @property
    def request(self) -> ProjectSpec:
        """What was asked for, completed: the theme is named, options have their types."""
        return self.selection.request
