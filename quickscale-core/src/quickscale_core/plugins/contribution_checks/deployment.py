"""Check what plugins ask for before and after a deploy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quickscale_core.plugin_api import contributions as types

__all__ = ["wrong_deployment"]


def wrong_deployment(item: types.Contribution) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a check before a deploy or a step after one, and the fix.

    Args:
        item: The contribution, whose fields have the right types.
    """
    assert isinstance(item, types.DeployCheck | types.DeployStep)  # noqa: S101
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", item.name):
        yield f'is named "{item.name}"', 'use lower-case letters, digits and dashes: "email"'
    if len(item.what.splitlines()) != 1:
        yield "has a what that is not one line", "write it as one sentence"
    if isinstance(item, types.DeployCheck):
        names = item.variables
        if not names:
            yield "names no variable", "name those that the site needs"
    else:
        names = (*item.until, *item.needs)
        if bool(item.command) == bool(item.until):
            yield "has both command and until, or neither", "give the one that ends it"
    for name in names:
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
            yield f'names the variable "{name}"', "write it like EMAIL_URL"
