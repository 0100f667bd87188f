"""Check what plugins declare of the events that other programs may hear of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, get_args
from uuid import UUID

from quickscale_core.plugin_api import contributions as types

__all__ = ["wrong_event"]

_NAME: Final = r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+"
_LONGEST_NAME: Final = 100
_LONGEST_SUMMARY: Final = 60
"""Of a field, in characters."""
_TYPES: Final[Mapping[str, type]] = {"integer": int, "boolean": bool}
"""The type of an example; a text where none is given."""


def wrong_event(item: types.Contribution) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an event, and the fix.

    Args:
        item: The contribution, whose fields have the right types.
    """
    assert isinstance(item, types.Event)  # noqa: S101
    if not re.fullmatch(_NAME, item.name) or len(item.name) > _LONGEST_NAME:
        yield f'is named "{item.name}"', 'use lower-case words with a full stop: "note.created"'
    if len(item.summary.splitlines()) != 1 or not item.summary.strip():
        yield "has a summary that is not one line", "say in a sentence when it is sent"
    for name, count in Counter(field.name for field in item.fields).items():
        if count > 1:
            yield f'has the field "{name}" {count} times', "give every field a name of its own"
    for field in item.fields:
        yield from _wrong_field(field)


def _wrong_field(field: types.EventField) -> Iterator[tuple[str, str]]:
    if not isinstance(field.name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", field.name):
        yield f'has a field named "{field.name}"', 'use lower-case letters and _: "user_id"'
    if not isinstance(field.summary, str) or len(field.summary) > _LONGEST_SUMMARY:
        yield f'has a field "{field.name}" whose summary is no short text', "use at most 60 letters"
    if field.format not in get_args(types.EventFormat):
        formats = ", ".join(get_args(types.EventFormat))
        yield f'has a field of format "{field.format}"', f"choose one of {formats}"
    elif not _fits(field):
        yield (
            f'has a field "{field.name}" whose example {field.example!r} is no {field.format}',
            "give a value that the field may have",
        )


def _fits(field: types.EventField) -> bool:
    if type(field.example) is not _TYPES.get(field.format, str):
        return False
    text = str(field.example)
    if field.format == "email":
        return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None
    try:
        if field.format == "date-time":
            return datetime.fromisoformat(text).tzinfo is not None
        if field.format == "uuid":
            UUID(text)
    except ValueError:
        return False
    return True
