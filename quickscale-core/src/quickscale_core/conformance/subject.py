"""The plugin that is checked: its source folder, and its installed entry points."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugins.discovery import InstalledPlugin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quickscale_core.plugins.discovery import Registry

__all__ = ["NotRun", "Subject", "read_subject"]


class NotRun(Exception):  # noqa: N818 - a state of the machine or of the plugin
    """A check has nothing to look at, or nothing to look with; its text says why."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A distribution's source folder.

    Attributes:
        folder: The folder, absolute.
        project: The ``[project]`` table of its ``pyproject.toml``.
        entries: Its entry points in the group ``quickscale``, by name.
        registry: The installed plugins, this one among them.
    """

    folder: Path
    project: Mapping[str, Any]
    entries: Mapping[str, str]
    registry: Registry = field(repr=False)

    @property
    def distribution(self) -> str:
        """The distribution's name."""
        return str(self.project["name"])

    @property
    def source(self) -> Path:
        """The folder that its imports start from: ``src``, or else the folder itself."""
        src = self.folder / "src"
        return src if src.is_dir() else self.folder

    @property
    def plugins(self) -> tuple[InstalledPlugin, ...]:
        """Its plugins that can be loaded."""
        found = (self.registry.get(name) for name in self.entries)
        return tuple(plugin for plugin in found if isinstance(plugin, InstalledPlugin))


def read_subject(folder: Path, registry: Registry) -> Subject:
    """Read a distribution's ``pyproject.toml``.

    Raises:
        QuickScaleError: There is none, it is not TOML, or it names no project or no plugin.
    """
    path = folder / "pyproject.toml"
    fix = "name the folder of a plugin's source: quickscale plugins check PATH"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QuickScaleError(Problem(what=f"{folder} has no pyproject.toml", fix=fix)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuickScaleError(Problem(what=f"{path} cannot be read: {error}")) from None
    project = data.get("project", {})
    entries = project.get("entry-points", {}).get("quickscale", {})
    if not project.get("name") or not entries:
        lacks = "no plugin" if project.get("name") else "no project"
        raise QuickScaleError(
            Problem(
                what=f"{path} names {lacks}",
                fix='add it: [project.entry-points.quickscale] NAME = "PACKAGE.NAME.plugin"',
            )
        )
    return Subject(folder=folder, project=project, entries=dict(entries), registry=registry)
