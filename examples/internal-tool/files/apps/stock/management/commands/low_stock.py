"""``manage.py low_stock``: what has to be ordered, for the weekly mail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.stock.queries import low_items


class Command(BaseCommand):
    help = "List what has to be ordered."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Write a line for each item."""
        for item in low_items():
            self.stdout.write(f"{item.shelf}  {item.name}: {item.quantity}")
