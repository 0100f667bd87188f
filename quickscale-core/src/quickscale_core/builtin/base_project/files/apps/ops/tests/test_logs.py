from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest

from apps.ops.logs import JsonFormatter, RequestIdFilter, request_id

if TYPE_CHECKING:
    from django.test import Client


def formatted(record: logging.LogRecord) -> dict[str, Any]:
    RequestIdFilter().filter(record)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    result: dict[str, Any] = json.loads(line)
    return result


def make_record(**values: object) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"name": "shop", "levelname": "INFO", "msg": "Sold %d", "args": (3,), **values}
    )


def test_a_line_is_json_with_its_extra_values() -> None:
    line = formatted(make_record(customer="Zoë", parts=frozenset({1})))

    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "shop",
        "message": "Sold 3",
        "customer": "Zoë",
        "parts": "frozenset({1})",
    }


def test_an_exception_is_part_of_its_line() -> None:
    try:
        int("till")
    except ValueError:
        line = formatted(make_record(exc_info=sys.exc_info(), stack_info="Stack: here"))

    assert "ValueError: invalid literal" in line["exception"]
    assert line["stack"] == "Stack: here"


def test_a_line_names_its_request() -> None:
    token = request_id.set("8d1fd2f0")
    try:
        assert formatted(make_record())["request_id"] == "8d1fd2f0"
    finally:
        request_id.reset(token)


def test_every_request_is_named_and_logged_once(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "apps.ops.middleware")

    answer = client.get("/no-such-page/")

    (record,) = (one for one in caplog.records if one.name == "apps.ops.middleware")
    assert record.message == "GET /no-such-page/ 404"
    assert vars(record)["milliseconds"] >= 0
    assert len(answer.headers["X-Request-ID"]) == 32
    assert request_id.get() == ""


def test_health_probes_are_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "apps.ops.middleware")

    client.get("/health/live")

    assert not caplog.records


@pytest.mark.parametrize(
    ("offered", "kept"),
    [("proxy-0123456789", True), ("short", False), ("x" * 65, False), ("a b c d e f", False)],
)
def test_a_proxys_name_for_a_request_is_kept_if_it_is_one(
    client: Client, offered: str, *, kept: bool
) -> None:
    answer = client.get("/health/live", headers={"x-request-id": offered})

    assert (answer.headers["X-Request-ID"] == offered) is kept
