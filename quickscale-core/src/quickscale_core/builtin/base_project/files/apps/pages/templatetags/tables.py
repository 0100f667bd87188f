"""Rows that can be read as cards, where a table has no room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django import template
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

register = template.Library()

_INSIDE: Final = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_HEADS: Final = re.compile(rf"<th\b({_INSIDE})>(.*?)</th>", re.DOTALL)
_TAGS: Final = re.compile(rf"<{_INSIDE}>")
_CELLS: Final = re.compile(rf"<(tr|td|th)\b({_INSIDE})>")
_BLANK: Final = re.compile(rf"(<td{_INSIDE}>)\s+(?=</td>)")
_SPAN: Final = re.compile(r"""\bcolspan=["']?(\d+)""")


@register.filter
def as_cells(rows: str, head: str = "") -> SafeString:
    """Say in each cell what its column is called, and in all of them that they are a table's.

    A stylesheet that shows rows as cards takes the name from ``data-label``; screen readers forget
    that something is a table when it is no longer laid out as one, so it says ``role`` itself.

    Args:
        rows: Markup of a table's rows.
        head: Markup of its head, where the names are.
    """
    names = [" ".join(_TAGS.sub(" ", text).split()) for _, text in _HEADS.findall(head)]
    column = 0

    def name(found: re.Match[str]) -> str:
        nonlocal column
        tag, attributes = found.groups()
        if "role=" in attributes:
            return found[0]
        if tag == "tr":
            column = 0
            return f'<tr role="row"{attributes}>'
        here = column
        span = _SPAN.search(attributes)
        column += int(span[1]) if span else 1
        if tag == "th":
            role = "rowheader" if "row" in attributes or names else "columnheader"
            return f'<th role="{role}"{attributes}>'
        label = names[here] if here < len(names) else ""
        said = f' data-label="{escape_quotes(label)}"' if label else ""
        return f'<td role="cell"{said}{attributes}>'

    named = _BLANK.sub(
        r"\1", _CELLS.sub(name, str(rows))
    )  # so that a stylesheet sees an empty cell
    return mark_safe(named)  # noqa: S308 - markup of the page's own, escaped


@register.filter
def pairs(query: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield each name in an address's query with each of its values.

    A template that asks for ``query.items`` gets what somebody calls ``items`` in the address.
    """
    return ((name, value) for name, values in query.lists() for value in values)


def escape_quotes(markup: str) -> str:
    """Return text that is markup already, as it may stand between quotes."""
    return markup.replace('"', "&quot;")
