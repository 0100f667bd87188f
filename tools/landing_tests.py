"""Count, plugin by plugin, what a landing runs of the tests that plugins put into projects."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry

from tests.conftest import HTML_THEMES, RICH, Selection, at_landing, selections
from tests.own_tests import own_tests
from tools.project_size import functions_of_tests, is_test_file, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.paths.filetree import FileTree

__all__ = ["LandingTests", "landing_tests", "landing_tests_table"]


class LandingTests:
    """What is run of one plugin's tests.

    Attributes:
        tests: Its test functions; one that is parametrised counts once.
        of_html: Those of them that projects with html themes have.
        on_sqlite: How many of them are run on SQLite, in whichever projects.
        on_postgres: The same on PostgreSQL.
    """

    def __init__(self) -> None:
        self.tests: set[str] = set()
        self.of_html: set[str] = set()
        self.on_sqlite: Counter[str] = Counter()
        self.on_postgres: Counter[str] = Counter()


def landing_tests() -> dict[str, LandingTests]:
    """Return what a landing runs, by plugin; ``base`` is the base project."""
    every = [*selections()]
    chosen = [*at_landing(every, each_alone=True)]
    found: dict[str, LandingTests] = {}
    for one in chosen:
        share = own_tests(one).tests or ()
        for owner, test, path in _tests(_tree(one)):
            counts = found.setdefault(owner, LandingTests())
            counts.tests.add(test)
            if one.theme in HTML_THEMES:
                counts.of_html.add(test)
            counts.on_sqlite[test] += any(path == it or path.startswith(f"{it}/") for it in share)
    *_, largest = (one for one in every if one.theme == RICH)
    for owner, test, _ in _tests(_tree(largest)):
        found[owner].on_postgres[test] += 1
    return dict(sorted(found.items()))


@cache
def _tree(one: Selection) -> FileTree:
    return compose_project(one.request, Registry.installed()).tree


def _tests(tree: FileTree) -> Iterator[tuple[str, str, str]]:
    """Yield owner, name and path of each test function of a project."""
    for path, file in tree.items():
        if is_test_file(path):
            for test in functions_of_tests(file.data):
                yield file.owner, f"{path}::{test}", path


def landing_tests_table() -> str:
    """Return the table of what is run of each plugin's tests."""
    rows = [["plugin", "test functions", "runs on SQLite", "runs on PostgreSQL"]]
    for owner, counts in landing_tests().items():
        numbers = (len(counts.tests), counts.on_sqlite.total(), counts.on_postgres.total())
        rows.append([owner, *(f"{it:,}" for it in numbers)])
    return table(rows)
