"""Which part of the site each environment variable switches."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = """
import json
from django.conf import settings
names = ["DATABASES", "CACHES", *(it for it in dir(settings) if it.startswith("EMAIL_"))]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def load(settings: Settings, **variables: str) -> dict[str, Any]:
    package = settings.ROOT_URLCONF.partition(".")[0]
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"{package}.settings.local",
            "READ_DOT_ENV": "false",
            **variables,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_nothing_has_to_be_set_up(settings: Settings) -> None:
    loaded = load(settings)

    database = loaded["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert loaded["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    assert loaded["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_each_part_becomes_the_real_thing_by_its_variable(settings: Settings) -> None:
    loaded = load(
        settings,
        DATABASE_URL="postgres://shop:secret@db.example:5433/shop",
        REDIS_URL="redis://cache.example:6379/1",
        EMAIL_URL="smtp+tls://postman:secret@mail.example:587",
    )

    database = loaded["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"]) == ("db.example", 5433)
    assert database["CONN_HEALTH_CHECKS"] is True
    assert loaded["CACHES"]["default"] == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache.example:6379/1",
    }
    assert loaded["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (loaded["EMAIL_HOST"], loaded["EMAIL_PORT"]) == ("mail.example", 587)
    assert loaded["EMAIL_USE_TLS"] is True


def test_a_database_behind_a_socket_is_found(settings: Settings) -> None:
    loaded = load(settings, DATABASE_URL="postgres://shop@%2Fvar%2Frun%2Fpostgresql/shop")

    assert loaded["DATABASES"]["default"]["HOST"] == "/var/run/postgresql"


def test_e_mails_go_to_the_folder_that_is_named_not_to_one_in_the_project(
    settings: Settings,
) -> None:
    loaded = load(settings, EMAIL_URL="filemail:///tmp/mail")

    assert loaded["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert loaded["EMAIL_FILE_PATH"] == "/tmp/mail"  # noqa: S108 - nothing is written there


@pytest.fixture
def environment(settings: Settings) -> Any:
    """What the settings read variables with."""
    package = settings.ROOT_URLCONF.partition(".")[0]
    return import_module(f"{package}.settings.environment")


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("bool", "perhaps"),
        ("int", "many"),
        ("float", "nan"),
        ("dict", "alone"),
        ("json", "{"),
        ("str", "\udcff"),
        ("count", "-1"),
        ("db_url", "//shop:secret@db.example/shop"),
        ("db_url", "postgres://shop:secret@db.example:port/shop"),
        ("db_url", "postgres://db.example"),
        ("email_url", "smtp://"),
        ("email_url", "mail.example"),
        ("cache_url", "cache.example"),
        ("redis_url", "redis://cache.example/first"),
        ("http_url", "shop.example"),
        ("origins", "https://example.com/path"),
        ("hosts", "https://example.com"),
        ("email_address", "postman"),
        ("time_zone", "../../etc/passwd"),
        ("log_level", "loud"),
    ],
)
def test_a_value_of_another_form_is_refused_without_being_shown(
    environment: Any, monkeypatch: pytest.MonkeyPatch, form: str, value: str
) -> None:
    monkeypatch.setenv("THE_VARIABLE", value)

    with pytest.raises(environment.VariableError) as refused:
        getattr(environment.Environment(), form)("THE_VARIABLE")

    assert "THE_VARIABLE" in str(refused.value)
    assert value not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("form", "value", "read"),
    [
        ("str", "$ecret", "$ecret"),
        ("list", "one, two,", ["one", "two"]),
        ("bool", "No", False),
        ("float", "0.5", 0.5),
        ("count", "3", 3),
        ("hosts", ".example.com,[::1]", [".example.com", "[::1]"]),
        ("origins", "https://*.example.com", ["https://*.example.com"]),
        ("email_address", "Shop <hello@example.com>", "Shop <hello@example.com>"),
        ("time_zone", "Europe/Rome", "Europe/Rome"),
        ("log_level", "debug", "DEBUG"),
    ],
)
def test_a_value_is_read_in_its_form(
    environment: Any, monkeypatch: pytest.MonkeyPatch, form: str, value: str, read: Any
) -> None:
    monkeypatch.setenv("THE_VARIABLE", value)

    assert getattr(environment.Environment(), form)("THE_VARIABLE") == read


def test_an_empty_variable_is_not_set(environment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_VARIABLE", "")

    env = environment.Environment()
    assert env.int("THE_VARIABLE", default=3) == 3
    assert env.redis_url("THE_VARIABLE", default="") == ""
    assert env.db_url("THE_VARIABLE", default="sqlite:////data")["NAME"] == "/data"
    with pytest.raises(environment.VariableError, match="THE_VARIABLE"):
        env.str("THE_VARIABLE")


@pytest.mark.parametrize("content", [b"SECRET_KEY = secret\n", b"SECRET_KEY=\xff\n"])
def test_a_file_of_variables_that_cannot_be_read_is_named(
    environment: Any, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)

    with pytest.raises(environment.VariableError) as refused:
        environment.Environment().read_env(file)

    assert str(file) in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["PORT", "WEB_THREADS"])
@pytest.mark.parametrize("value", ["many", "0", "-1", "9" * 5000])
def test_gunicorn_refuses_a_number_that_is_none(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match=f"^The environment variable {name} cannot be used"):
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))
