"""Send webhooks whose turn has come, where no worker does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.webhooks import deliveries, tasks


class Command(BaseCommand):
    """``manage.py send_webhooks``: what the worker does each minute, once."""

    help = "Send webhooks that wait, and delete old ones."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send them, and say how many were taken."""
        count = sum(deliveries.deliver_all_due(one) for one in deliveries.endpoints_with_due())
        tasks.clean_up()
        self.stdout.write(f"Delivered {count} webhooks.")
