"""Tell Stripe of usage that waits, where no worker does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.metering import tasks


class Command(BaseCommand):
    """``manage.py report_usage``: what the worker does each minute, once."""

    help = "Tell Stripe's meters of usage that waits."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Tell of it, and say how much that was."""
        self.stdout.write(f"Reported {tasks.report_usage()} usage records.")
