"""Find the plugin's file for each path of a project."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quickscale_core.composition.collect import Contributed
from quickscale_core.composition.provenance import Attributed, clash
from quickscale_core.errors import Problem
from quickscale_core.paths.project_paths import path_error, twins
from quickscale_core.plugin_api.contributions import FileSet
from quickscale_core.selection.resolve import Selection

__all__ = ["Source", "find_sources", "paths_of"]

TEMPLATE_ENDING: Final = ".j2"
"""What the names of rendered files end in, and lose."""

_PACKAGE_PART: Final = "__package__"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a plugin that takes part.

    Attributes:
        origin: The file set it belongs to, and whose that is.
        file: Where it lies, absolute.
        executable: Whether it may be run.
    """

    origin: Attributed[FileSet]
    file: str
    executable: bool

    @property
    def is_template(self) -> bool:
        """Whether it is rendered."""
        return self.file.endswith(TEMPLATE_ENDING)


def find_sources(
    selection: Selection, offers: Sequence[Contributed]
) -> tuple[dict[str, Source], list[Problem]]:
    """Return the file at each path of the project, and every clash.

    Of a theme and those it extends, the nearest one's file counts. Any other two files on one path
    clash, unless the later plugin takes the path over with ``replaces``.
    """
    problems: list[Problem] = []
    found: dict[str, list[Source]] = {}
    for offer in offers:
        frontend = selection.spec_for(offer.plugin).frontend
        for item in offer.files:
            if item.frontend not in (None, frontend):
                continue
            origin = Attributed(offer.plugin, item)
            for path, source in _read_set(origin, selection.spec.package, problems):
                found.setdefault(path, []).append(source)
    depth = {plugin.name: index for index, plugin in enumerate(selection.theme_chain)}
    chosen: dict[str, Source] = {}
    for path in sorted(found):
        if error := path_error(path):
            problems += [_refused(source, path, error) for source in found[path]]
            continue
        chosen[path], rivals = _winner(path, found[path], depth)
        if rivals:
            problems.append(_rivalry(path, rivals))
    problems += [_twins(one, two, chosen) for one, two in twins(chosen)]
    return chosen, problems


def _read_set(
    origin: Attributed[FileSet], package: str, problems: list[Problem]
) -> Iterator[tuple[str, Source]]:
    """Yield the project path and source of each file of a set, sorted."""
    root = os.fspath(origin.item.root)
    if not os.path.isdir(root):  # noqa: PTH112 - thousands of paths are handled as text here
        problems.append(
            Problem(
                what=f"{origin.plugin.label} has no folder {origin.plugin.shorten(root)}",
                where=(origin.place,),
                fix=f"update {origin.plugin.distribution}",
            )
        )
        return
    for entry, relative in _walk(root, ""):
        if entry.is_symlink():
            problems.append(
                Problem(
                    what=f"{origin.plugin.label} offers a link, {relative}",
                    where=(origin.place,),
                    fix="offer the file itself",
                )
            )
            continue
        executable = bool(entry.stat().st_mode & 0o111)
        yield (
            _place(origin.item, relative, package),
            Source(origin, entry.path, executable),
        )


def paths_of(item: FileSet, package: str) -> list[str]:
    """Return where the files of a set stand in a project.

    Args:
        item: The set; its root is a folder.
        package: The project's import name.
    """
    root = os.fspath(item.root)
    return [_place(item, relative, package) for _, relative in _walk(root, "")]


def _place(item: FileSet, relative: str, package: str) -> str:
    """Return the project path of a file of a set."""
    target = item.target.rstrip("/")
    path = f"{target}/{relative}" if target else relative
    path = "/".join(package if part == _PACKAGE_PART else part for part in path.split("/"))
    return path.removesuffix(TEMPLATE_ENDING)


def _walk(folder: str, prefix: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield files and links below a folder, sorted by name; bytecode is left out."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name == "__pycache__" or entry.name.endswith((".pyc", ".pyo")):
            continue
        relative = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{relative}/")
        else:
            yield entry, relative


def _winner(
    path: str, sources: Sequence[Source], depth: dict[str, int]
) -> tuple[Source, list[Source]]:
    """Return the source that is used, and the sources that clash."""
    if len(sources) == 1:
        return sources[0], []
    themes = [source for source in sources if source.origin.plugin.name in depth]
    nearest = min((depth[source.origin.plugin.name] for source in themes), default=0)
    left = [
        source
        for source in sources
        if source not in themes or depth[source.origin.plugin.name] == nearest
    ]
    takers = [source for source in left if path in source.origin.item.replaces]
    if len(takers) == 1:
        return takers[0], []
    rivals = takers or left
    return rivals[-1], rivals if len(rivals) > 1 else []


def _rivalry(path: str, rivals: Sequence[Source]) -> Problem:
    return clash(
        "write",
        path,
        [(source.origin, source.origin.plugin.shorten(source.file)) for source in rivals],
        f'leave one out; a plugin that means to take the file over says replaces=("{path}",)',
    )


def _refused(source: Source, path: str, error: str) -> Problem:
    return Problem(
        what=f"{source.origin.plugin.label} writes {path}, which {error}",
        where=(source.origin.place,),
        fix=f"update {source.origin.plugin.distribution}, or leave {source.origin.plugin.name} out",
    )


def _twins(one: str, two: str, chosen: dict[str, Source]) -> Problem:
    lines = []
    for path in (one, two):
        prefix = path if path.endswith("/") else ""
        key = next(name for name in chosen if name == path or (prefix and name.startswith(prefix)))
        lines.append(chosen[key].origin.line(key))
    return Problem(
        what=f"{one} and {two} cannot be in one folder on every system",
        where=tuple(lines),
        fix="rename one of them",
    )
