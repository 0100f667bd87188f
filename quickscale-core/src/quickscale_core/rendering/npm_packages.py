"""The packages that a project's ``frontend/`` is built from, and the command that adds some."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quickscale_core.plugin_api.contributions import NpmPackage

__all__ = ["PACKAGE_JSON", "npm_commands", "packages_lacking", "versions_in"]

PACKAGE_JSON: Final = "frontend/package.json"
"""Where a project says what its app is built from."""
_GROUPS: Final = ("dependencies", "devDependencies")


def versions_in(package_json: bytes) -> Mapping[str, str]:
    """Return the version that a ``package.json`` names of each package; none if it is not one."""
    try:
        document = json.loads(package_json)
    except ValueError:
        return {}
    groups = [document.get(it) for it in _GROUPS] if isinstance(document, dict) else []
    return {
        str(name): str(version)
        for group in groups
        if isinstance(group, dict)
        for name, version in group.items()
    }


def packages_lacking(wanted: Iterable[NpmPackage], package_json: bytes) -> tuple[NpmPackage, ...]:
    """Return the packages that a ``package.json`` does not name in the version that is wanted.

    Args:
        wanted: What plugins' parts import.
        package_json: The file's bytes, empty where there is none.
    """
    versions = versions_in(package_json)
    return tuple(it for it in wanted if versions.get(it.name) != it.version)


def npm_commands(packages: Iterable[NpmPackage]) -> tuple[tuple[str, ...], ...]:
    """Return the commands, typed in the project's folder, that add packages to its app.

    The lock then names no address: it stays one for every registry.

    Args:
        packages: The packages; those for development are added by a command of their own.
    """
    wanted = list(packages)
    commands = []
    for development, flags in ((False, ()), (True, ("--save-dev",))):
        names = [f"{it.name}@{it.version}" for it in wanted if it.development is development]
        if names:
            save = ("--save-exact", *flags, "--omit-lockfile-registry-resolved")
            commands.append(("npm", "--prefix", "frontend", "install", *save, *names))
    return tuple(commands)
