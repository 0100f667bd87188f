"""Put entries into YAML mappings that are written in braces, and take them out."""

from __future__ import annotations

import re

from quickscale_core.source_text.yaml_nodes import YmlNode
from quickscale_core.source_text.yaml_places import (
    entry_end,
    line_end,
    line_start,
    newline_of,
    next_line,
)

__all__ = ["cut_from_braces", "put_in_braces"]


def put_in_braces(text: str, mapping: YmlNode, earlier: str | None, entry: str) -> str:
    """Return a text with a new entry in a mapping that has some.

    Args:
        text: The file's text.
        mapping: The mapping.
        earlier: The key it goes behind, or ``None`` for the front.
        entry: The entry, on one line.
    """
    if earlier is None:
        first = next(iter(mapping.keys.values())).start
        return f"{text[:first]}{entry}, {text[first:]}"
    begin, end = mapping.keys[earlier].start, entry_end(text, mapping, earlier)
    # without a space, the colon of "{a:}" would be part of the next word
    gap = " " if text[end - 1] == ":" else ""
    if text[line_start(text, begin) : begin].strip():
        return f"{text[:end]}{gap}, {entry}{text[end:]}"
    # each on a line of its own, and a comment stays with the entry whose line it ends
    margin = newline_of(text) + text[line_start(text, begin) : begin]
    comma = re.compile(r"[ \t]*,").match(text, end)
    rest = comma.end() if comma else end
    place = line_end(text, rest) if re.match(r"[ \t]*(#|[\r\n])", text[rest:]) else rest
    between = text[rest:place]
    if comma is None:
        return f"{text[:end]}{gap},{between}{margin}{entry}{text[place:]}"
    return f"{text[:place]}{margin}{entry},{text[place:]}"


def cut_from_braces(text: str, mapping: YmlNode, name: str) -> str:
    """Return a text without an entry; its comma and, if nothing else is on them, its lines go."""
    begin, end = mapping.keys[name].start, entry_end(text, mapping, name)
    keys = list(mapping.keys)
    before = keys[: keys.index(name)]
    comma = re.compile(r"\s*,").match(text, end)
    if comma is not None:
        end = comma.end()
    elif before:
        last = entry_end(text, mapping, before[-1])
        place = text.index(",", last)
        text = text[:place] + text[place + 1 :]
        begin, end = begin - 1, end - 1
    start, stop = line_start(text, begin), line_end(text, end)
    if not text[start:begin].strip() and not text[end:stop].strip():
        return text[:start] + text[next_line(text, stop) :]
    if comma is not None:
        return text[:begin] + text[end:].lstrip(" \t")
    left = text[:begin].rstrip(" \t")
    return left + (" " if left.endswith(":") else "") + text[end:]
