"""Encrypt the secrets of second factors with the present key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.encryption import reencrypt_all


class Command(BaseCommand):
    """``manage.py reencrypt_secrets``, to be run after a key was put before the old ones."""

    help = "Encrypt the secrets of authenticator apps and recovery codes with the first key."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Encrypt, and say how many."""
        count = reencrypt_all()
        self.stdout.write(
            f"Encrypted {count.changed} secrets with the first key; {count.kept} had it already."
        )
        if count.unreadable:
            raise CommandError(
                f"No key decrypts {count.unreadable} secrets: their owners cannot sign in with"
                " them. Add the key they were encrypted with to ACCOUNTS_ENCRYPTION_KEYS or"
                " SECRET_KEY_FALLBACKS and run this again."
            )
