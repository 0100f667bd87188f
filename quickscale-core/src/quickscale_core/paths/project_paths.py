"""Check that a project's paths are safe and mean the same on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = ["WINDOWS_RESERVED", "folded", "path_error", "twins"]

WINDOWS_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
"""Names that stand for devices on Windows, with any ending (Microsoft, "Naming Files")."""

_ODD: Final = re.compile(r'[\x00-\x1f<>:"|?*\\\ud800-\udfff]')
_OURS: Final = frozenset({".git", ".quickscale"})
_NEVER: Final = {
    ".env": "it holds the project's secrets; contribute EnvVar",
    "quickscale.lock": "it records what was generated",
    "quickscale.yml": "it says what the project is made of",
}


def path_error(path: str) -> str:  # noqa: PLR0911 - one answer per rule
    """Return why a plugin may not put a file at a path of a project, or nothing.

    Args:
        path: Relative, with ``/`` between its parts.
    """
    if path in _NEVER:
        return f"is kept by core: {_NEVER[path]}"
    parts = path.split("/")
    if path.startswith("/") or ".." in parts:
        return "leads outside the project"
    if "" in parts or "." in parts:
        return "has an empty part"
    if parts[0].casefold() in _OURS:
        return f"lies in {parts[0]}, which no plugin may touch"
    for part in parts:
        if _ODD.search(part) or part.endswith((".", " ")):
            return f"has a part {_shown(part)} that not every system can hold"
        if part.split(".")[0].strip().casefold() in WINDOWS_RESERVED:
            return f'has a part "{part}" that is a device on Windows'
    return ""


def _shown(part: str) -> str:
    return f'"{part}"' if part.isprintable() else ascii(part)


def twins(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of paths that some file system cannot hold together.

    These are paths that differ in case or in Unicode composition only, and a file that stands
    where another path needs a folder.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    found = []
    for path in sorted(paths):
        same = folded(path)
        if same in seen:
            found.append((seen[same], path))
        seen.setdefault(same, path)
        parts = same.split("/")
        shown = path.split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            written = "/".join(shown[:end])
            known = folders.setdefault(folder, written)
            if known != written:
                found.append((f"{known}/", path))
    found += [(seen[same], f"{folders[same]}/") for same in seen if same in folders]
    return found


def folded(path: str) -> str:
    """Return what is equal for two paths that some file system takes for the same one."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
