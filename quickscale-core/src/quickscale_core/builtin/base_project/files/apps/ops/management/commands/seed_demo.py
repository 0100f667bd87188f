"""Fills a development database with a small believable company."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.ops.seeding import seed

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Create demo data and print a login for it. Works in development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password",
            help="password of every demo person; a random one is made and printed without it",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            message = "Demo data has known logins, so it is made only where DEBUG is on."
            raise CommandError(message)
        self.stdout.write("Making demo data; this takes some seconds ...")
        self.stdout.flush()
        demo = seed(options["password"] or secrets.token_urlsafe(9))
        for line in demo.made:
            self.stdout.write(line)
        self.stdout.write(f"\nDemo login\n  e-mail    {demo.user.email}")
        self.stdout.write(f"  password  {demo.password}")
