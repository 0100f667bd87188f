"""How Gunicorn serves the site; ``WEB_CONCURRENCY`` sets the number of processes."""

import os
from typing import Any

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats belong in memory; a disk may stall
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 30

# The site logs every request itself, without the secrets that links carry. Where an access log is
# asked for, the request's id leads to that line: no address, no query and no Referer here.
access_log_format = '%(h)s %(m)s %(s)s %(B)s %(M)sms "%(a)s" %({x-request-id}o)s'


def post_worker_init(worker: Any) -> None:
    """Keep them out of Gunicorn's own errors as well, once the site can be imported."""
    from apps.ops.redaction import AddressFilter

    worker.log.error_log.addFilter(AddressFilter())
