"""Make Stripe match ``apps/billing/plans.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from apps.billing.conf import conf
from apps.billing.flows import plan_sync
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """``manage.py sync_plans``, after every change of ``plans.py``; twice is as good as once."""

    help = "Make Stripe's products and prices match apps/billing/plans.py."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to see first."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Compare, say what differs, and change it."""
        if not conf.secret_key:
            raise CommandError("STRIPE_SECRET_KEY is not set.")
        try:
            steps = plan_sync.plan_steps()
            for step in steps:
                self.stdout.write(f"{step}")
            if not options["dry_run"]:
                plan_sync.apply(steps)
        except stripe.StripeError as error:
            raise CommandError(f"Stripe says: {error.user_message or error}") from None
        except BillingError as error:
            raise CommandError(str(error)) from None
        if not steps:
            self.stdout.write("Stripe matches plans.py.")
        elif options["dry_run"]:
            self.stdout.write(f"{len(steps)} changes; nothing was done.")
        else:
            self.stdout.write(f"{len(steps)} changes made.")
