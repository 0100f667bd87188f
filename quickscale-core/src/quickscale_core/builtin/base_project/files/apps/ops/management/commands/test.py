"""Takes the place of Django's ``test``: this project's tests are pytest's."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(BaseCommand):
    """``manage.py test apps/users -x`` is ``pytest apps/users -x``."""

    help = "Run the tests with pytest, which is given every argument."

    def run_from_argv(self, argv: Sequence[str]) -> None:
        """Run pytest in a process of its own: this one has the settings of the site, not of tests.

        Args:
            argv: The command line.

        Raises:
            SystemExit: With pytest's exit code.
        """
        environ = {**os.environ}
        environ.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "pytest", *argv[2:]]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environ, check=False)
        raise SystemExit(done.returncode)
