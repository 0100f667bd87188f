"""``quickscale.lock``: what was made, by which versions, in lines that git can merge.

One line per fact, sorted::

    schema 2
    core 1.0.0
    plugin auth 1.0.0 quickscale-auth
    option billing subject "user"
    kept README.md
    moved apps/pages/views.py apps/site/views.py
    conflict my_app/urls.py
    deleted apps/pages/templates/pages/terms.html
    dropped teams 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 644 teams.py
    file base 3f786850e387550fdab836ed7e6dc881de23001b2fadd1b5fabb1c5e8e4f8f1a 644 manage.py

``.gitattributes`` merges the file with ``merge=union``, so after a merge it may hold lines of both
branches, even older ones. The reader merges them: the highest version counts, and of several lines
for one path the one that matches the disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.project_paths import inside_error
from quickscale_core.project_file.schema_steps import LOCK_STEPS, move_forward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quickscale_core.paths.filetree import File

__all__ = [
    "LOCK_NAME",
    "SCHEMA",
    "Lock",
    "LockedFile",
    "LockedOption",
    "LockedPlugin",
    "format_lock",
    "lock_schema",
    "read_lock",
]

LOCK_NAME: Final = "quickscale.lock"
"""The lock's path in a project."""

SCHEMA: Final = 2
"""The version of the format this module writes; the reader takes every one up to it."""

_HEADER = (
    "# What QuickScale made here, and with what. Commit this file; quickscale alone writes it."
)
_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_MODES = ("644", "755")
"""What the lock says of a file that is not executable, and of one that is."""


@dataclass(frozen=True, order=True, slots=True)
class LockedPlugin:
    """A plugin that took part.

    Attributes:
        name: Its name: ``"auth"``.
        version: The version of its distribution.
        distribution: Its distribution: ``"quickscale-auth"``.
    """

    name: str
    version: str
    distribution: str


@dataclass(frozen=True, order=True, slots=True)
class LockedFile:
    """A file as it was made.

    Attributes:
        path: Where it stands, relative to the project.
        owner: Name of the plugin it comes from.
        sha256: The SHA-256 of the bytes that were made, in 64 hexadecimal digits.
        executable: Whether it was made executable; the lock says ``755``, else ``644``.
    """

    path: str
    owner: str
    sha256: str
    executable: bool

    @classmethod
    def of(cls, path: str, file: File) -> LockedFile:
        """Return how a file of the tree is recorded."""
        return cls(path, file.owner, file.sha256, file.content.executable)


