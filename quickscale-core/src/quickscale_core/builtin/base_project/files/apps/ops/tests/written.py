"""What the site has written: its log as production writes it, and its error reports."""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock
from urllib.parse import unquote

from django.test import Client
from django.views import debug

from apps.ops.logs import JsonFormatter, RequestIdFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as Response

# Not all of django: its templates tell at DEBUG what they look for their values in.
_LOUD = ("", "django.request", "django.security", "django.server", "security", "apps")


@contextmanager
def everything_logged(*, json: bool = True) -> Iterator[io.StringIO]:
    """Gather what the site's own handler writes, as loud as an owner may turn it.

    Args:
        json: Whether it writes as in production.
    """
    handlers = logging.getLogger().handlers
    console = next(
        one
        for one in handlers
        if isinstance(one, logging.StreamHandler)
        and any(isinstance(each, RequestIdFilter) for each in one.filters)
    )
    stream, formatter = console.stream, console.formatter
    levels = {name: logging.getLogger(name).level for name in _LOUD}
    gathered = io.StringIO()
    console.setStream(gathered)
    if json:
        console.setFormatter(JsonFormatter())
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield gathered
    finally:
        console.setStream(stream)
        console.setFormatter(formatter)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def error_report(response: Response) -> str:
    """Return what an administrator would be sent, had the request ended in an error."""
    request = response.wsgi_request
    try:
        raise LookupError(request.path)  # noqa: TRY301 - a report wants a traceback
    except LookupError as error:
        traceback = error.__traceback__
        reporter: Any = debug.get_exception_reporter_class(request)
        made = reporter(request, LookupError, error, traceback, is_email=True)
    # Settings know nothing of a request, and are most of a report. All reports share the filter.
    made.filter = copy(made.filter)
    made.filter.get_safe_settings = dict
    return str(made.get_traceback_text() + made.get_traceback_html())


class RecordingClient(Client):
    """A browser that keeps every answer it got.

    Attributes:
        answers: The answers, the first one first.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.answers: list[Any] = []

    def request(self, **request: Any) -> Response:
        """Ask for a page and keep the answer."""
        answer = super().request(**request)
        self.answers.append(answer)
        return answer


def check_nothing_tells(secrets: Iterable[str], lines: str, client: RecordingClient) -> None:
    """See that no secret is in a log or an error report, nor sent along as where one comes from.

    Args:
        secrets: What was used on the way.
        lines: What was logged on the way.
        client: Who went it.
    """
    for secret in secrets:
        telling = [line for line in lines.splitlines() if secret in line]
        assert not telling, telling[0]
    last_of_each = {}
    for answer in client.answers:
        request = answer.wsgi_request
        asked = request.get_full_path()
        if any(secret in unquote(asked) for secret in secrets):
            assert answer.headers["Referrer-Policy"] == "strict-origin", asked
            assert "no-store" in answer.headers["Cache-Control"], asked
        match = request.resolver_match
        last_of_each[request.method, match.route if match else ""] = answer
    # Django compiles the template of a report for each of them.
    compiled = cache(debug.DEBUG_ENGINE.from_string)
    with mock.patch.object(debug.DEBUG_ENGINE, "from_string", compiled):
        for answer in last_of_each.values():
            report = error_report(answer)
            for secret in secrets:
                assert secret not in report
