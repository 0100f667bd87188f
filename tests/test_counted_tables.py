"""Tables of numbers in the documentation are about right, and each test of an app runs twice."""

from __future__ import annotations

import pytest

from tools.counted_tables import TABLES, is_current, kept_table
from tools.landing_tests import landing_tests
from tools.project_size import LAYERS, PROJECTS, Size, layer_of, sizes

TABLE = "| a | 1,000 / 20 |\n|---|---:|\n| b | 300 |"


@pytest.mark.parametrize("name", TABLES)
def test_a_page_says_about_what_is_counted(name: str) -> None:
    _, count = TABLES[name]
    assert is_current(kept_table(name), count()), "run ./qs docs and commit the page"


@pytest.mark.parametrize(
    ("kept", "current"),
    [
        (TABLE, True),
        (TABLE.replace("1,000", "1,099"), True),
        (TABLE.replace("1,000", "1,101"), False),
        (TABLE.replace("20", "29"), True),
        (TABLE.replace("| b |", "| c |"), False),
        (TABLE + "\n| c | 1 |", False),
        (TABLE.replace("|---|---:|", "|-----|-----:|"), True),
    ],
)
def test_a_table_is_old_when_a_number_is_off_by_more_than_a_tenth(kept: str, current: bool) -> None:
    assert is_current(kept, TABLE) is current


@pytest.mark.parametrize(
    ("path", "layer"),
    [
        ("apps/users/models.py", "site"),
        ("apps/users/tests/factories.py", "tests"),
        ("tests/test_project.py", "tests"),
        ("conftest.py", "tests"),
        ("dev/stripe_offline/views.py", "development"),
        ("static/vendor/alpine.js", "vendored"),
        ("requirements-dev.txt", "pinned versions"),
        ("acme/settings/base.py", "site"),
        ("docker-compose.yml", "configuration"),
        ("frontend/src/modules/teams/members.tsx", "site"),
        ("frontend/src/modules/teams/members.test.tsx", "tests"),
        ("frontend/src/testing/setup.ts", "tests"),
        ("frontend/vite.config.ts", "configuration"),
        ("frontend/package-lock.json", "pinned versions"),
    ],
)
def test_a_file_belongs_to_a_layer(path: str, layer: str) -> None:
    assert layer_of(path) == layer


def test_every_file_of_a_project_is_counted_once() -> None:
    for project in PROJECTS:
        by_layer, whole = sizes(project, layer_of), sizes(project, lambda _: "")
        assert set(by_layer) <= set(LAYERS)
        assert sum(by_layer.values(), Size()) == whole[""]


def test_a_test_of_an_app_runs_once_on_each_database() -> None:
    for owner, counts in landing_tests().items():
        # what is about a project as a whole runs in three, and on one of them; React has no tables
        if owner in {"base", "react"}:
            continue
        more = [test for test in counts.tests if counts.on_sqlite[test] != 1]
        assert len(more) <= 0.02 * len(counts.tests), f"{owner}: {more}"
        assert all(counts.on_sqlite[test] for test in counts.tests)
        assert set(counts.on_postgres.values()) == {1}
        # Calls of an app in the browser have the tables of the pages whose place they take.
        assert set(counts.on_postgres) == counts.of_html
