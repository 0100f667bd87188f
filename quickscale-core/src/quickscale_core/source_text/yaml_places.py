"""Where the parts of a YAML file begin and end in its text."""

from __future__ import annotations

import re

from quickscale_core.source_text.yaml_nodes import YmlNode

__all__ = [
    "after_colon",
    "below",
    "content_end",
    "entry_end",
    "line_end",
    "line_start",
    "lines_of",
    "newline_of",
    "next_line",
]


def newline_of(text: str) -> str:
    """Return how the first line of a text ends."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"


def after_colon(text: str, key: YmlNode) -> int:
    """Return where the colon after a key ends; of a key without one, where the key ends."""
    found = re.compile(r"\s*:").match(text, key.end)
    return found.end() if found else key.end


def line_start(text: str, place: int) -> int:
    """Return where the line of a place begins."""
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def line_end(text: str, place: int) -> int:
    """Return where the line of a place ends, before the characters that end it."""
    found = re.compile(r"[\r\n]").search(text, place)
    return found.start() if found else len(text)


def next_line(text: str, end: int) -> int:
    """Return where the line after one that ends at a place begins."""
    return end + 2 if text.startswith("\r\n", end) else min(end + 1, len(text))


def content_end(text: str, node: YmlNode) -> int:
    """Return where a node's own words end, whatever comments follow them."""
    if node.flow or not node.value or not isinstance(node.value, list | dict):
        return node.start + len(text[node.start : node.end].rstrip())
    if isinstance(node.value, dict):
        return max(entry_end(text, node, name) for name in node.value)
    return max(content_end(text, one) for one in node.value)


def entry_end(text: str, mapping: YmlNode, name: str) -> int:
    """Return where the words of a mapping's entry end."""
    value = mapping.value[name] if isinstance(mapping.value, dict) else mapping
    if value.start == value.end:  # nothing is written there, and its place may be anywhere behind
        return after_colon(text, mapping.keys[name])
    return content_end(text, value)


def below(text: str, mapping: YmlNode, name: str) -> int:
    """Return where the last line of a block mapping's entry ends.

    Comments under it that are indented deeper than its key belong to it.
    """
    end = last = line_end(text, entry_end(text, mapping, name))
    while last < len(text):
        begin = next_line(text, last)
        last = line_end(text, begin)
        line = text[begin:last]
        words = line.lstrip(" \t")
        if words.startswith("#") and len(line) - len(words) >= mapping.keys[name].column:
            end = last
        elif words:
            break
    return end


def lines_of(text: str, mapping: YmlNode, name: str) -> tuple[int, int]:
    """Return the span of a block mapping's entry, from the end of the line before it."""
    begin = line_start(text, mapping.keys[name].start)
    end = below(text, mapping, name)
    if not begin:
        return 0, next_line(text, end)
    return begin - (2 if text.endswith("\r\n", 0, begin) else 1), end
