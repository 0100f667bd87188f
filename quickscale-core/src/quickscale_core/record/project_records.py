"""A project's records beside its files: lock, pristine objects, ``.env``."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import __version__
from quickscale_core.paths.content import Content
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.paths.reading import read_file
from quickscale_core.project_file.reading import yml_version
from quickscale_core.project_file.schema_steps import YML_STEPS, former_path
from quickscale_core.project_file.writing import SCHEMA as YML_SCHEMA
from quickscale_core.record.lock import (
    LOCK_NAME,
    Lock,
    LockedFile,
    LockedOption,
    LockedPlugin,
    format_lock,
    lock_schema,
)
from quickscale_core.record.lock import SCHEMA as LOCK_SCHEMA
from quickscale_core.record.run_steps import RECORD, record
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.dotenv import DOTENV, complete_dotenv, missing_variables
from quickscale_core.writing.pristine_objects import object_path

if TYPE_CHECKING:
    from quickscale_core.composition.composition import Composition
    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.selection.resolve import Selection

__all__ = [
    "GITIGNORE",
    "PROJECT",
    "dotenv_lacks",
    "first_records",
    "former_records",
    "next_dotenv",
    "next_lock",
    "next_records",
    "stale_objects",
]

PROJECT = "project"
"""Under this name, as of a plugin, the lock keeps the project's own lasting answers."""

GITIGNORE = Write(".quickscale/.gitignore", Content(b"/local/\n"))
"""Keeps from git what concerns one machine's copy alone."""


def next_lock(  # noqa: PLR0913 - what a lock is made of
    selection: Selection,
    tree: FileTree,
    *,
    kept: tuple[str, ...],
    moves: tuple[tuple[str, str], ...] = (),
    conflicts: tuple[str, ...] = (),
    deleted: tuple[str, ...] = (),
    dropped: tuple[LockedFile, ...] = (),
) -> Lock:
    """Return the lock of a project once a plan is carried out.

    Args:
        selection: What the project is made of.
        tree: Every file of it, as made.
        kept: Paths of ours that are left to the owner's files.
        moves: Files of ours that the owner renamed: the path we made them at, and theirs.
        conflicts: Paths at which the owner has a conflict to resolve.
        deleted: Paths of ours that the owner said are to stay absent.
        dropped: Files that no plugin has any more and that stay, since the owner edited them.
    """
    # the owner's files and answers are not ours to merge
    made = {path: file for path, file in tree.items() if path not in {*kept, FILE_NAME}}
    return Lock(
        core=__version__,
        plugins=tuple(
            LockedPlugin(it.name, it.version, it.distribution) for it in selection.plugins
        ),
        files=tuple(LockedFile.of(path, it) for path, it in made.items()),
        kept=kept,
        options=_lasting_answers(selection),
        moves=moves,
        conflicts=conflicts,
        deleted=deleted,
        dropped=dropped,
    )


def first_records(lock: Lock, tree: FileTree, composition: Composition) -> list[Write]:
    """Return the records of a new project; the lock last."""
    secrets = complete_dotenv("", composition.env_vars)
    return [
        *_objects(lock, tree, set()),
        GITIGNORE,
        Write(RECORD, Content(record(None))),
        Write(DOTENV, Content(secrets.encode()), secret=True),
        Write(LOCK_NAME, Content(format_lock(lock))),
    ]


def next_records(folder: Path, lock: Lock, lock_data: bytes, tree: FileTree) -> list[Write]:
    """Return the records under version control that change as a project moves on; the lock last.

    Args:
        folder: The project's folder.
        lock: Its next lock.
        lock_data: The bytes of its present one.
        tree: Every file of it, as made.
    """
    stored = {it.sha256 for it in lock.files if (folder / object_path(it.sha256)).exists()}
    writes = _objects(lock, tree, stored)
    if not (folder / GITIGNORE.path).exists():
        writes.append(GITIGNORE)
    # git may have checked it out with a Windows line's end, which is no change
    if (text := format_lock(lock)) != lock_data.replace(b"\r\n", b"\n"):
        writes.append(Write(LOCK_NAME, Content(text)))
    return writes


def next_dotenv(folder: Path, composition: Composition) -> Write | None:
    """Return this machine's ``.env`` with the variables it lacks, or ``None`` if it has all.

    It is in no version control, so a clone has none. What it lacks is not a change of the project.

    Args:
        folder: The project's folder.
        composition: What its plugins come to.
    """
    there = _dotenv(folder)
    if there is None:
        return None
    completed = complete_dotenv(there, composition.env_vars)
    if completed == there:
        return None
    data = completed.encode("utf-8", "surrogateescape")
    return Write(DOTENV, Content(data), secret=True)


def dotenv_lacks(folder: Path, composition: Composition) -> tuple[str, ...]:
    """Return the names of the variables that :func:`next_dotenv` would add."""
    there = _dotenv(folder)
    missing = [] if there is None else missing_variables(there, composition.env_vars)
    return tuple(it.name for it in missing)


def _dotenv(folder: Path) -> str | None:
    """Return what ``.env`` holds, or ``None`` where it is not a file; a link is not followed."""
    place = folder / DOTENV
    if not os.path.lexists(place):
        return ""
    if not stat.S_ISREG(place.lstat().st_mode):
        return None
    return read_file(str(place)).decode("utf-8", "surrogateescape")


def former_records(lock_data: bytes, yml: str) -> list[Write]:
    """Return a project's lock and ``quickscale.yml`` as they were, where their form moves on.

    Args:
        lock_data: The lock's bytes.
        yml: The text of ``quickscale.yml``.
    """
    found = []
    if (schema := lock_schema(lock_data)) < LOCK_SCHEMA:
        found.append(Write(former_path(LOCK_NAME, schema), Content(lock_data)))
    if YML_STEPS and (schema := yml_version(yml)) < YML_SCHEMA:
        found.append(Write(former_path(FILE_NAME, schema), Content(yml.encode())))
    return found


def stale_objects(folder: Path, before: Lock, after: Lock) -> list[str]:
    """Return the paths of the objects that a lock needed and the next one does not."""
    wanted = {it.sha256 for it in (*after.files, *after.dropped)}
    gone = {it.sha256 for it in (*before.files, *before.dropped)} - wanted
    return [object_path(it) for it in sorted(gone) if (folder / object_path(it)).is_file()]


def _objects(lock: Lock, tree: FileTree, stored: set[str]) -> list[Write]:
    """Return the pristine objects of a lock that are not stored yet."""
    contents = {it.sha256: tree[it.path].data for it in lock.files if it.sha256 not in stored}
    return [Write(object_path(it), Content(contents[it]), packed=True) for it in sorted(contents)]


def _lasting_answers(selection: Selection) -> tuple[LockedOption, ...]:
    """Return the answers that may not change once the project exists."""
    spec = selection.spec
    answers = [
        LockedOption(plugin.name, option.name, json.dumps(spec.options(plugin.name)[option.name]))
        for plugin in selection.plugins
        for option in plugin.card.options
        if not option.mutable
    ]
    return tuple(sorted([*answers, LockedOption(PROJECT, "name", json.dumps(spec.name))]))
