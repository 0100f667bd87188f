"""Which code is the site's own, and not a library's or a tool for development."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from django.conf import settings

INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""Folders of libraries, which may well be within the project's."""
TOOLS: Final = "dev"
"""The package of what production does not have, and what therefore gives nothing away."""


@cache
def is_own(module: str) -> bool:
    """Tell whether a module stands in the project's folder, outside of ``dev/``.

    Args:
        module: Its dotted name.
    """
    top = module.partition(".")[0]
    if top == TOOLS:
        return False
    try:
        spec = find_spec(top) if top else None
    except (ImportError, ValueError):
        return False
    places = [*(spec.submodule_search_locations or ()), spec.origin or ""] if spec else []
    root = Path(settings.BASE_DIR).resolve()
    return any(_is_below(Path(place), root) for place in places if place)


def _is_below(place: Path, root: Path) -> bool:
    # Folders of a project may be links to where its files are kept.
    found = place.absolute()
    if not found.is_relative_to(root) and not found.resolve().is_relative_to(root):
        return False
    return not INSTALLED.intersection(found.parts)
