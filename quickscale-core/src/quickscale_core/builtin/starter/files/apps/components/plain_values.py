"""Values that say all there is, so that what is drawn from equal ones is equal."""

from __future__ import annotations

import dataclasses
from functools import cache
from types import FunctionType, NoneType
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString

PLAIN: Final = frozenset({str, SafeString, int, float, bool, NoneType})
"""Types of them; a text that is safe to show has a type of its own."""


def plain_value(value: object) -> tuple[object, ...] | None:
    """Return a value with its type, as it can be looked up by; nothing for one that is not plain.

    A tuple or list of plain values is plain, and so is a frozen dataclass of them that has no
    property or method, which might read the clock or the database. A text that is translated late
    is what it says in the present language.

    Args:
        value: An attribute of a component.
    """
    kind = type(value)
    if kind in PLAIN:
        return (kind, value)
    parts: object
    if isinstance(value, Promise):
        return (kind, str(value))
    if kind in {tuple, list}:
        parts = value
    elif names := names_of_fields(kind):  # type: ignore[arg-type]  # a class can be looked up by
        parts = [getattr(value, name) for name in names]
    else:
        return None
    said: list[object] = [kind]
    for part in parts:  # type: ignore[attr-defined]  # a list or tuple, by its type
        plain = plain_value(part)
        if plain is None:
            return None
        said.append(plain)
    return tuple(said)


@cache
def names_of_fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a frozen dataclass that is nothing but its fields; else nothing."""
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen or kind.__bases__ != (object,):
        return ()
    names = tuple(field.name for field in dataclasses.fields(kind))
    for name, value in vars(kind).items():
        if not name.startswith("__") and name not in names and is_behaviour(value):
            return ()
    return names


def is_behaviour(value: object) -> bool:
    """Tell whether an attribute of a class is a method, or worked out when it is read."""
    return isinstance(value, FunctionType) or hasattr(type(value), "__get__")
