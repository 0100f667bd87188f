"""Deal with webhooks whose turn has come, where no worker does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.billing import tasks


class Command(BaseCommand):
    """``manage.py process_webhooks``: what the worker does each minute, once."""

    help = "Deal with webhooks that wait, and with what no webhook tells."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Deal with them, and say how many."""
        count = tasks.process_due_events()
        tasks.follow_up_on_time()
        self.stdout.write(f"Dealt with {count} webhooks.")
