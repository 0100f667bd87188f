"""Today's distributions and later versions of them, as wheels in environments of their own.

What the later versions change stands in ``tests/later_versions``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from quickscale_core.testing.projects.environment import one_at_a_time

from tools.assets import build_assets
from tools.checkout import ROOT, Environment, clean_environ
from tools.distributions import distributions
from tools.uv import find_uv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FIRST", "LATER", "Release", "Releases", "build_releases"]

_PINS: Final = ROOT / "requirements" / "dev.txt"
_DISTRIBUTIONS: Final = ("quickscale", "quickscale-auth", "quickscale-theme-htmx")
_LEFT_OUT: Final = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache")


@dataclass(frozen=True)
class Release:
    """A state of the package index: one version of each distribution.

    Attributes:
        name: What it is called here: ``"1.1.0"``.
        folder: What it changes, or nothing for today's state.
    """

    name: str
    folder: Path | None = None

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @cached_property
    def card(self) -> dict[str, Any]:
        """What its ``release.toml`` says."""
        if self.folder is None:
            return {}
        return tomllib.loads((self.folder / "release.toml").read_text(encoding="utf-8"))

    def arrives(self, plugins: Iterable[str], package: str) -> dict[str, str]:
        """Return what each path of a project must hold afterwards.

        Args:
            plugins: The plugins the project is made of.
            package: Its import name.
        """
        parts = self.card.get("arrives", {})
        return {
            path.replace("{package}", package): text.strip("\n")
            for plugin in plugins
            for path, text in parts.get(plugin, {}).items()
        }

    @property
    def renames(self) -> dict[str, str]:
        """The paths that files of a project get, by those they had."""
        parts: dict[str, dict[str, str]] = self.card.get("renames", {})
        return {old: new for renamed in parts.values() for old, new in renamed.items()}

    @property
    def leaves(self) -> list[str]:
        """The paths that must be gone from a project afterwards."""
        parts: dict[str, list[str]] = self.card.get("leaves", {})
        return [*self.renames, *(path for paths in parts.values() for path in paths)]


FIRST: Final = Release("today")
LATER: Final = tuple(
    Release(card.parent.name, card.parent)
    for card in sorted((ROOT / "tests" / "later_versions").glob("*/release.toml"))
)


@dataclass
class Releases:
    """Environments with the distributions of each release, made when first asked for.

    Attributes:
        folder: Where everything is.
    """

    folder: Path
    _made: dict[str, Environment] = field(default_factory=dict)

    @property
    def wheels(self) -> Path:
        """The folder of all wheels, of every release."""
        return self.folder / "wheels"

    def installed(self, release: Release) -> Environment:
        """Return the environment of somebody who has installed a release."""
        if release.name not in self._made:
            made = Environment(self.folder / "installed" / release.name)
            with one_at_a_time(self.folder / f"{release.name}.lock"):
                if not (made.folder / "complete").is_file():
                    _install(made, self._of(release))
                    (made.folder / "complete").touch()
            self._made[release.name] = made
        return self._made[release.name]

    def _of(self, release: Release) -> list[Path]:
        """Return the wheels of a release: of each distribution the newest one up to it."""
        newest: dict[str, Path] = {}
        for one in (FIRST, *LATER):
            for wheel in (self.wheels / one.name).glob("*.whl"):
                newest[wheel.name.partition("-")[0]] = wheel
            if one == release:
                break
        return sorted(newest.values())


def build_releases(folder: Path) -> Releases:
    """Build the wheels of every release; processes that share the folder build them once.

    Args:
        folder: Where they go, for all processes the same.

    Raises:
        AssertionError: Something does not build, or a patch no longer applies.
    """
    folder.mkdir(exist_ok=True)
    with one_at_a_time(folder / "wheels.lock"):
        if not (folder / "built").is_file():
            _build_all(folder)
            (folder / "built").touch()
    return Releases(folder)


def _build_all(folder: Path) -> None:
    if problem := build_assets():
        raise AssertionError(problem)
    source = folder / "source"
    places = {it.name: it.folder.relative_to(ROOT) for it in distributions()}
    for name in _DISTRIBUTIONS:
        shutil.copytree(ROOT / places[name], source / places[name], ignore=_LEFT_OUT)
    for release in (FIRST, *LATER):
        versions = release.card.get("versions", dict.fromkeys(_DISTRIBUTIONS, ""))
        if release.folder is not None:
            _change(source, release.folder, release.card.get("dropped", []))
        for name, version in versions.items():
            if version:
                _set_version(source / places[name], version)
            target = folder / "wheels" / release.name
            _uv("build", "--wheel", "--quiet", "--out-dir", str(target), str(source / places[name]))


def _change(source: Path, changes: Path, dropped: Iterable[str]) -> None:
    """Do to a copy of the workspace what a release changes."""
    patch = changes / "changes.patch"
    # a repository round it would make git look for the paths from that one's root
    environ = clean_environ() | {"GIT_CEILING_DIRECTORIES": str(source.parent)}
    done = subprocess.run(
        ["git", "apply", "-C1", str(patch)],
        cwd=source,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        where = patch.relative_to(ROOT)
        raise AssertionError(
            f"{where} no longer applies to the workspace; {where.parent.parent}/README.md says"
            f" what to do\n{done.stderr}"
        )
    if (changes / "files").is_dir():
        shutil.copytree(changes / "files", source, dirs_exist_ok=True)
    for path in dropped:
        (source / path).unlink()


def _set_version(folder: Path, version: str) -> None:
    places = [(folder / "pyproject.toml", r'(?m)^version = "[^"]+"', f'version = "{version}"')]
    core = folder / "src" / "quickscale_core" / "__init__.py"
    if core.is_file():
        places.append((core, r'(?m)^__version__ = "[^"]+"', f'__version__ = "{version}"'))
    for path, pattern, replacement in places:
        text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
        assert count, f"{path} names no version"
        path.write_text(text, encoding="utf-8")


def _install(made: Environment, wheels: list[Path]) -> None:
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(made.folder))
    target = ("--quiet", "--python", str(made.python))
    _uv("pip", "install", *target, "--constraints", str(_PINS), *map(str, wheels))


def _uv(*arguments: str) -> None:
    done = subprocess.run(
        [str(find_uv()), *arguments],
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"uv {' '.join(arguments)}\n{done.stderr}"
