"""What modules say they tell of, and what their code tells, is the same."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

import pytest

from tools.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOLD: Final = re.compile(r'"((?:account|billing|team)\.[a-z_]+)"')
"""A name of an event in code, where it is told."""


def modules() -> Iterator[tuple[str, Path]]:
    """Yield the modules that declare events, each with the folder of its code."""
    for declared in sorted(ROOT.glob("plugins/*/src/quickscale_modules/*/events.py")):
        yield declared.parent.name, declared.parent


@pytest.mark.parametrize(("name", "folder"), list(modules()), ids=lambda it: str(it)[-20:])
def test_what_is_declared_is_told_and_nothing_else(name: str, folder: Path) -> None:
    declared = [one.name for one in import_module(f"quickscale_modules.{name}.events").EVENTS]
    told = {
        found
        for file in folder.glob("files*/apps/*/announcements.py")
        for found in TOLD.findall(file.read_text(encoding="utf-8"))
    }
    assert set(declared) == told
    assert len(declared) == len(set(declared))


def test_three_modules_tell_of_something() -> None:
    assert [name for name, _ in modules()] == ["auth", "billing", "teams"]
