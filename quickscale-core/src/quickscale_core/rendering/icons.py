"""Pick the icons that a project names out of all that its theme draws.

An icon is named where a template or Python says ``icon="..."`` or ``"icon": "..."``, or draws
``<c-icon name="...">``, and so in TypeScript, which draws ``<Icon name="...">``. All others would
be bytes that every visitor loads and nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from quickscale_core.errors import Problem
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File

__all__ = ["icons_drawn", "pick_icons", "unknown_icons"]

_SYMBOL: Final = re.compile(rb'\s*<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_NAMED: Final = re.compile(
    rb"""(?:\bicon["']?(?::\s*str)?\s*[=:]\s*|<(?:c-i|I)con\s[^>]*?\bname=)["']([a-z][a-z0-9-]*)["']"""
)
_READ: Final = (".html", ".py", ".ts", ".tsx")


def icons_drawn(files: Iterable[File]) -> tuple[str, ...]:
    """Return the names of all icons that some files draw, sorted."""
    return tuple(sorted({name.decode() for it in files for name in _SYMBOL.findall(it.data)}))


def pick_icons(
    files: Mapping[str, File], sprites: Collection[str], more: Iterable[str]
) -> dict[str, File]:
    """Return a project's sprites with no more icons than it names.

    Args:
        files: Every file of the project.
        sprites: Which of them are sprites to pick from.
        more: Icons that the owner asks for.
    """
    named = {name.encode() for name in more}
    for path, file in files.items() if sprites else ():
        if path.endswith(_READ) and b"con" in file.data:
            named.update(_NAMED.findall(file.data))

    def kept(symbol: re.Match[bytes]) -> bytes:
        return symbol[0] if symbol[1] in named else b""

    return {
        path: replace(file, content=Content(_SYMBOL.sub(kept, file.data)), verbatim=False)
        for path, file in files.items()
        if path in sprites
    }


def unknown_icons(
    theme: str, asked: Iterable[str], drawn: Collection[str], where: str
) -> Iterator[Problem]:
    """Yield a problem for each icon that the owner asks for and the theme does not draw.

    Args:
        theme: Its name.
        asked: The value of its option ``icons``.
        drawn: The names of the icons there are.
        where: Where the option was answered, or ``""``.
    """
    for name in asked:
        if name not in drawn:
            from difflib import get_close_matches  # slow to import, and for a mistake alone

            near = get_close_matches(name, drawn)
            yield Problem(
                what=f'{theme}.icons names "{name}", which the theme does not draw',
                where=(where,) if where else (),
                fix=f"use {' or '.join(near)}" if near else "leave it out",
            )
