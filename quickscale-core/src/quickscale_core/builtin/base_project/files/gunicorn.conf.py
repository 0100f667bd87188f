"""How Gunicorn serves the site; ``WEB_CONCURRENCY`` sets the number of processes."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats belong in memory; a disk may stall
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 30
