"""Keeps what lets somebody in out of logs, error reports and the ``Referer`` header.

Links of invitations, resets and verifications carry a secret in their path. Whoever reads a log
line, or runs a site that a page leads to, must not be able to follow them. So the secrets of a
request are looked for in its address and what was sent with it, and replaced wherever they would
be written.
"""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN: Final = "[hidden]"

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
"""The request this code runs for, or nothing outside of one."""

_NAMES: Final = re.compile(r"code|key|pass|secret|session|signature|state|token", re.IGNORECASE)
"""Names of fields and of parts of addresses whose values are secret."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_:=-]{32,}")
"""What random text in an address looks like, under whatever name; so may the slug of a page."""

_SLUG: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_SHORTEST: Final = 4
_OWN_ATTRIBUTES: Final = frozenset([*vars(logging.makeLogRecord({})), "request_id", "request"])


def secrets_of(request: HttpRequest) -> set[str]:
    """Return the secrets that a request carries in its address, its headers and its fields.

    Args:
        request: The request. A body that nobody has read yet is left alone.
    """
    found = set(request.COOKIES.values())
    for text in (request.path, request.headers.get("Referer", ""), *request.GET.values()):
        found.update(_tokens_in(str(text)))
    if request.resolver_match:
        found.update(_named_secret(request.resolver_match.kwargs))
    found.update(_named_secret(request.GET.dict()))
    found.update(_named_secret(getattr(request, "_post", None) or {}))
    found.update(request.headers.get("Authorization", "").split()[1:])
    return {one for one in found if len(one) >= _SHORTEST}


def address_is_secret(request: HttpRequest) -> bool:
    """Tell whether a request's path or query carries a secret."""
    texts = (request.path, *request.GET.values())
    if any(True for text in texts for _token in _tokens_in(str(text))):
        return True
    named = dict(request.resolver_match.kwargs) if request.resolver_match else {}
    return any(_named_secret({**named, **request.GET.dict()}))


def hide(text: str, secrets: set[str]) -> str:
    """Return a text without secrets, in whatever form they stand there."""
    forms = {form for one in secrets for form in (one, quote(one), quote(one, safe=""))}
    forms |= {form for one in secrets for form in (escape(one), repr(one)[1:-1])}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    return text


def hide_tokens(text: str) -> str:
    """Return a text without what looks like a secret of an address."""
    return hide(text, set(_tokens_in(text)))


def _tokens_in(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if not _SLUG.fullmatch(token) and not _is_uuid(token):
            yield token


def _is_uuid(text: str) -> bool:
    """Tell whether it is the key of a row, which opens nothing."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _named_secret(values: Any) -> Iterator[str]:
    return (str(value) for name, value in values.items() if _NAMES.search(name))


class RedactionFilter(logging.Filter):
    """Takes the secrets of the request out of a record; every handler of the site wants it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace them in the message, the exception and the extra values; keep the record."""
        message = record.getMessage()
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            request = current_request.get()
        # The development server's own lines come after its request.
        secrets = secrets_of(request) if request is not None else set(_tokens_in(message))
        if secrets:
            record.msg, record.args = hide(message, secrets), None
            if record.exc_info:
                text = record.exc_text or logging.Formatter().formatException(record.exc_info)
                record.exc_text = hide(text, secrets)
            if record.stack_info:
                record.stack_info = hide(record.stack_info, secrets)
            for name, value in vars(record).items():
                if name not in _OWN_ATTRIBUTES and isinstance(value, str):
                    setattr(record, name, hide(value, secrets))
        return True


class AddressFilter(logging.Filter):
    """Takes what looks like a secret of an address out of Gunicorn's own records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace it in the message; keep the record."""
        record.msg, record.args = hide_tokens(record.getMessage()), None
        return True


class RedactedReporter(ExceptionReporter):
    """Writes Django's error reports without the secrets of their request."""

    def get_traceback_html(self) -> SafeString:
        """Return the report as a page."""
        return self._redacted(super().get_traceback_html())

    def get_traceback_text(self) -> SafeString:
        """Return the report as plain text."""
        return self._redacted(super().get_traceback_text())

    def _redacted(self, text: SafeString) -> SafeString:
        secrets = secrets_of(self.request) if self.request is not None else set()
        return SafeString(hide(text, secrets))
