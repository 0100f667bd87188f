"""Check the templates of a module's pages against the component contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from quickscale_core.plugin_api.contract import COMPONENTS, ICONS, LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["page_problems"]

_LAYOUTS: Final = {layout.template: frozenset(layout.blocks) for layout in LAYOUTS}
_COMPONENTS: Final = frozenset({"slot", *(component.name for component in COMPONENTS)})

_NAMED: Final = frozenset({"layouts/app.html", "layouts/settings.html"})
"""Layouts whose heading stands in the bar, where a page says what it is."""

_EXTENDS: Final = re.compile(r'{%\s*extends\s+"([^"]+)"')
_BLOCK: Final = re.compile(r"{%\s*block\s+(\w+)")
_COMPONENT: Final = re.compile(r"<c-([a-z-]+)")
_ICON: Final = re.compile(r'\bicon="([a-z-]+)"')
_INLINE: Final = re.compile(r"\s(style|on[a-z]+)=")
_SCRIPT: Final = re.compile(r"<script(?![^>]*\bsrc=)")


def page_problems(text: str, *, own_blocks: Collection[str] = ()) -> list[str]:
    """Return why a page would not work in every theme of html pages.

    It uses only components and icons of the contract, fills only blocks that the layout it extends
    has, says its name in title and heading alike, and holds no inline style, handler or script,
    which the content security policy refuses.

    Args:
        text: The template's source.
        own_blocks: Blocks that the page itself opens for pages that extend it.
    """
    return list(_problems(text, frozenset(own_blocks)))


def _problems(text: str, own_blocks: frozenset[str]) -> Iterator[str]:
    yield from (f"no theme has c-{it}" for it in _unknown(_COMPONENT, text, _COMPONENTS))
    yield from (f"no theme has the icon {it}" for it in _unknown(_ICON, text, frozenset(ICONS)))
    extended = _EXTENDS.search(text)
    if extended and extended[1] in _LAYOUTS:
        for block in _unknown(_BLOCK, text, _LAYOUTS[extended[1]] | own_blocks):
            yield f"{extended[1]} has no block {block}"
        filled = set(_BLOCK.findall(text))
        if extended[1] in _NAMED and len(filled & {"title", "heading"}) == 1:
            yield "fills one of the blocks title and heading, which say the same: the page's name"
    yield from (f"has the inline attribute {it}" for it in _unknown(_INLINE, text, frozenset()))
    if _SCRIPT.search(text):
        yield "has an inline script"


def _unknown(pattern: re.Pattern[str], text: str, known: frozenset[str]) -> list[str]:
    return sorted({*pattern.findall(text)} - known)
