"""Find the names of installed plugins, importing none of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from quickscale_core import __version__
from quickscale_core.plugin_api.hookspecs import PROJECT_NAME
from quickscale_core.plugins.parts_of_core import PARTS

__all__ = ["Candidate", "Metadata", "built_in", "on_path"]


class Metadata(Protocol):
    """An installed distribution, as ``importlib_metadata`` finds it."""

    def read_text(self, filename: str, /) -> str | None:
        """Return a file of its metadata, or ``None`` if it has none of that name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A plugin that is installed, before its code is imported.

    Attributes:
        name: The entry point's name.
        module: The module it points at: ``"quickscale_modules.auth.plugin"``.
        source: Its distribution, or ``None`` for a part of core.
    """

    name: str
    module: str
    source: Metadata | None = field(default=None, repr=False)

    def metadata(self) -> dict[str, list[str]]:
        """Return the distribution's name, version and requirements, lower-case header names."""
        if self.source is None:
            return {"name": ["quickscale"], "version": [__version__]}
        text = _read(self.source, "METADATA") or _read(self.source, "PKG-INFO")
        found: dict[str, list[str]] = {"name": ["unknown"], "version": ["0"]}
        read: dict[str, list[str]] = {}
        # email.parser takes a millisecond a file; these three headers are never folded
        for line in text.split("\n\n", 1)[0].splitlines():
            header, _, value = line.partition(":")
            if header.lower() in {"name", "version", "requires-dist"}:
                read.setdefault(header.lower(), []).append(value.strip())
        return found | read


def _read(source: Metadata, name: str) -> str:
    """Return a file of a distribution's metadata; one that is absent or unreadable is empty."""
    try:
        return source.read_text(name) or ""
    except (OSError, UnicodeDecodeError):
        return ""


def built_in() -> Iterator[Candidate]:
    """Yield core's own parts."""
    for name, module in PARTS.items():
        yield Candidate(name=name, module=module)


def on_path() -> Iterator[Candidate]:
    """Yield the plugins of every distribution on ``sys.path``, the first of each name there."""
    import importlib_metadata

    seen = set()
    # an archive that is not there, as Python's own seldom is, would load what reads archives
    places = [place for place in sys.path if Path(place).exists()]
    for source in importlib_metadata.distributions(path=places):
        # importlib_metadata would parse every file for us, and stop at the first it cannot read
        for name, module in _entries(_read(source, "entry_points.txt")):
            candidate = Candidate(name=name, module=module, source=source)
            key = (name, candidate.metadata()["name"][0].lower().replace("_", "-"))
            if key not in seen:
                seen.add(key)
                yield candidate


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield names and modules of our group (packaging.python.org, "Entry points")."""
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line == f"[{PROJECT_NAME}]"
        elif inside and "=" in line and line[0] not in "#;":
            name, _, module = line.partition("=")
            yield name.strip(), module.partition("[")[0].strip()
