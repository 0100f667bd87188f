"""Delete what the teams app need not keep."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.teams import endings


class Command(BaseCommand):
    """``manage.py prune_teams``; a worker does the same once an hour."""

    help = "Delete teams whose grace has ended and events older than TEAMS_EVENT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Delete, and say how many."""
        teams, events = endings.purge_closed_teams(), endings.prune_events()
        self.stdout.write(f"Deleted {teams} teams and {events} events.")
