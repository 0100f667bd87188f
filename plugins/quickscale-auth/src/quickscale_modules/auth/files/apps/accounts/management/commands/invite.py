"""Invite somebody from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from apps.accounts import flows
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """``manage.py invite ada@example.com``."""

    help = "Send invitations to create an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the addresses."""
        parser.add_argument("emails", nargs="+", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Invite each address, or refuse them all when one is none."""
        emails: list[str] = options["emails"]
        for email in emails:
            try:
                validate_email(email)
            except ValidationError:
                raise CommandError(f"{email} is not an e-mail address.") from None
        if conf.signup == "closed":
            raise CommandError('Sign-up is closed. Set ACCOUNTS_SIGNUP to "invite" first.')
        for email in emails:
            try:
                invitation = flows.invite(email)
            except flows.AlreadyRegisteredError:
                self.stderr.write(f"{email} has an account already.")
            else:
                self.stdout.write(f"Invited {email} until {invitation.expires_at:%Y-%m-%d %H:%M}.")
