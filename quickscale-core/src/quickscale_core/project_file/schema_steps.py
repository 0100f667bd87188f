"""How ``quickscale.yml`` and ``quickscale.lock`` move from one version of their form to the next.

Each table names, by a version, what makes the next one of a file's text. Whatever reads a file
moves it forward first; a project's next change writes both files anew and keeps each as it was in
``.quickscale/former``. A step leaves alone what it does not speak of, comments above all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

__all__ = ["LOCK_STEPS", "YML_STEPS", "Steps", "former_path", "move_forward"]

Steps: TypeAlias = Mapping[int, Callable[[str], str]]
"""By a version, what turns a text of it into one of the next."""


def _lock_1_to_2(text: str) -> str:
    """Version 2 has ``option``, ``moved`` and ``conflict`` lines; a lock without any is one."""
    return re.sub(r"(?m)^schema 1(\r?)$", r"schema 2\1", text)


YML_STEPS: Final[Steps] = MappingProxyType({})
"""The steps of ``quickscale.yml``, whose first version is still the newest."""

LOCK_STEPS: Final[Steps] = MappingProxyType({1: _lock_1_to_2})
"""The steps of ``quickscale.lock``."""


def move_forward(text: str, schema: int, steps: Steps) -> str:
    """Return a text in the newest version of its form.

    Args:
        text: The file's text.
        schema: The version it is of; one that no step leads on from stays.
        steps: The table of its file.
    """
    while schema in steps:
        text = steps[schema](text)
        schema += 1
    return text


def former_path(name: str, schema: int) -> str:
    """Return where a file is kept as it was in an older version, relative to the project."""
    return f".quickscale/former/{name}.{schema}"
