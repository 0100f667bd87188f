"""Whether the project as a whole is in order."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db  # a package's check may look into the database
def test_the_system_checks_find_nothing() -> None:
    call_command("check", fail_level="WARNING")
