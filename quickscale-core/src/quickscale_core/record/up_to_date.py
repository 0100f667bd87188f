"""Whether a project has nothing pending, found out without composing it.

Composing a thousand files to find that nothing is to do takes longer than looking at what goes
in. So after each change this machine notes the inputs: ``quickscale.yml``, the lock, ``.env``, and
the size and change time of every file of the plugins. While they are the same the project has
nothing pending, whatever its owner edits; only what became of a file that is gone, or that git has
not merged to its end, is for the planner to find out. The note stands in ``.quickscale/local``,
which version control ignores, and costs nothing to lose.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import __version__
from quickscale_core.errors import QuickScaleError
from quickscale_core.merging.conflict_markers import has_foreign_markers
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.paths.git_commands import unmerged_paths
from quickscale_core.paths.reading import read_inside
from quickscale_core.record.lock import LOCK_NAME, read_lock
from quickscale_core.writing.disk_calls import replace_file
from quickscale_core.writing.dotenv import DOTENV

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quickscale_core.paths.content import Content

__all__ = ["is_up_to_date", "note_up_to_date"]

_CORE: Final = Path(__file__).parents[1]
_NOTE: Final = ".quickscale/local/up-to-date.json"
_OBJECTS: Final = ".quickscale/objects"
_COMPILED: Final = "__pycache__"


def note_up_to_date(folder: Path, plugin_folders: Iterable[Path]) -> None:
    """Note that a project has nothing pending now; a disk that refuses is no error.

    Args:
        folder: The project's folder.
        plugin_folders: Where the plugins that take part keep their files.
    """
    plugins = sorted({*map(str, plugin_folders), str(_CORE)})
    with suppress(OSError):
        own = _own_inputs(folder)
        note = {
            "plugins": plugins,
            "own": own,
            "inputs": _inputs(own, plugins),
        }
        replace_file(folder, _NOTE, json.dumps(note).encode())


def is_up_to_date(folder: Path) -> bool:
    """Return whether nothing that a project is made from changed since that was noted.

    Args:
        folder: The project's folder.
    """
    try:
        note = json.loads(read_inside(str(folder), _NOTE))
        # The times in it are this machine's, which no note from elsewhere can know. So the folders
        # that the note names are looked at only where this machine wrote it.
        own = _own_inputs(folder)
        if note["own"] != own or note["inputs"] != _inputs(own, note["plugins"]):
            return False
        wanted, unwanted = _paths(read_inside(str(folder), LOCK_NAME))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, QuickScaleError):
        return False  # absent, cut short or not ours
    disk = Disk(folder)
    if any(disk.exists(path) for path in unwanted) or unmerged_paths(folder):
        return False
    return all(_is_whole(disk.content(path)) for path in wanted)


def _is_whole(content: Content | None) -> bool:
    """Return whether a file is there, and no merge of git's left its markers in it."""
    return content is not None and not has_foreign_markers(content.data)


def _paths(data: bytes) -> tuple[set[str], set[str]]:
    """Return where files of a lock stand, and where none does: those moved or deleted."""
    lock = read_lock(data)
    unwanted = {*lock.deleted, *(made for made, _ in lock.moves)}
    return {*lock.made(), *(place for _, place in lock.moves)} - unwanted, unwanted


def _own_inputs(folder: Path) -> str:
    """Return one hash of what a project is made from, but for the files of its plugins.

    Raises:
        OSError: A part of it is not there.
    """
    whole = sha256(f"{__version__} {sys.version} {sys.prefix} {sys.path}".encode())
    for name in (FILE_NAME, LOCK_NAME):
        whole.update(sha256(read_inside(str(folder), name)).digest())
    for part in (folder / DOTENV, folder / _OBJECTS):
        whole.update(str(part.stat().st_mtime_ns).encode())
    for place in sys.path:  # what is installed: a new plugin may change what is chosen
        with suppress(OSError):
            whole.update(str(Path(place).stat().st_mtime_ns).encode())
    return whole.hexdigest()


def _inputs(own: str, plugins: Iterable[str]) -> str:
    """Return one hash of everything a project is made from.

    Args:
        own: What :func:`_own_inputs` returns.
        plugins: The folders of its plugins.

    Raises:
        OSError: One of them is not there.
    """
    whole = sha256(own.encode())
    for root in plugins:
        whole.update("".join(sorted(_stamps(root))).encode())
    return whole.hexdigest()


def _stamps(root: str) -> list[str]:
    """Return a line for each file below a folder: where, how long, when changed."""
    found = []
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    stat = entry.stat()
                    found.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}\n")
                elif entry.name != _COMPILED:
                    folders.append(entry.path)
    return found
