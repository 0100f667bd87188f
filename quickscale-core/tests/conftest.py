"""Plugins made on the spot: as installed distributions, or in memory."""

from __future__ import annotations

import itertools
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

import importlib_metadata
import pytest
from hypothesis import settings
from quickscale_core.plugin_api.plugin import Kind, Plugin
from quickscale_core.plugins.card_checks import make_manager
from quickscale_core.plugins.discovery import InstalledPlugin, Registry
from quickscale_core.plugins.entry_points import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# the same examples every time, and none fails for being slow on a busy machine
settings.register_profile("core", deadline=None, derandomize=True)
settings.load_profile("core")

_numbers = itertools.count()

PLUGIN_PY = """\
from pathlib import Path

from quickscale_core import *

HERE = Path(__file__).parent
PLUGIN = Plugin(name={name!r}, kind={kind!r}, summary="A {name} for tests"{card})


@hookimpl
def contribute_settings(spec):
    return [{settings}]


@hookimpl
def contribute_templates(spec):
    return [{templates}]

{body}
"""


class Workshop:
    """Writes plugins into a folder, as distributions that are installed there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = f"workshop_{next(_numbers)}"

    def plugin(
        self,
        name: str,
        *,
        kind: Kind = "module",
        card: str = "",
        settings: str = "",
        templates: str | None = None,
        body: str = "",
        source: str | None = None,
        files: Mapping[str, str | bytes] | None = None,
        distribution: str | None = None,
        version: str = "1.0.0",
        requires: tuple[str, ...] = ("quickscale>=1",),
        package: str | None = None,
        core: bool = False,
    ) -> Path:
        """Install a plugin and return the folder of its module."""
        package = package or self.package
        home = self.folder / package / name
        home.mkdir(parents=True, exist_ok=True)
        if templates is None:
            templates = 'FileSet(root=HERE / "files")' if files else ""
        text = source
        if text is None:
            comma = f", {card}" if card else ""
            text = PLUGIN_PY.format(
                name=name,
                kind=kind,
                card=comma,
                settings=settings,
                templates=templates,
                body=body,
            )
        (home / "plugin.py").write_text(text)
        for path, content in (files or {}).items():
            target = home / "files" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        if not core:
            self.distribution(
                distribution or f"acme-{name}",
                version,
                {name: f"{package}.{name}.plugin"},
                requires,
            )
        return home

    def distribution(
        self, name: str, version: str, entries: dict[str, str], requires: tuple[str, ...] = ()
    ) -> None:
        """Write the metadata of an installed distribution with these entry points."""
        info = self.folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        lines = ["Metadata-Version: 2.3", f"Name: {name}", f"Version: {version}"]
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        (info / "METADATA").write_text("\n".join(lines) + "\n\nName: not a header\n")
        rows = [f"{key} = {value}" for key, value in entries.items()]
        (info / "entry_points.txt").write_text("\n".join(["[quickscale]", *rows]) + "\n")

    def core(self, **base: object) -> None:
        """Write a small core: a base project and the starter theme."""
        self.plugin("base", kind="core", core=True, **base)  # type: ignore[arg-type]
        self.plugin("starter", kind="theme", card='frontend="html"', core=True)

    def candidates(self) -> list[Candidate]:
        """Return what is installed here, core's parts first."""
        parts = [
            Candidate(name=name, module=f"{self.package}.{name}.plugin")
            for name in ("base", "starter")
            if (self.folder / self.package / name).exists()
        ]
        found = [
            Candidate(name=entry.name, module=entry.value, source=entry.dist)
            for distribution in importlib_metadata.distributions(path=[str(self.folder)])
            for entry in distribution.entry_points
        ]
        return parts + found

    def registry(self) -> Registry:
        """Return a registry of what is installed here and of nothing else."""
        return Registry(self.candidates())


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    """An empty place to install plugins in."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = set(sys.modules)
    yield Workshop(folder)
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if file.startswith(str(folder)) or name.startswith("workshop_"):
            del sys.modules[name]


class Inventor:
    """Makes plugins in memory, without a file."""

    def __call__(
        self, name: str, *, builtin: bool = False, kind: Kind = "module", **hooks: object
    ) -> InstalledPlugin:
        """Return a plugin with these hooks."""
        module = types.ModuleType(name)
        for hook, function in hooks.items():
            setattr(module, hook, function)
        return InstalledPlugin(
            card=Plugin(name=name, kind=kind, summary=f"A {name} for tests"),
            distribution="quickscale" if builtin else f"acme-{name}",
            version="1.0.0",
            manager=make_manager(module),
            folder=Path(sys._getframe(1).f_code.co_filename).parent,  # the test that asks
            builtin=builtin,
        )


@pytest.fixture
def invent() -> Inventor:
    """Make plugins in memory."""
    return Inventor()
