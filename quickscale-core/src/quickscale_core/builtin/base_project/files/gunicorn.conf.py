"""How Gunicorn serves the site.

``WEB_CONCURRENCY`` sets the number of processes, ``WEB_THREADS`` how many requests each answers at
once. Every thread may hold a connection to the database.
"""

import os
import re
import socket
import struct
from typing import Any

from gunicorn.workers import gthread


def count(name: str, default: str) -> int:
    """Return a number that an environment variable sets; an empty one counts as not set."""
    value = os.environ.get(name) or default
    if not re.fullmatch(r"[1-9][0-9]{0,4}", value):
        text = f"The environment variable {name} cannot be used as it is set: it must be a number"
        raise SystemExit(f"{text} such as {default}.")
    return int(value)


bind = f"0.0.0.0:{count('PORT', '8000')}"
threads = count("WEB_THREADS", "8")
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats belong in memory; a disk may stall
max_requests = 5000
max_requests_jitter = 500

# Seconds. A proxy keeps connections open longer than most requests are apart.
keepalive = 75
timeout = 30  # a process that no longer answers the parent is replaced
graceful_timeout = 30  # what a request may take that has begun when the process is to stop

STALLED = 10  # seconds without a byte of a request that has begun

# A connection on which nothing was sent yet waits with the thousand others, not in a thread.
gthread.DEFAULT_WORKER_DATA_TIMEOUT = 0.1


# The site logs every request itself, without the secrets that links carry. Where an access log is
# asked for, the request's id leads to that line: no address, no query and no Referer here.
access_log_format = '%(h)s %(m)s %(s)s %(B)s %(M)sms "%(a)s" %({x-request-id}o)s'


def when_ready(server: Any) -> None:
    """Let no client that stops in the middle of a request keep a thread for good."""
    for listener in server.LISTENERS:  # what is accepted has the options of its listener
        listener.sock.setsockopt(
            socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", STALLED, 0)
        )


def post_worker_init(worker: Any) -> None:
    """Keep secrets out of Gunicorn's own errors as well, once the site can be imported."""
    from apps.ops.redaction import AddressFilter

    worker.log.error_log.addFilter(AddressFilter())