@dataclass(frozen=True, order=True, slots=True)
class LockedOption:
    """An answer that may not change any more.

    Attributes:
        plugin: Name of the plugin that asked: ``"billing"``.
        name: The option: ``"subject"``.
        value: The answer as JSON: ``'"user"'``.
    """

    plugin: str
    name: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """What was made, and with what.

    Attributes:
        core: The version of quickscale.
        plugins: The plugins that took part, sorted by name.
        files: Every file that was made, sorted by path. After a merge of two branches a path may
            stand here more than once; see :meth:`made`.
        kept: Paths of ours that were left to files the owner had already, sorted.
        options: Answers that may not change any more, sorted.
        moves: Files of ours that the owner renamed: the path they were made at, and theirs.
        conflicts: Paths at which the owner has a conflict to resolve, sorted.
        deleted: Paths of ours that are to stay absent, since the owner said so, sorted.
        dropped: Files that were made and that no plugin has any more, while the owner's edits of
            them stay; so that they are merged when a plugin has them again.
    """

    core: str
    plugins: tuple[LockedPlugin, ...] = ()
    files: tuple[LockedFile, ...] = ()
    kept: tuple[str, ...] = ()
    options: tuple[LockedOption, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    dropped: tuple[LockedFile, ...] = ()

    def made(self) -> dict[str, tuple[LockedFile, ...]]:
        """Return, by path, each state in which a file may have been made.

        There is one, except where a merge left the lines of two branches. A file on the disk that
        equals any of them was not edited since.
        """
        return _by_path(self.files)

    def remembered(self) -> dict[str, tuple[LockedFile, ...]]:
        """Return the same of every file that ever was made and may still stand there."""
        return _by_path((*self.files, *self.dropped))


def _by_path(files: Iterable[LockedFile]) -> dict[str, tuple[LockedFile, ...]]:
    states: dict[str, tuple[LockedFile, ...]] = {}
    for file in files:
        states[file.path] = (*states.get(file.path, ()), file)
    return states


def format_lock(lock: Lock) -> bytes:
    """Return the lock's bytes; equal locks give equal bytes."""
    lines = [
        _HEADER,
        f"schema {SCHEMA}",
        f"core {lock.core}",
        *(f"plugin {it.name} {it.version} {it.distribution}" for it in sorted(lock.plugins)),
        *(f"option {it.plugin} {it.name} {it.value}" for it in sorted(lock.options)),
        *(f"kept {path}" for path in sorted(lock.kept)),
        *(f"moved {_joined(made)} {path}" for made, path in sorted(lock.moves)),
        *(f"conflict {path}" for path in sorted(lock.conflicts)),
        *(f"deleted {path}" for path in sorted(lock.deleted)),
        *(f"dropped {_file_line(it)}" for it in sorted(lock.dropped)),
        *(f"file {_file_line(it)}" for it in sorted(lock.files)),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _file_line(file: LockedFile) -> str:
    return f"{file.owner} {file.sha256} {_MODES[file.executable]} {file.path}"


def read_lock(data: bytes) -> Lock:
    """Read a lock, also one that git merged by lines or left conflict markers in.

    Args:
        data: The file's bytes.

    Returns:
        The lock: of two versions the higher one, of equal lines one.

    Raises:
        QuickScaleError: Some lines are not valid, all of which are named; or this version does not
            know the schema.
    """
    facts: dict[str, list[tuple[str, ...]]] = {word: [] for word in _PARTS}
    problems = []
    text = move_forward(data.decode("utf-8", "replace"), lock_schema(data), LOCK_STEPS)
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.removesuffix("\r")  # git may have checked it out with a Windows line's end
        if not line.strip() or line.startswith("#") or _MARKER.match(line):
            continue
        word, _, rest = line.partition(" ")
        parts = tuple(rest.split(" ", _PARTS.get(word, 0)))
        if not _is_fact(word, parts):
            problems.append(
                Problem(
                    what=f"{LOCK_NAME} has a line that is not understood",
                    where=(f"{LOCK_NAME}:{number}: {line}",),
                    fix="take the file from version control again, or run: quickscale doctor",
                )
            )
            continue
        problems += [
            Problem(
                what=f"{LOCK_NAME} names a file that cannot be the project's: its path {error}",
                where=(f"{LOCK_NAME}:{number}: {line}",),
                fix="take the file from version control again, or run: quickscale doctor",
            )
            for path in _paths(word, parts)
            if (error := inside_error(path))
        ]
        facts[word].append(parts)
    if not problems and not (facts["core"] and facts["schema"]):
        problems.append(
            Problem(
                what=f"{LOCK_NAME} does not say which schema and core made it",
                fix="take the file from version control again, or run: quickscale doctor",
            )
        )
    if problems:
        raise QuickScaleError(*problems)
    schema = max(int(number) for (number,) in facts["schema"])
    if schema > SCHEMA:
        raise QuickScaleError(
            Problem(
                what=f"{LOCK_NAME} has schema {schema}, and this quickscale knows up to {SCHEMA}",
                fix="upgrade it: pip install --upgrade quickscale",
            )
        )
    return Lock(
        core=_highest(version for (version,) in facts["core"]),
        plugins=_merge_plugins(LockedPlugin(*parts) for parts in facts["plugin"]),
        files=_files(facts["file"]),
        dropped=_files(facts["dropped"]),
        kept=tuple(sorted({path for (path,) in facts["kept"]})),
        options=tuple(sorted({LockedOption(*parts) for parts in facts["option"]})),
        moves=tuple(sorted({(_split(made), path) for made, path in facts["moved"]})),
        conflicts=tuple(sorted({path for (path,) in facts["conflict"]})),
        deleted=tuple(sorted({path for (path,) in facts["deleted"]})),
    )


def _files(facts: Iterable[tuple[str, ...]]) -> tuple[LockedFile, ...]:
    found = {LockedFile(path, owner, sha, mode == _MODES[True]) for owner, sha, mode, path in facts}
    return tuple(sorted(found))


def lock_schema(data: bytes) -> int:
    """Return the version of a lock's form, after a merge the higher one; 0 where none is said."""
    return max(
        (int(number) for number in re.findall(rb"(?m)^schema ([0-9]{1,9})\r?$", data)), default=0
    )


def _joined(path: str) -> str:
    """Return a path as one word, for a line on which another one follows."""
    return path.replace("%", "%25").replace(" ", "%20")


def _split(word: str) -> str:
    return word.replace("%20", " ").replace("%25", "%")


_PARTS: Final = {
    "schema": 0,
    "core": 0,
    "plugin": 2,
    "option": 2,
    "kept": 0,
    "moved": 1,
    "conflict": 0,
    "deleted": 0,
    "dropped": 3,
    "file": 3,
}
"""How often each kind of line is split after its first word; its last part may hold spaces."""


def _is_fact(word: str, parts: tuple[str, ...]) -> bool:
    """Return whether a line has the parts that its first word requires."""
    if word not in _PARTS or len(parts) != _PARTS[word] + 1 or not all(parts):
        return False
    if word in {"file", "dropped"}:
        return bool(_SHA256.fullmatch(parts[1])) and parts[2] in _MODES
    return word != "schema" or bool(_NUMBER.fullmatch(parts[0]))


def _paths(word: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths that a line names."""
    if word == "moved":
        return _split(parts[0]), parts[1]
    return parts[-1:] if word in {"file", "dropped", "kept", "conflict", "deleted"} else ()


def _highest(versions: Iterable[str]) -> str:
    """Return the highest of some versions; one that is no version (PEP 440) is lower than all."""
    distinct = set(versions)
    if len(distinct) == 1:  # so mostly, and then nothing has to be imported
        return distinct.pop()
    from packaging.version import InvalidVersion, Version

    def rank(text: str) -> tuple[bool, Version | None, str]:
        try:
            return (True, Version(text), text)
        except InvalidVersion:
            return (False, None, text)

    return max(distinct, key=rank)


def _merge_plugins(plugins: Iterable[LockedPlugin]) -> tuple[LockedPlugin, ...]:
    """Return one line per plugin: the one of the highest version."""
    by_name: dict[str, list[LockedPlugin]] = {}
    for plugin in plugins:
        by_name.setdefault(plugin.name, []).append(plugin)
    merged = []
    for same in by_name.values():
        version = _highest(plugin.version for plugin in same)
        merged.append(max(plugin for plugin in same if plugin.version == version))
    return tuple(sorted(merged))
