"""The operations by which a ``quickscale.yml`` is edited, and what each does to its document.

A document is what the file's YAML says: mappings, lists, texts, numbers, truths and ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

from quickscale_core.source_text.filters import yaml

__all__ = ["Document", "Drop", "Edit", "Ensure", "Put", "edited", "may_vanish", "same_document"]

Document: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Put:
    """Write a value at a path, over the one that is there; missing mappings above it are made.

    Attributes:
        path: The keys that lead to the value: ``("modules", "auth", "options", "signup")``.
        value: A text, number, truth, ``None``, or a list or mapping of these.
    """

    path: tuple[str, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Ensure:
    """Write an empty mapping at a path where nothing is; what is there stays.

    Attributes:
        path: The keys that lead to it: ``("modules", "auth")``.
    """

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove an entry; where nothing is at the path, nothing happens.

    Attributes:
        path: The keys that lead to the entry.
    """

    path: tuple[str, ...]


Edit: TypeAlias = Put | Ensure | Drop
"""One change of a file."""


def edited(document: Document, edit: Edit) -> Document:
    """Return a document after an edit.

    Args:
        document: The document before; it stays as it is.
        edit: The edit.
    """
    return _edited(document, edit.path, edit)


def _edited(inner: Document, path: Sequence[str], edit: Edit) -> Document:
    key, *rest = path
    present = inner.get(key)
    if isinstance(edit, Drop):
        if rest:
            return {**inner, key: _edited(present, rest, edit)} if _is_mapping(present) else inner
        return {name: value for name, value in inner.items() if name != key}
    if rest:
        below: Document = present if _is_mapping(present) else {}
        return {**inner, key: _edited(below, rest, edit)}
    if isinstance(edit, Ensure):
        return inner if key in inner else {**inner, key: {}}
    return {**inner, key: edit.value}


def same_document(one: Document, other: Document) -> bool:
    """Return whether two documents say the same; ``1``, ``1.0`` and ``true`` differ.

    The order of keys counts in the values of settings alone, and an empty ``options``, ``modules``
    or ``settings`` is like an absent one.
    """
    return _same(_without_empty(one), _without_empty(other), ())


def _same(one: object, other: object, path: tuple[str, ...]) -> bool:
    ordered = path[:1] == ("settings",) and len(path) > 1
    if not ordered and _is_mapping(one) and _is_mapping(other):
        return one.keys() == other.keys() and all(
            _same(value, other[key], (*path, key)) for key, value in one.items()
        )
    return yaml(one) == yaml(other)


def _without_empty(document: Document, path: tuple[str, ...] = ()) -> Document:
    """Return a document without the mappings that may vanish and hold nothing."""
    kept: dict[str, object] = {}
    for key, value in document.items():
        inner = value
        if _is_mapping(value) and path[:1] != ("settings",):
            inner = _without_empty(value, (*path, key))
        if inner or not may_vanish((*path, key)):
            kept[key] = inner
    return kept


def may_vanish(path: Sequence[str]) -> bool:
    """Return whether a mapping means the same when it is empty and when it is absent.

    Args:
        path: The keys that lead to it.
    """
    match tuple(path):
        case ("modules",) | ("settings",) | ("theme" | "deploy", "options"):
            return True
        case ("modules", _, "options"):
            return True
        case _:
            return False


def _is_mapping(value: object) -> TypeGuard[Document]:
    return isinstance(value, Mapping)
