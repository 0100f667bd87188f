"""What a change does to a project's files, as the journal and the undo record keep it."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import FileState
from quickscale_core.paths.project_paths import parents_of, record_path_error
from quickscale_core.paths.reading import read_file

__all__ = [
    "Entry",
    "JournalOutcome",
    "Manifest",
    "format_manifest",
    "parse_manifest",
    "read_manifest",
]

JournalOutcome = Literal["record", "above", "forget", "undo"]
"""What becomes of the journal: the undo record; the same, above the former one; nothing; nothing,
and the record goes too, to make room for the one below it."""

_SCHEMA: Final = 2
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What happens to one path.

    Attributes:
        path: Relative to the project.
        before: What stood there, or ``None``.
        after: What stands there once the change is made, or ``None``.
    """

    path: str
    before: FileState | None
    after: FileState | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A whole change.

    Attributes:
        title: What was done, for its owner: ``"add auth"``.
        outcome: What becomes of the journal at the end.
        entries: Every path; a file of the journal is named by its entry's number.
        made: Folders the change makes, parents first, with the permission bits they get; ``None``
            leaves these to the umask.
        emptied: Folders the change empties and takes away, parents last, with their bits.
    """

    title: str
    outcome: JournalOutcome
    entries: tuple[Entry, ...]
    made: tuple[tuple[str, int | None], ...] = ()
    emptied: tuple[tuple[str, int], ...] = ()

    def written(self) -> Iterator[tuple[int, Entry]]:
        """Yield the files that are made or replaced, with their numbers in the journal."""
        return ((number, it) for number, it in enumerate(self.entries) if it.after is not None)

    def replaced(self) -> Iterator[tuple[int, Entry]]:
        """Yield the files that are replaced, with their numbers in the journal."""
        return ((number, it) for number, it in self.written() if it.before is not None)

    def removed(self) -> Iterator[tuple[int, Entry]]:
        """Yield the files that go, with their numbers in the journal."""
        return ((number, it) for number, it in enumerate(self.entries) if it.after is None)


def format_manifest(manifest: Manifest) -> bytes:
    """Return a manifest's text."""
    return json.dumps({"schema": _SCHEMA, **asdict(manifest)}, indent=1).encode()


def parse_manifest(text: bytes) -> Manifest | None:
    """Read a manifest.

    Returns:
        The manifest, or ``None`` where no change of ours wrote it: a folder that came from
        elsewhere may hold one that leads out of it, or into ``.git``, whose hooks run.
    """
    try:
        document = json.loads(text)
        if document["schema"] != _SCHEMA or document["outcome"] not in get_args(JournalOutcome):
            return None
        manifest = Manifest(
            title=str(document["title"]),
            outcome=document["outcome"],
            entries=tuple(
                Entry(it["path"], _state(it["before"]), _state(it["after"]))
                for it in document["entries"]
            ),
            made=tuple(
                (it, None if mode is None else _mode(mode)) for it, mode in document["made"]
            ),
            emptied=tuple((it, _mode(mode)) for it, mode in document["emptied"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return manifest if _is_sound(manifest) else None


def read_manifest(place: str) -> Manifest:
    """Read what a journal or an undo record says.

    Raises:
        OSError: It cannot be read.
        QuickScaleError: It is none of ours.
    """
    if manifest := parse_manifest(read_file(place)):
        return manifest
    shown = "/".join(place.split("/")[-4:])
    raise QuickScaleError(
        Problem(
            what=f"{shown} was not written by this quickscale",
            where=(place,),
            fix=f"if the folder is yours, remove it: rm -r {shlex.quote(os.path.dirname(place))}",
        )
    )


def _is_sound(manifest: Manifest) -> bool:
    """Return whether a manifest names only what a change of ours can name.

    Folders are made for files that are written, and are emptied by files that go.
    """
    paths = [it.path for it in manifest.entries]
    folders = [it for it, _ in (*manifest.made, *manifest.emptied)]
    if any(record_path_error(it) for it in (*paths, *folders)):
        return False
    if len(set(paths)) < len(paths):
        return False
    if any(it.before is None and it.after is None for it in manifest.entries):
        return False
    needed = {above for it in manifest.entries if it.after for above in parents_of(it.path)}
    left = {above for it in manifest.entries if not it.after for above in parents_of(it.path)}
    return needed.issuperset(it for it, _ in manifest.made) and left.issuperset(
        it for it, _ in manifest.emptied
    )


def _state(document: Any) -> FileState | None:  # noqa: ANN401 - whatever stands in the file
    if document is None:
        return None
    if not _SHA256.fullmatch(document["sha256"]):
        raise ValueError
    return FileState(document["sha256"], _mode(document["mode"]))


def _mode(number: Any) -> int:  # noqa: ANN401 - whatever stands in the file
    if type(number) is not int:
        raise TypeError
    return number & 0o7777
