"""The one rule for paths inside a project, and the further rules for paths of plugins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = [
    "WINDOWS_RESERVED",
    "folded",
    "inside_error",
    "parents_of",
    "path_error",
    "record_path_error",
    "twins",
]

WINDOWS_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
"""Names that stand for devices on Windows, with any ending (Microsoft, "Naming Files")."""

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f:\\\ud800-\udfff]")
"""What leads elsewhere on Windows (drives, streams, its separator), ends a line of the lock, or is
no character at all."""

_IGNORED: Final = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""What HFS+ leaves out as it compares names; the list is that of git's ``next_hfs_char``."""

_HIDDEN: Final = re.compile(r"(\.git|git~[0-9]+|\.quickscale|quicks~[0-9]+)[ .]*")
"""What a file system may take for ``.git`` or ``.quickscale``: also with the dots and spaces that
Windows cuts off, and by its short name (git's ``is_ntfs_dotgit``). Colons are refused anyway."""

_RECORDS: Final = re.compile(
    r"\.quickscale(/(\.gitignore|objects(/[0-9a-f]{2,64})?|former(/[a-z.]+\.[0-9]+)?"
    r"|local(/steps\.json)?))?"
)
"""What of ``.quickscale`` a change may write, and the folders that hold it."""

_ODD: Final = re.compile(r'[<>"|?*]')
_NEVER: Final = {
    ".env": "it holds the project's secrets; contribute EnvVar",
    "quickscale.lock": "it records what was generated",
    "quickscale.yml": "it says what the project is made of",
}


def inside_error(path: object) -> str:
    """Return why something is not a path inside a project, or an empty text if it is one.

    This is the one rule for every path that comes from a plugin, a lock, a journal or a disk.

    Args:
        path: Relative, with ``/`` between its parts. Anything but text is not a path.
    """
    if not isinstance(path, str):
        return "is not a text"
    parts = path.split("/")
    if path.startswith("/") or ".." in parts:
        return "leads outside the project"
    for part in parts:
        if not part.strip(". "):
            return "has an empty part"
        if _UNSAFE.search(part):
            return f"has a part {_shown(part)} that not every system can hold"
        if (part[0] in ".gGqQ" or not part.isascii()) and _HIDDEN.fullmatch(
            _IGNORED.sub("", part).casefold()
        ):
            folder = part if part.isprintable() else ascii(part)
            return f"lies in {folder}, which holds no files of a project"
    return ""


def record_path_error(path: object) -> str:
    """Return why a change may not write to a path, or an empty text if it may.

    A change writes the project's files and, in ``.quickscale``, what core records there.

    Args:
        path: As in :func:`inside_error`.
    """
    if isinstance(path, str) and _RECORDS.fullmatch(path):
        return ""
    return inside_error(path)


def path_error(path: str) -> str:
    """Return why a plugin may not put a file at a path, or an empty text if it may.

    Args:
        path: Relative, with ``/`` between its parts.
    """
    if path in _NEVER:
        return f"is kept by core: {_NEVER[path]}"
    if error := inside_error(path):
        return error
    for part in path.split("/"):
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
    """Return a form that is equal for paths that some file system takes for the same."""
    if path.isascii():
        return path.lower()
    path = unicodedata.normalize("NFC", _IGNORED.sub("", path))
    return unicodedata.normalize("NFC", path.casefold())


def parents_of(path: str) -> list[str]:
    """Return the folders a path lies in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
