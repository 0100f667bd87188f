"""The differences a plan makes beyond files: settings, dependencies, variables, migrations.

Everything is read from the files themselves, as they were made and as they would be made now. So
it can be told without the plugin versions that made them.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

__all__ = ["Area", "Difference", "is_compared", "list_differences"]

Area = Literal["setting", "dependency", "variable", "migration"]
"""What a difference is about."""

_SETTINGS: Final = re.compile(r"[^/]+/settings/(\w+)\.py")
_MIGRATION: Final = re.compile(r"(?:.+/)?(\w+)/migrations/(\d\w*)\.py")
_VARIABLE: Final = re.compile(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing that is added, removed or changed.

    Attributes:
        area: What it is about.
        name: The setting, requirement's distribution, variable or migration: ``"teams 0001"``.
        before: What it was, as source text, or empty where it was not.
        after: What it will be, or empty where it will not be.
        where: The settings module or dependency group: ``"production"``; empty elsewhere.
    """

    area: Area
    name: str
    before: str = ""
    after: str = ""
    where: str = ""

    @property
    def sign(self) -> str:
        """``+`` of what is new, ``-`` of what goes, ``~`` of what changes."""
        if not self.before:
            return "+"
        return "~" if self.after else "-"


def is_compared(path: str) -> bool:
    """Return whether files of that path are compared."""
    shared = path in {"pyproject.toml", ".env.example"}
    return shared or bool(_SETTINGS.fullmatch(path) or _MIGRATION.fullmatch(path))


def list_differences(
    before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """Compare files as they were made with files as they would be made.

    Args:
        before: The bytes by path of every file that changes or goes, as it was made.
        after: The bytes by path of every file that changes or comes.

    Returns:
        The differences by area, in the order of :data:`Area`, then by where and name; the
        elements of one list as they stand in it.
    """
    found: list[Difference] = []
    for path in sorted({*before, *after}):
        old, new = before.get(path, b""), after.get(path, b"")
        if matched := _SETTINGS.fullmatch(path):
            found += _compare("setting", _settings(old), _settings(new), matched[1])
        elif path == "pyproject.toml":
            groups_before, groups_after = _requirements(old), _requirements(new)
            for group in sorted({*groups_before, *groups_after}):
                found += _compare(
                    "dependency", groups_before.get(group, {}), groups_after.get(group, {}), group
                )
        elif path == ".env.example":
            found += _compare("variable", _variables(old), _variables(new), "")
        elif (matched := _MIGRATION.fullmatch(path)) and bool(old) != bool(new):
            name = f"{matched[1]} {matched[2]}"
            found.append(
                Difference(
                    area="migration",
                    name=name,
                    before=PurePosixPath(path).name if old else "",
                    after=PurePosixPath(path).name if new else "",
                )
            )
    order: tuple[Area, ...] = ("setting", "dependency", "variable", "migration")
    return tuple(sorted(found, key=lambda it: (order.index(it.area), it.where, _whole(it))))


def _whole(it: Difference) -> str:
    """Return the setting an element belongs to, or the name as it is."""
    return re.split(r"[ \[]", it.name, maxsplit=1)[0] if it.area == "setting" else it.name


def _compare(
    area: Area, before: Mapping[str, str], after: Mapping[str, str], where: str
) -> Iterator[Difference]:
    for name in {**before, **after}:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Difference(area=area, name=name, before=old, after=new, where=where)


def _settings(source: bytes) -> dict[str, str]:
    """Return what a settings module assigns, as source text; of lists each element by itself."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        target, value = _assignment(node)
        if not target or value is None:
            continue
        found |= _parts(target, value)
    return found


def _parts(name: str, value: ast.expr) -> dict[str, str]:
    """Return a value as source text by its name, of lists and dicts each element by itself.

    A dict in a dict is taken apart where it holds more of them: of a periodic task, its two plain
    values are told at once.
    """
    if isinstance(value, ast.List | ast.Tuple) and value.elts:
        return {f"{name} {text}": text for text in map(ast.unparse, value.elts)}
    nested = isinstance(value, ast.Dict) and any(
        isinstance(it, ast.Dict | ast.List | ast.Tuple) for it in value.values
    )
    if isinstance(value, ast.Dict) and value.keys and (nested or "[" not in name):
        parts: dict[str, str] = {}
        for key, item in zip(value.keys, value.values, strict=True):
            if key is not None:
                parts |= _parts(f"{name}[{ast.unparse(key)}]", item)
        return parts
    return {name: ast.unparse(value)}


def _assignment(node: ast.stmt) -> tuple[str, ast.expr | None]:
    """Return the upper-case name a statement assigns, and the value; or nothing."""
    target: ast.expr | None = None
    value: ast.expr | None = None
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        target, value = node.target, node.value
    name = target.id if isinstance(target, ast.Name) else ""
    return (name, value) if name.isupper() else ("", None)


def _requirements(source: bytes) -> dict[str, dict[str, str]]:
    """Return, by group, the requirements of a ``pyproject.toml`` by their names."""
    document = tomllib.loads(source.decode())
    groups = {"main": document.get("project", {}).get("dependencies", [])}
    groups |= document.get("dependency-groups", {})
    groups.pop("tested", None)  # which versions of them: requirements.txt shows that line by line
    return {
        group: {re.split(r"[^\w.-]", it, maxsplit=1)[0]: it for it in items if isinstance(it, str)}
        for group, items in groups.items()
    }


def _variables(source: bytes) -> dict[str, str]:
    return {name: name for name in _VARIABLE.findall(source.decode())}
