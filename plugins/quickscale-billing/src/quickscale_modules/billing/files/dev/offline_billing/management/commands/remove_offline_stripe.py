"""Remove what the stand-in for Stripe left in the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dev.offline_billing.rows import remove_offline_rows


class Command(BaseCommand):
    """``manage.py remove_offline_stripe``: forget the stand-in's customers and all they bought."""

    help = "Remove the rows about objects of the stand-in for Stripe; what is Stripe's own stays."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Remove them, and say how many there were."""
        removed = remove_offline_rows()
        for label, count in removed.items():
            self.stdout.write(f"{label}: {count}")
        self.stdout.write(f"Removed {sum(removed.values())} rows of the stand-in for Stripe.")
