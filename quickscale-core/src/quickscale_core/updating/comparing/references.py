"""Find the owner's lines that refer to apps which a project is about to lose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.plan import Plan

__all__ = ["find_references"]

_READ: Final = (".py", ".html", ".txt", ".toml", ".yml", ".yaml", ".md")


def find_references(
    labels: Iterable[str], tree: FileTree, plan: Plan, made: Iterable[str], disk: Disk
) -> list[str]:
    """Return the lines of the owner's that name an app, as ``path:line: text``.

    What names one: an import, a model as ``"teams.Team"``, a migration's dependency, a URL or a
    template of the app's. A foreign key into a table that goes is found by its model.

    Args:
        labels: The apps' labels.
        tree: The project without them; what stands in a file just so is no line of the owner's.
        plan: The plan that takes them away.
        made: The paths of what was made before.
        disk: The project's folder.
    """
    apps = "|".join(map(re.escape, labels))
    if not apps:
        return []
    pattern = re.compile(
        rf"\bapps\.(?:{apps})\b|\bfrom apps import .*\b(?:{apps})\b"
        rf"|[\"'](?:{apps})(?:\.\w+|:[\w-]+|/[\w./-]+)[\"']|[\"'](?:{apps})[\"'],\s*[\"']\d{{4}}_"
    )
    found = []
    for path, data in sorted(_owners_files(tree, plan, made, disk).items()):
        text = data.decode("utf-8", "replace")
        upstreams = (
            set(tree[path].data.decode("utf-8", "replace").splitlines()) if path in tree else set()
        )
        for number, line in enumerate(text.splitlines(), start=1):
            if line not in upstreams and pattern.search(line):
                found.append(f"{path}:{number}: {line.strip()}")
    return found


def _owners_files(
    tree: FileTree, plan: Plan, made: Iterable[str], disk: Disk
) -> Mapping[str, bytes]:
    """Return what will stand in the files that are the owner's, or that the owner edited."""
    files = dict(_edited(tree, plan))
    known = {*made, *tree, *files, *(it.path for it in plan.changes)}
    for path, content in disk.owners_files(known).items():
        if path.endswith(_READ):
            files[path] = content.data
    return files


def _edited(tree: FileTree, plan: Plan) -> Iterator[tuple[str, bytes]]:
    for it in plan.changes:
        if it.after is None or not it.path.endswith(_READ):
            continue
        if it.path not in tree or tree[it.path].data != it.after.data:
            yield it.path, it.after.data
