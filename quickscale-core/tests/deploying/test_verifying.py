"""What a look at the site finds."""

from __future__ import annotations

import json

import pytest
from quickscale_core.deploying.verifying import Answer, verify

URL = "https://acme.example.com"
PAGE = '<link rel="stylesheet" href="/static/base.abc.css">'


def found(url: str = URL, *, static: bool = True, **answers: Answer) -> dict[str, tuple[bool, str]]:
    def get(address: str) -> Answer:
        path = address.removeprefix(url)
        name = {"/health/ready": "health", "/admin/": "admin"}.get(path, "sheet")
        sound = {
            "health": Answer(200, json.dumps({"checks": {"database": "ok", "migrations": "ok"}})),
            "admin": Answer(200, PAGE, f"{url}/accounts/login/?next=/admin/"),
            "sheet": Answer(200, ""),
        }
        return answers.get(name, sound[name])

    return {it.what: (it.passed, it.why) for it in verify(url, get, static=static)}


def test_a_sound_site_passes() -> None:
    findings = found()

    assert [*findings] == ["health", "migrations", "administration", "static files"]
    assert all(passed for passed, _ in findings.values())
    assert "static files" not in found(static=False)


def test_plain_http_is_no_site() -> None:
    assert found("http://acme.example.com")["HTTPS"][0] is False


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"checks": 1}', "<html>"])
def test_an_answer_of_another_shape_is_no_health(text: str) -> None:
    assert found(health=Answer(200, text))["health"][0] is False


def test_what_fails_is_named() -> None:
    body = json.dumps({"checks": {"database": "ok", "cache": "failing", "migrations": "failing"}})

    findings = found(health=Answer(503, body), admin=Answer(500, ""), sheet=Answer(404, ""))

    assert findings["health"] == (False, "failing: cache, migrations")
    assert findings["migrations"][0] is False
    assert findings["administration"][0] is False
    assert findings["static files"] == (False, "the page names none")


def test_nobody_answers() -> None:
    findings = found(health=Answer(0, "timed out"))

    assert findings["health"] == (False, "nobody answers: timed out")
