"""Refuse a plan that would change or remove a migration which databases may have applied.

Django knows an applied migration by its name alone. A database that has applied the former one does
not follow the new one, and ``migrate`` ends in ``InconsistentMigrationHistory`` or never makes what
the new one adds
(https://docs.djangoproject.com/en/5.2/topics/migrations/#version-control).
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.made_files.kept_bytes import KeptBytes
    from quickscale_core.updating.made_files.renames import Pair
    from quickscale_core.updating.plan import Plan

__all__ = ["check_migrations", "doubled_numbers", "is_migration", "meaning"]

_NUMBER: Final = re.compile(r"(\d{4})_\w+\.py")
_MIGRATION: Final = re.compile(r"(?:.+/)?migrations/\d\w*\.py")


def is_migration(path: str) -> bool:
    """Return whether a file of that path is a migration."""
    return bool(_MIGRATION.fullmatch(path))


def meaning(source: bytes) -> str:
    """Return what a migration does, whatever its comments and line breaks are."""
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError):  # the latter of a NUL character
        return source.decode("utf-8", "backslashreplace")


def check_migrations(
    tree: FileTree,
    pairs: Iterable[Pair],
    disk: Disk,
    kept: KeptBytes,
    label: Callable[[str], str],
) -> Iterator[Problem]:
    """Yield a problem for each migration that was made here and would be another one, or none.

    One that goes with its whole app is no matter, nor one that its owner has taken away, nor one
    that another migration ``replaces``.

    Args:
        tree: The project as upstream has it now.
        pairs: What was made, where it stands and where upstream has it.
        disk: What stands in the project's folder.
        kept: The bytes of what was made.
        label: Returns a plugin with its version.
    """
    folders = {PurePosixPath(path).parent for path in tree if is_migration(path)}
    for pair in pairs:
        if pair.place is None or not is_migration(pair.made):
            continue
        file = tree.get(pair.made)
        if file is None and pair.dropped:
            continue
        if file is None:
            folder = PurePosixPath(pair.made).parent
            if folder in folders and not _is_replaced(tree, PurePosixPath(pair.made)):
                yield _refusal(pair, "would go, while its app stays", label)
            continue
        if file.sha256 in {it.sha256 for it in pair.states}:
            continue
        there = disk.content(pair.place)
        known = [*kept.known(pair.states).values(), *([there.data] if there else [])]
        if meaning(file.data) not in map(meaning, known):
            yield _refusal(pair, "would become another one", label)


def _is_replaced(tree: FileTree, path: PurePosixPath) -> bool:
    """Return whether a migration beside that path names it in ``replaces``."""
    for other, file in tree.items():
        beside = PurePosixPath(other)
        if (
            beside.parent == path.parent
            and is_migration(other)
            and path.stem in _replaced(file.data)
        ):
            return True
    return False


def _replaced(source: bytes) -> set[str]:
    """Return the names of the migrations that a migration replaces."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    lists = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(it, ast.Name) and it.id == "replaces" for it in node.targets)
    ]
    return {
        str(it.value)
        for one in lists
        for it in ast.walk(one)
        if isinstance(it, ast.Constant) and isinstance(it.value, str)
    }


def _refusal(pair: Pair, what: str, label: Callable[[str], str]) -> Problem:
    path = PurePosixPath(pair.made)
    app, owner = path.parent.parent.name, pair.states[0].owner
    return Problem(
        what=f"{pair.made} {what}, and databases that have applied it would not follow",
        where=(
            f"{label(owner)} makes it so, together with the plugins and options asked for",
            f"whether a database has applied it: manage.py showmigrations {app}",
        ),
        fix=f"do without this change, and ask the authors of {owner} for a migration that follows"
        f" {path.stem}\n  or, where no database has applied it: delete the app's tables"
        f" (manage.py migrate {app} zero), quickscale remove {owner}, make this change, and"
        f" quickscale add {owner}",
    )


def doubled_numbers(folder: Path, plan: Plan) -> dict[str, str]:
    """Return the number of a migration by its app's label, where a plan brings a second one.

    Two of one number follow the same one before, and Django refuses to migrate until somebody has
    merged them (https://docs.djangoproject.com/en/5.2/topics/migrations/#version-control).

    Args:
        folder: The project's folder.
        plan: The plan, carried out or not.
    """
    found: dict[str, str] = {}
    known = {it.path for it in plan.changes}
    for change in plan.changes:
        path = PurePosixPath(change.path)
        new = change.after is not None and change.before is None and is_migration(change.path)
        number = _NUMBER.fullmatch(path.name) if new else None
        if number is None:
            continue
        for other in (folder / path.parent).glob(f"{number[1]}_*.py"):
            if str(path.parent / other.name) not in known:
                found[path.parent.parent.name] = number[1]
    return found
