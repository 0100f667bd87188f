"""dj-stripe's tables are made in one step, and its own migrations are none the worse for it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from pathlib import Path

OURS = "0001_in_one_step"
THEIRS = ("0001_initial", "0002_2_10", "0003_2_11")

LATER = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("djstripe", "0003_2_11")]
    operations = [
        migrations.AddField("coupon", "colour", models.CharField(max_length=9, default="red"))
    ]
"""


@pytest.mark.django_db
def test_one_migration_stands_for_three() -> None:
    recorded = MigrationRecorder(connection).applied_migrations()

    assert {name for app, name in recorded if app == "djstripe"} >= {OURS}
    assert ("djstripe", OURS) in MigrationLoader(connection).graph.nodes


@pytest.mark.django_db
def test_a_database_made_by_theirs_is_recognised() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("djstripe", OURS)
    for name in THEIRS:
        recorder.record_applied("djstripe", name)

    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes("djstripe")) == []
    assert ("djstripe", OURS) in executor.loader.applied_migrations


@pytest.mark.django_db
def test_a_database_half_way_through_theirs_goes_on_with_theirs() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("djstripe", OURS)
    for name in THEIRS:
        recorder.record_unapplied("djstripe", name)
    recorder.record_applied("djstripe", THEIRS[0])

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes("djstripe"))

    assert [migration.name for migration, _backwards in plan] == list(THEIRS[1:])


@pytest.mark.django_db(transaction=True)
def test_a_later_one_of_theirs_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "0004_later.py").write_text(LATER, encoding="utf-8")
    upstream = import_module("djstripe.migrations").__spec__
    assert upstream is not None
    folders = [*(upstream.submodule_search_locations or ()), str(tmp_path)]
    monkeypatch.setattr(upstream, "submodule_search_locations", folders)
    executor = MigrationExecutor(connection)

    executor.migrate([("djstripe", "0004_later")])

    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "djstripe_coupon")
    assert "colour" in {column.name for column in table}
    back = MigrationExecutor(connection)
    back.migrate([("djstripe", OURS)])
