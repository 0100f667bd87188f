"""Put entries into the text of a YAML file, and take them out, leaving every other byte alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from quickscale_core.source_text.filters import yaml
from quickscale_core.source_text.yaml_flow import cut_from_braces, put_in_braces
from quickscale_core.source_text.yaml_nodes import YmlNode
from quickscale_core.source_text.yaml_places import (
    after_colon,
    below,
    content_end,
    entry_end,
    line_end,
    line_start,
    lines_of,
    newline_of,
)

__all__ = ["Before", "drop_entry", "put_entry"]

Before: TypeAlias = Callable[[Sequence[str], str, str], bool]
"""Tells, of a mapping's path, whether one of its keys belongs before another."""

_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_STEP: Final = 2  # columns, where the file shows no other habit


def put_entry(text: str, root: YmlNode, path: Sequence[str], value: object, before: Before) -> str:
    """Return a text with a value at a path; missing mappings above it are made.

    Args:
        text: The file's text.
        root: What :func:`.parse_yaml` reads in it, a mapping that is
            not empty.
        path: The keys that lead to the value.
        value: A text, number, truth, ``None``, or a list or mapping of these.
        before: Where a new key goes in its mapping.
    """
    trail = [root]
    for name in path:
        inner = trail[-1].value
        if not isinstance(inner, dict) or name not in inner:
            break
        trail.append(inner[name])
    found, node = path[: len(trail) - 1], trail[-1]
    if len(found) == len(path):
        return text if _same(node.plain(), value) else _replace(text, trail[-2], path[-1], value)
    rest, step = path[len(found) :], _step(root)
    if not isinstance(node.value, dict) or not node.value:
        return _fill(text, trail[-2], found[-1], (rest, value), step)
    earlier = [name for name in node.keys if before(found, name, rest[0])]
    if node.flow:
        return put_in_braces(text, node, earlier[-1] if earlier else None, _inline(rest, value))
    column = next(iter(node.keys.values())).column
    if earlier or not found:
        place = below(text, node, earlier[-1] if earlier else list(node.keys)[-1])
    else:
        # right under the mapping's own key: a comment there belongs to what follows it
        place = line_end(text, after_colon(text, trail[-2].keys[found[-1]]))
    return text[:place] + _stacked(text, (rest, value), column, step) + text[place:]


def drop_entry(
    text: str, root: YmlNode, path: Sequence[str], may_vanish: Callable[[Sequence[str]], bool]
) -> str:
    """Return a text without the entry at a path, which is there.

    A mapping that is left empty becomes ``{}``, or goes as well where it may and holds no comment.

    Args:
        text: The file's text.
        root: What :func:`.parse_yaml` reads in it, a mapping.
        path: The keys that lead to the entry.
        may_vanish: Tells, of a mapping's path, whether it goes when nothing is left in it.
    """
    trail = [root]
    for name in path[:-1]:
        inner = trail[-1].value
        trail.append(inner[name] if isinstance(inner, dict) else trail[-1])
    node, name = trail[-1], path[-1]
    if len(node.keys) > 1:
        if node.flow:
            return cut_from_braces(text, node, name)
        begin, end = lines_of(text, node, name)
        return text[:begin] + text[end:]
    owner, key = trail[-2], trail[-2].keys[path[-2]]
    if node.flow:
        begin, end, stop = node.keys[name].start, entry_end(text, node, name), node.end
    else:
        begin, end = lines_of(text, node, name)
        stop = end if owner.flow else below(text, owner, path[-2])
    commented = "#" in text[key.end : begin] + text[end:stop]
    if not commented and may_vanish(path[:-1]):
        return drop_entry(text, root, path[:-1], may_vanish)
    if not node.flow:
        colon = after_colon(text, key)
        return f"{text[:colon]} {{}}{text[colon:begin]}{text[end:]}"
    if commented:
        return cut_from_braces(text, node, name)
    return f"{text[: node.start]}{{}}{text[node.end :]}"


def _step(root: YmlNode) -> int:
    """Return by how many columns a file indents what stands under a key."""
    sections = root.value.values() if isinstance(root.value, dict) else ()
    for section in sections:
        if isinstance(section.value, dict) and section.value and not section.flow:
            return section.column - root.column
    return _STEP


def _same(one: object, other: object) -> bool:
    """Return whether two values are written alike; ``1``, ``1.0`` and ``true`` differ."""
    return yaml(one) == yaml(other)


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else yaml(name)


_Entry: TypeAlias = tuple[Sequence[str], object]
"""The keys that are to be made, and the value of the last one."""


def _inline(path: Sequence[str], value: object) -> str:
    """Return an entry on one line, the mappings on the way in braces."""
    shown = yaml(value)
    for name in reversed(path[1:]):
        shown = f"{{{_key(name)}: {shown}}}"
    return f"{_key(path[0])}: {shown}"


def _stacked(text: str, entry: _Entry, column: int, step: int) -> str:
    """Return an entry on lines of its own, a line's end before each."""
    path, value = entry
    lines = [f"{' ' * (column - 1 + step * deep)}{_key(name)}:" for deep, name in enumerate(path)]
    return "".join(f"{newline_of(text)}{line}" for line in lines) + f" {yaml(value)}"


def _replace(text: str, owner: YmlNode, name: str, value: object) -> str:
    """Write another value over the one of a key."""
    key = owner.keys[name]
    node = owner.value[name] if isinstance(owner.value, dict) else owner
    end, colon = entry_end(text, owner, name), after_colon(text, key)
    if node.start == node.end:
        return f"{text[:colon]}{'' if colon > key.end else ':'} {yaml(value)}{text[colon:]}"
    block = isinstance(node.value, list | dict) and bool(node.value) and not node.flow
    if not block:
        return text[: node.start] + yaml(value) + text[end:]
    if isinstance(node.value, list) and isinstance(value, list | tuple) and value:
        between = newline_of(text) + " " * (node.column - 1)
        return text[: node.start] + between.join(f"- {yaml(it)}" for it in value) + text[end:]
    begin = line_start(text, node.start)
    begin -= 2 if text.endswith("\r\n", 0, begin) else 1
    return f"{text[:colon]} {yaml(value)}{text[colon:begin]}{text[end:]}"


def _fill(text: str, owner: YmlNode, name: str, entry: _Entry, step: int) -> str:
    """Write the first entry of a mapping that is ``{}`` or nothing."""
    key = owner.keys[name]
    node = owner.value[name] if isinstance(owner.value, dict) else owner
    colon = after_colon(text, key)
    start, end = node.start, content_end(text, node)
    if start == node.end:  # nothing is written there, and its place may be anywhere behind
        start = end = colon
    if owner.flow:
        mark = "" if colon > key.end else ":"
        return f"{text[:colon]}{mark} {{{_inline(*entry)}}}{text[end:]}"
    line = line_end(text, end)
    lines = _stacked(text, entry, key.column + step, step)
    return text[:colon] + text[colon:start].rstrip() + text[end:line] + lines + text[line:]
