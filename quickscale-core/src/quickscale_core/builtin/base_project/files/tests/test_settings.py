"""Which part of the site each environment variable switches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
