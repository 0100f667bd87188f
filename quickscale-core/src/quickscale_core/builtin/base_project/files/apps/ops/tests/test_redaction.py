"""Secrets of a request stay out of what is written about it."""

from __future__ import annotations

import logging
import runpy
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse, HttpResponseServerError
from django.test import override_settings
from django.urls import path

from apps.ops.redaction import HIDDEN, hide_tokens
from apps.ops.tests.written import error_report, everything_logged

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client

TOKEN = "q7Zk3v_9Xw2-LmN8pRt5sYc1BdF6gHjK4aQeUoViWzE"
SHORT = "k3yword"
logger = logging.getLogger("apps.shop")


def show(request: HttpRequest, **_kwargs: str) -> HttpResponse:
    """Log a request in every way there is."""
    logger.info("Looked at %s", request.path, extra={"address": request.get_full_path()})
    request.POST.get("password")
    logger.warning("Sent %r", request.POST.dict(), stack_info=True)
    return HttpResponse("ok")


def fail(request: HttpRequest, **_kwargs: str) -> HttpResponse:
    """Break, with the address in the message."""
    raise LookupError(request.get_full_path())


def give_up(_request: HttpRequest, **_kwargs: str) -> HttpResponse:
    """Answer with an error, without an exception."""
    return HttpResponseServerError()


urlpatterns = [
    path("show/<str:token>/", show),
    path("fail/<str:key>/", fail),
    path("give-up/<str:token>/", give_up),
    path("page/<slug:slug>/", show),
    path("row/<uuid:pk>/", show),
]


@override_settings(ROOT_URLCONF=__name__, DEBUG_PROPAGATE_EXCEPTIONS=False)
@pytest.mark.parametrize("json", [True, False])
@pytest.mark.parametrize("place", ["show", "fail", "give-up", "nowhere"])
@pytest.mark.parametrize("secret", [TOKEN, SHORT, "MTI:1vPq2x:0a-B_c9"])
def test_no_log_and_no_report_has_the_secret_of_an_address(
    client: Client, secret: str, place: str, *, json: bool
) -> None:
    if place == "nowhere" and secret != TOKEN:
        pytest.skip("in an address that is none, a short one looks like any other word")
    client.raise_request_exception = False
    address = f"/{place}/{secret}/?next=/show/{TOKEN}/&code=a1b2c3"
    with everything_logged(json=json) as lines:
        answers = [
            client.get(address, headers={"referer": f"https://example.com/show/{TOKEN}/"}),
            client.post(address, {"password": 'it\'s a "secret"', "otp_code": "482913"}),
        ]
    reports = "".join(error_report(answer) for answer in answers)

    for written in (lines.getvalue(), reports):
        assert place in written
        for each in (secret, TOKEN, "a1b2c3", "482913", "it's", "it\\'s", "it&#x27;s"):
            assert each not in written
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_cookies_and_keys_of_an_api_stay_out_of_reports(client: Client) -> None:
    client.cookies["sessionid"] = "a-session-key-of-somebody"

    answer = client.get("/page/a/", headers={"authorization": "Bearer a-key-of-somebody"})

    report = error_report(answer)
    assert "a-session-key" not in report
    assert "a-key-of-somebody" not in report


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    "address",
    [
        "/page/a-long-address-made-of-nothing-but-words/",
        f"/row/{uuid.UUID(int=7)}/",
        "/page/short-2/",
    ],
)
def test_what_is_no_secret_is_written(client: Client, address: str) -> None:
    with everything_logged() as lines:
        answer = client.get(address)

    assert f"GET {address} 200" in lines.getvalue()
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("secret", [TOKEN, "c8x2k1-5f3c2b1d9e7a0b4c6d8e0f1a2b3c4d5e"])
def test_the_development_servers_own_lines_have_none(secret: str) -> None:
    with everything_logged() as lines:
        logging.getLogger("django.server").error('"GET %s HTTP/1.1" 500', f"/show/{secret}/")

    assert secret not in lines.getvalue()
    assert HIDDEN in lines.getvalue()


def test_gunicorn_writes_no_address() -> None:
    settings = runpy.run_path(str(Path(__file__).parents[3] / "gunicorn.conf.py"))
    error_log = logging.getLogger("gunicorn.error")

    for field in ("%(r)s", "%(U)s", "%(q)s", "%(f)s"):
        assert field not in settings["access_log_format"]
    settings["post_worker_init"](SimpleNamespace(log=SimpleNamespace(error_log=error_log)))
    try:
        record = error_log.makeRecord(
            "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (TOKEN,), None
        )
        error_log.filter(record)
    finally:
        error_log.filters.clear()
    assert record.getMessage() == f"Error handling request {HIDDEN}"


def test_text_without_a_secret_stays_as_it_is() -> None:
    assert hide_tokens("GET /dashboard/ 200") == "GET /dashboard/ 200"
