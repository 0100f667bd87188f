from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.migrations.executor import MigrationExecutor

from apps.ops import composed, health

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings


@pytest.fixture(autouse=True)
def _forget_migrations() -> Iterator[None]:
    health.check_migrations.cache_clear()
    yield
    health.check_migrations.cache_clear()


def fail() -> None:
    message = "the search engine sleeps"
    raise health.NotReadyError(message)


@pytest.mark.parametrize("path", ["/health/live", "/health/live/"])
def test_a_live_process_says_so_without_a_database(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_ready_process_names_its_checks(client: Client) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": dict.fromkeys((name for name, _ in composed.HEALTH_CHECKS), "ok"),
    }


@pytest.mark.django_db
def test_probes_come_over_http_with_any_host(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["example.com"]

    assert client.get("/health/ready", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_a_failing_check_is_named_and_its_reason_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    checks = (*composed.HEALTH_CHECKS, ("search", f"{__name__}.fail"))
    monkeypatch.setattr(composed, "HEALTH_CHECKS", checks)

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert answer.json()["checks"]["search"] == "failing"
    assert answer.json()["checks"]["database"] == "ok"
    assert "sleeps" not in answer.text
    assert "the search engine sleeps" in caplog.text


def test_a_cache_that_forgets_is_not_ready(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    with pytest.raises(health.NotReadyError, match="lost a value"):
        health.check_cache()


@pytest.mark.django_db
def test_missing_migrations_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        MigrationExecutor, "migration_plan", lambda *_arguments: [object(), object()]
    )

    with pytest.raises(health.NotReadyError, match="2 migrations are not applied"):
        health.check_migrations()


@pytest.mark.django_db
def test_applied_migrations_are_looked_up_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    health.check_migrations()

    with django_assert_num_queries(0):
        health.check_migrations()
