"""Which tests of a generated project a landing runs in it, so that none runs in two of them.

A test of an app runs once on SQLite, in the first of the landing's projects that holds it, from
the smallest on. What is about a project as a whole, in its ``tests/``, runs in the smallest
project of each theme and in the one of everything. So a new module costs its own tests, and not
those of its neighbours again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry

from tests.conftest import at_landing, selections

if TYPE_CHECKING:
    from tests.conftest import Selection

__all__ = ["OwnTests", "own_tests"]


@dataclass(frozen=True, slots=True)
class OwnTests:
    """What a landing runs in one project.

    Attributes:
        tests: Files and folders, or ``None`` for all: in a project the landing does not know.
        covered: The apps whose code these must run.
    """

    tests: tuple[str, ...] | None
    covered: tuple[str, ...]


def own_tests(selection: Selection) -> OwnTests:
    """Return which tests are run in a project."""
    return _shares().get(selection, OwnTests(None, ("apps",)))


def _size(selection: Selection) -> tuple[int, bool]:
    return len(selection.modules), selection.parts


@cache
def _shares() -> dict[Selection, OwnTests]:
    """Return what each of the landing's projects runs, smallest projects first."""
    chosen = sorted(at_landing([*selections()], each_alone=True), key=_size)
    smallest: dict[str, tuple[tuple[str, ...], bool]] = {}
    for one in chosen:
        smallest.setdefault(one.theme, one.contents)
    largest = chosen[-1].contents
    taken: dict[str, bytes] = {}
    shares = {}
    for one in chosen:
        tree = compose_project(one.request, Registry.installed()).tree
        new = {
            path: file.data
            for path, file in tree.items()
            if path.startswith(("apps/", "dev/"))
            and path.rpartition("/")[2].startswith("test_")
            and taken.get(path) != file.data
        }
        apps = {path.split("/tests/")[0] for path in new if path.startswith("apps/")}
        known = {path.split("/tests/")[0] for path in taken}
        whole = ("tests",) if one.contents in (smallest[one.theme], largest) else ()
        shares[one] = OwnTests((*sorted(new), *whole), tuple(sorted(apps - known)))
        taken |= new
    return shares
