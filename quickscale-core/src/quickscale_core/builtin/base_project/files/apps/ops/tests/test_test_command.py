from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings


def test_it_runs_pytest_with_every_argument() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "test", "--collect-only", "-q", __file__],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert "test_it_runs_pytest_with_every_argument" in done.stdout
    assert done.returncode == 0
