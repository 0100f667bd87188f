"""Contributions of files, and of parts of files that many share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quickscale_core.plugin_api.contributions.kinds import Contribution, Ordered, Slot

__all__ = ["FileSet", "Fragment"]


@dataclass(frozen=True, kw_only=True)
class FileSet(Contribution):
    """A folder of files copied into the project.

    A file whose name ends in ``.j2`` is rendered and loses that ending; every other file is
    copied byte for byte with its executable bit. The path part ``__package__`` becomes the
    project's import name. ``__pycache__`` and ``*.pyc`` are never read.

    Attributes:
        root: The folder, absolute: ``Path(__file__).parent / "files"``.
        target: Where its contents go, relative to the project.
        frontend: Only for themes of this frontend (``"html"``, ``"react"``), or ``None`` for all.
        replaces: Project paths taken over from another plugin on purpose.
        sprite: Project path of an SVG among them that holds a ``<symbol>`` for each icon that a
            theme draws. Projects get those of them that they name, and those of the theme's option
            ``icons``; see :data:`ICONS_OPTION`.
    """

    root: Path
    target: str = ""
    frontend: str | None = None
    replaces: tuple[str, ...] = ()
    sprite: str = ""


@dataclass(frozen=True, kw_only=True)
class Fragment(Ordered):
    """A piece of prose or markup for one of core's slots; its key is the plugin's name.

    Attributes:
        slot: Where it goes; see :data:`Slot`.
        template: The file, absolute. ``*.j2`` is rendered, anything else copied.
    """

    slot: Slot
    template: Path
