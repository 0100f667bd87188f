"""List who was invited and has not come yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.models import Invitation


class Command(BaseCommand):
    """``manage.py list_invitations``."""

    help = "List the invitations that are open."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Write a line for each."""
        for invitation in Invitation.objects.filter(accepted_at=None, revoked_at=None):
            self.stdout.write(
                f"{invitation.email}  {invitation.status}  {invitation.note}".rstrip()
            )
