"""What the app does on a schedule."""

from __future__ import annotations

from celery import shared_task

from apps.teams import endings


@shared_task
def prune_teams() -> None:
    """Delete teams whose grace has ended, and forget old events."""
    endings.purge_closed_teams()
    endings.prune_events()
