"""Fixtures for the tests of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import override_settings

from apps.teams.tests.finder.declared import Declared
from apps.teams.tests.finder.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

SAMPLE = "apps.teams.tests.sample.apps.SampleConfig"


@pytest.fixture(scope="module")
def _sample_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the sample app's tables for one file of tests, outside of any transaction."""
    from apps.teams.tests.sample import models  # noqa: PLC0415 - it registers models

    made = (models.Project, models.Task, models.Note)
    installed = [*django_settings.INSTALLED_APPS, SAMPLE]
    with django_db_blocker.unblock(), override_settings(INSTALLED_APPS=installed):
        apps.clear_cache()  # models remember who refers to them
        with connection.schema_editor() as editor:
            for model in made:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in reversed(made):
                editor.delete_model(model)


@pytest.fixture
def sample(_sample_tables: None, db: None) -> None:
    """Let the sample app be installed."""


@pytest.fixture(scope="module")
def sample_world(_sample_tables: None) -> Iterator[World]:
    """Make two teams for one file of tests, with rows of the sample app too."""
    with transaction.atomic():
        yield World.make(Declared.by_the_apps())
        transaction.set_rollback(True)
