from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.management import ManagementUtility


def test_it_runs_pytest_with_every_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "the.ones.of.the.site")
    asked: list[Any] = []

    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
        asked.append((command, more["cwd"], more["env"].get("DJANGO_SETTINGS_MODULE")))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)

    with pytest.raises(SystemExit, match="3"):
        ManagementUtility(["manage.py", "test", "apps/users", "-x"]).execute()

    command = [sys.executable, "-m", "pytest", "apps/users", "-x"]
    assert asked == [(command, settings.BASE_DIR, None)]
