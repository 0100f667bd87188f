"""Forget what the accounts app need not remember."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts import flows


class Command(BaseCommand):
    """``manage.py prune_accounts``, to be run once a day."""

    help = "Delete security events and invitations older than ACCOUNTS_EVENT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Delete, and say how many."""
        events, invitations = flows.prune()
        self.stdout.write(f"Deleted {events} security events and {invitations} invitations.")
