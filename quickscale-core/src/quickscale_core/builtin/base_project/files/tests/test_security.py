"""What every page tells the browser, and what production insists on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from apps.ops.composed import DEPLOY_CHECKS
from apps.ops.tests.growing import pages

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["pages:home", "pages:about", "admin:login"])
@pytest.mark.django_db
def test_pages_come_with_a_strict_content_security_policy(client: Client, name: str) -> None:
    policy = client.get(reverse(name), follow=True).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "unsafe" not in policy
    assert directives["object-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["script-src"].startswith("'self'")
    assert "*" not in policy


@pytest.mark.django_db
def test_pages_come_with_the_other_security_headers(client: Client) -> None:
    headers = client.get("/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_what_signed_in_people_see_is_kept_in_no_cache(signed_in: Client) -> None:
    signed_in.raise_request_exception = False
    seen = [signed_in.get(path) for path in pages()]
    leaves = signed_in.post(reverse(settings.LOGIN_URL).replace("login", "logout"))

    assert len(seen) > 5
    for answer in (*seen, leaves):
        kept = answer.headers["Cache-Control"]
        assert {"private", "no-store"} <= set(kept.split(", ")), answer.wsgi_request.path


@pytest.mark.django_db
def test_what_visitors_see_may_be_kept(client: Client) -> None:
    assert "Cache-Control" not in client.get("/").headers


def form(variable: str) -> str:
    """Return a value of the form that a variable's name tells of."""
    if variable == "EMAIL_URL":
        return "dummymail://localhost"
    if variable.endswith("_URL"):
        return "https://example.com"
    return "hello@example.com" if variable.endswith("EMAIL") else "value"


def required(settings: Settings) -> dict[str, str]:
    """Return what production settings do not load without, and what a site is to have."""
    package = settings.ROOT_URLCONF.partition(".")[0]
    source = (ROOT / package / "settings" / "production.py").read_text()
    names = source.partition("REQUIRED_VARIABLES = (")[2].partition(")")[0].split(",")
    wanted = [name for _, variables, _ in DEPLOY_CHECKS for name in variables]
    return {name.strip().strip('"'): "value" for name in names if name.strip()} | {
        **{name: form(name) for name in wanted},
        "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-only-for-this-test",
        "ALLOWED_HOSTS": "example.com",
        "DATABASE_URL": "sqlite://:memory:",
    }


def production(
    settings: Settings, *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    package = settings.ROOT_URLCONF.partition(".")[0]
    return subprocess.run(
        [sys.executable, *(words or ("manage.py", "check", "--deploy", "--fail-level", "WARNING"))],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"{package}.settings.production",
            "READ_DOT_ENV": "false",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_says_everything_it_lacks(settings: Settings) -> None:
    result = production(settings)

    assert result.returncode != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        assert name in result.stderr


@pytest.mark.skipif(
    (ROOT / "frontend").is_dir() and not (ROOT / "static" / "app" / "manifest.json").is_file(),
    reason="the app in frontend/ is not built: npm --prefix frontend run build",
)
def test_production_passes_djangos_own_review(settings: Settings) -> None:
    result = production(settings, **required(settings))

    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert result.stdout == "System check identified no issues (0 silenced).\n"


ANSWER = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.ALLOWED_HOSTS = ["example.com"]
answer = Client(headers={"host": "example.com"}).get("/health/live")
redirect = Client(headers={"host": "example.com"}).get("/")
secure = [getattr(settings, it) for it in dir(settings) if it.endswith("_COOKIE_SECURE")]
print(json.dumps({
    "redirected": redirect.headers.get("Location", "").startswith("https:"),
    "upgraded": "upgrade-insecure-requests" in str(settings.CONTENT_SECURITY_POLICY)
    and settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"],
    "session": settings.SESSION_COOKIE_SECURE,
    "csrf": settings.CSRF_COOKIE_SECURE,
    "hsts": "Strict-Transport-Security" in answer.headers,
}))
"""


@pytest.mark.parametrize(("answer", "secure"), [("", True), ("true", True), ("false", False)])
def test_one_variable_decides_whether_plain_http_is_served(
    settings: Settings, answer: str, secure: bool
) -> None:
    variables = required(settings) | ({"USE_HTTPS": answer} if answer else {})

    result = production(settings, "-c", ANSWER, **variables)

    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout.splitlines()[-1])
    hsts = told.pop("hsts")  # which browsers take from an answer over TLS alone
    assert not hsts
    assert set(told.values()) == {secure}, told
