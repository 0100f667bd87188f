"""The distributions of the workspace, read from their ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.checkout import ROOT, distribution_folders

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Distribution", "distributions"]


@dataclass(frozen=True)
class Distribution:
    """One folder that is published as one distribution.

    Attributes:
        name: What pip calls it: ``"quickscale-auth"``.
        version: Its version.
        folder: Where it is.
        package: What Python imports: ``"quickscale_modules.auth"``.
        requires: Its requirements, as written.
        extras: The names of its extras.
    """

    name: str
    version: str
    folder: Path
    package: str
    requires: tuple[str, ...]
    extras: tuple[str, ...]

    @property
    def source(self) -> Path:
        """The folder that its ``import`` starts from."""
        return self.folder / "src"

    @property
    def package_folder(self) -> Path:
        """The folder of the package itself."""
        return self.source.joinpath(*self.package.split("."))

    @property
    def is_core(self) -> bool:
        """Whether this is ``quickscale`` itself rather than a plugin."""
        return self.name == "quickscale"


def distributions(root: Path = ROOT) -> list[Distribution]:
    """Return every distribution of the workspace at ``root``, core first, then by folder."""
    found = []
    for folder in distribution_folders(root):
        data = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        project = data["project"]
        found.append(
            Distribution(
                name=project["name"],
                version=project["version"],
                folder=folder,
                package=data["tool"]["uv"]["build-backend"]["module-name"],
                requires=tuple(project.get("dependencies", ())),
                extras=tuple(project.get("optional-dependencies", ())),
            )
        )
    return found
