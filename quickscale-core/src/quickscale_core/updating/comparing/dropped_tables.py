"""The apps whose tables stay in the database when they are removed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import Final

from quickscale_core.updating.comparing.differences import Difference

__all__ = ["dropped_apps"]

_APPS: Final = "INSTALLED_APPS "
_OWN: Final = ("apps.", "dev.")
"""Where a project's own apps are, whose migrations stand in it."""


def dropped_apps(differences: Iterable[Difference]) -> tuple[list[str], list[str]]:
    """Return the labels of apps that a project would no longer have, last one first.

    They come in the reverse of the order they are installed in, so that what refers to another
    app goes before it. An app's label is the last part of its name, as Django's default is
    (https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig.label).

    Args:
        differences: What changes as the project loses them.

    Returns:
        The project's own apps that have migrations, and the packages' that may have some.
    """
    gone = [it for it in differences if it.sign == "-"]
    migrated = {it.name.split(" ")[0] for it in gone if it.area == "migration"}
    named = [
        str(ast.literal_eval(it.name.removeprefix(_APPS)))
        for it in gone
        if it.area == "setting" and it.name.startswith(_APPS)
    ]
    apps = list(reversed(dict.fromkeys(named)))
    own = [_label(it) for it in apps if it.startswith(_OWN)]
    foreign = [_label(it) for it in apps if not it.startswith(_OWN)]
    return [it for it in own if it in migrated], foreign


def _label(path: str) -> str:
    """Return an app's label from its path, or from that of its configuration."""
    return re.sub(r"(\.apps)?\.[A-Z]\w*$", "", path).rsplit(".", 1)[-1]
