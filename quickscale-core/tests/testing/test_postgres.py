"""PostgreSQL is a real one, with a database for whoever asks."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.postgres import postgres_missing

if TYPE_CHECKING:
    from quickscale_core.testing import Postgres


@pytest.mark.postgres
def test_each_database_is_a_new_and_empty_one(quickscale_postgres: Postgres) -> None:
    first = quickscale_postgres.create_database("My-App")
    second = quickscale_postgres.create_database("My-App")
    assert first != second
    listed = quickscale_postgres.execute("SELECT datname FROM pg_database")
    for url in (first, second):
        name = url.rpartition("/")[2]
        assert name.startswith("my_app_")
        assert name in listed
        assert url == f"postgres://postgres@/{quickscale_postgres.host}/{name}"


@pytest.mark.postgres
def test_durability_is_off(quickscale_postgres: Postgres) -> None:
    assert "off" in quickscale_postgres.execute("SHOW fsync")


def test_a_missing_postgres_is_told_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert "pip install 'quickscale[testing]'" in postgres_missing()
