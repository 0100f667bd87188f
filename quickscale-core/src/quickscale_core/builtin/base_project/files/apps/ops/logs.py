"""Log lines a machine can read, each with the request it belongs to.

The formatter keeps to the standard library: a log line is one JSON object, its extra values are
what the caller passed in ``extra``.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Identifier of the request this code runs for, or empty outside of one."""

_OWN_ATTRIBUTES: Final = frozenset(
    [*vars(logging.makeLogRecord({})), "asctime", "message", "request_id", "request", "taskName"],
)


class RequestIdFilter(logging.Filter):
    """Puts the request's identifier on every record, so that any formatter can show it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set ``record.request_id`` and keep the record."""
        record.request_id = request_id.get() or "-"
        return True


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's time (UTC), level, logger, message, request and extra values."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (identifier := getattr(record, "request_id", "-")) != "-":
            line["request_id"] = identifier
        line.update(
            (name, value) for name, value in vars(record).items() if name not in _OWN_ATTRIBUTES
        )
        if record.exc_info:
            line["exception"] = record.exc_text or self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(line, default=str, ensure_ascii=False)
