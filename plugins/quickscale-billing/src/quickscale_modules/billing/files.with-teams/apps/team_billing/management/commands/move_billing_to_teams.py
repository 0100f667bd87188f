"""Give the accounts of people to their teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from apps.billing.stripe_calls import BillingError
from apps.team_billing import moving
from apps.team_billing.models import TeamAccount
from apps.teams import queries

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from apps.billing.models import Account
    from apps.teams.models import Team


class Command(BaseCommand):
    """``manage.py move_billing_to_teams``, once, after ``billing.subject`` became ``team``."""

    help = "Give the billing accounts of people, with their subscriptions, to their teams."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do about those who own no team, or several."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--create-teams", action="store_true", help="make a team for those who own none"
        )
        parser.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="EMAIL=SLUG",
            help="the team of somebody who owns several; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Move each account that can be moved, and say which cannot."""
        chosen = self._chosen(options["to"])
        left = 0
        for account in moving.accounts_of_people():
            plan = chosen.get(account.email) or moving.plan_move(account)
            if not plan.problem and plan.team is None and not options["create_teams"]:
                plan = moving.Move(
                    account=account, problem="owns no team; --create-teams makes one"
                )
            if plan.problem:
                left += 1
                self.stdout.write(f"{account.email}: {plan.problem}")
                continue
            name = plan.team.name if plan.team else "a new team"
            if options["dry_run"]:
                self.stdout.write(f"{account.email}: would go to {name}")
                continue
            self._move(account, plan.team)
        self.stdout.write(f"{left} accounts are left." if left else "No account is left.")

    def _move(self, account: Account, team: Team | None) -> None:
        try:
            moved_to = moving.move(account, team)
        except BillingError as error:
            self.stderr.write(f"{account.email}: moved, but Stripe does not know yet: {error}")
        else:
            self.stdout.write(f"{account.email}: now {moved_to.name}'s")

    def _chosen(self, pairs: list[str]) -> dict[str, moving.Move]:
        chosen = {}
        for pair in pairs:
            email, _equals, slug = pair.partition("=")
            account = moving.accounts_of_people().filter(email=email).first()
            if account is None or account.user is None:
                raise CommandError(f"{email} has no account that could be moved.")
            team = queries.teams_of(account.user).filter(slug=slug).first()
            if team is None:
                raise CommandError(f"{email} is in no team {slug!r}.")
            if TeamAccount.objects.filter(team=team).exists():
                raise CommandError(f"{team.name} has an account of its own.")
            chosen[email] = moving.Move(account=account, team=team)
        return chosen
