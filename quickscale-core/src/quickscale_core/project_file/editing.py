"""Change what a ``quickscale.yml`` asks for, and leave every other byte of it alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.plugin_api.spec import ProjectSpec, title_of
from quickscale_core.project_file.edits import (
    AddModule,
    ChangeTitle,
    ChangeVersion,
    ChooseDeploy,
    ChooseTheme,
    Edit,
    RemoveModule,
    SetOption,
    SetSetting,
    UnsetOption,
    UnsetSetting,
    meant,
    section_of,
)
from quickscale_core.project_file.reading import forward_yml, read_yml
from quickscale_core.project_file.writing import write_yml
from quickscale_core.source_text.filters import yaml
from quickscale_core.source_text.yaml_entries import drop_entry, put_entry
from quickscale_core.source_text.yaml_nodes import YmlNode, parse_yaml

__all__ = ["edit_yml"]

_ORDER: Final = {
    (): ("schema", "project", "theme", "deploy", "modules", "settings"),
    ("project",): ("name", "title"),
    ("theme",): ("name", "options"),
    ("deploy",): ("name", "options"),
}
"""The order of the keys in a fresh file; those of a module, then options, by name."""


def edit_yml(text: str, edits: Sequence[Edit], name: str = FILE_NAME) -> str:
    """Return a ``quickscale.yml`` after some edits, made one after the other.

    Only what an edit speaks of is written anew: comments, quotes, indentation, line ends, braces
    and a missing last line's end stay as they are. A fresh file becomes what
    :func:`~quickscale_core.project_file.writing.write_yml` writes for the changed project.

    Args:
        text: The file's text, with the line ends it has.
        edits: What is to change.
        name: What errors call the file.

    Raises:
        UsageError: The text is no ``quickscale.yml``, or an edit does not fit it.
        QuickScaleError: The file is written in a way that could not be edited; it names the line
            that is to be changed by hand.
    """
    text = forward_yml(text)
    spec = read_yml(text, name)
    for edit in edits:
        before, wanted = spec, meant(spec, edit)
        after = text
        for part in _parts(spec, edit):
            after = _carry_out(after, part, name)
        try:
            spec = read_yml(after, name)
        except UsageError as error:
            raise _not_editable(text, edit, before, name) from error
        if write_yml(spec) != write_yml(wanted):  # unlike ==, it tells 1, 1.0 and true apart
            raise _not_editable(text, edit, before, name)
        text = after
    return text


@dataclass(frozen=True, slots=True)
class _Put:
    path: tuple[str, ...]
    value: object


@dataclass(frozen=True, slots=True)
class _Drop:
    path: tuple[str, ...]


def _parts(spec: ProjectSpec, edit: Edit) -> Iterator[_Put | _Drop]:  # noqa: C901, PLR0912 - edits
    """Yield what is to be written and taken out for an edit."""
    match edit:
        case AddModule(name, version):
            if name not in spec.modules:
                yield _Put(("modules", name), {})
            if version:
                yield _Put(("modules", name, "version"), version)
        case ChangeVersion(name, ""):
            yield _Drop(("modules", name, "version"))
        case ChangeVersion(name, version):
            yield _Put(("modules", name, "version"), version)
        case RemoveModule(name):
            yield _Drop(("modules", name))
        case SetOption(plugin, option, value, kind):
            section = section_of(spec, plugin, kind)
            if section == "modules":
                yield _Put(("modules", plugin, "options", option), value)
            else:
                yield _Put((section, "name"), plugin)
                yield _Put((section, "options", option), value)
        case UnsetOption(plugin, option):
            section = section_of(spec, plugin)
            inside = ("modules", plugin) if section == "modules" else (section,)
            yield _Drop((*inside, "options", option))
        case ChangeTitle(title):
            yield _Put(("project", "title"), title or title_of(spec.name))
        case SetSetting(name, value):
            yield _Put(("settings", name), value)
        case UnsetSetting(name):
            yield _Drop(("settings", name))
        case ChooseTheme(name):
            if name != spec.theme:
                yield _Drop(("theme", "options"))
            yield _Put(("theme", "name"), name)
        case ChooseDeploy(None):
            yield _Drop(("deploy",))
        case ChooseDeploy(target):
            if target != spec.deploy:
                yield _Drop(("deploy", "options"))
            yield _Put(("deploy", "name"), target)


def _carry_out(text: str, part: _Put | _Drop, name: str) -> str:
    root = parse_yaml(text, name)
    if root is None:
        return text
    if isinstance(part, _Put):
        return put_entry(text, root, part.path, part.value, _is_before)
    if len(_trail(root, part.path)) <= len(part.path):
        return text  # it is not there
    return drop_entry(text, root, part.path, _may_vanish)


def _is_before(path: Sequence[str], one: str, other: str) -> bool:
    """Tell where a new key goes: as in a fresh file, where settings keep the order of coming."""
    if tuple(path) == ("settings",):
        return True
    order = _ORDER.get(tuple(path), ())
    if path[:1] == ("modules",) and len(path) == 2:  # noqa: PLR2004 - in one module
        order = ("version", "options")
    if one in order and other in order:
        return order.index(one) < order.index(other)
    return one < other


def _may_vanish(path: Sequence[str]) -> bool:
    """Tell whether a mapping that has nothing left in it goes from a fresh file."""
    return path[-1] == "options" or tuple(path) in {("modules",), ("settings",)}


def _trail(root: YmlNode, path: Sequence[str]) -> list[YmlNode]:
    """Return the nodes along a path, as far as there are any; the root is the first."""
    trail = [root]
    for name in path:
        inner = trail[-1].value
        if not isinstance(inner, dict) or name not in inner:
            break
        trail.append(inner[name])
    return trail


def _not_editable(text: str, edit: Edit, spec: ProjectSpec, name: str) -> QuickScaleError:
    """Say by hand of which line the edit is to be made."""
    root = parse_yaml(text, name)
    parts = list(_parts(spec, edit))
    trails = [_trail(root, part.path) for part in parts] if root else []
    lines = {trail[-1].line: trail[-1].column for trail in trails}
    words = [
        f"{'.'.join(part.path)}: {yaml(part.value)}"
        if isinstance(part, _Put)
        else f"no {'.'.join(part.path)}"
        for part in parts
    ]
    return QuickScaleError(
        Problem(
            what=f"{name} is written in a way that quickscale cannot change",
            where=tuple(f"{name}:{line}:{column}" for line, column in sorted(lines.items())),
            fix=f"change it by hand, so that it has {', and '.join(words)}",
        )
    )
