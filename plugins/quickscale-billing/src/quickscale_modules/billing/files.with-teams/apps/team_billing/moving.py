"""From people who pay to teams that do, on a database in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from apps.billing.entitlements import forget
from apps.billing.flows.customers import ensure_customer
from apps.billing.flows.plan_changes import sync_seats
from apps.billing.models import Account
from apps.team_billing.models import TeamAccount
from apps.teams import flows, queries, roles

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.teams.models import Team
    from apps.users.models import User


@dataclass(frozen=True, kw_only=True)
class Move:
    """What is to become of a person's account.

    Attributes:
        account: Which one.
        team: The team that takes it over, or nothing where one is to be made or chosen.
        problem: Why it cannot be moved, or empty.
    """

    account: Account
    team: Team | None = None
    problem: str = ""


def accounts_of_people() -> QuerySet[Account]:
    """Return the accounts that still belong to people, the oldest first."""
    return Account.objects.exclude(user=None).select_related("user").order_by("created_at")


def plan_move(account: Account) -> Move:
    """Return where an account would go: to the one team its person owns.

    Of several teams it is their personal one. Somebody without a team needs one first.
    """
    user = account.user
    assert user is not None  # noqa: S101 - accounts_of_people has seen to it
    owned = [one.team for one in queries.memberships_of(user) if one.role == roles.OWNER.name]
    personal = [team for team in owned if team.is_personal]
    chosen = personal or owned
    if len(chosen) > 1:
        names = ", ".join(sorted(team.name for team in chosen))
        return Move(account=account, problem=f"owns several teams ({names}); name one")
    if chosen and TeamAccount.objects.filter(team=chosen[0]).exists():
        return Move(account=account, problem=f"{chosen[0].name} has an account of its own")
    return Move(account=account, team=chosen[0] if chosen else None)


def move(account: Account, team: Team | None) -> Team:
    """Give a person's account, with its subscription and invoices, to a team.

    Stripe's customer stays the same; it gets the team's name, and seats for its members.

    Args:
        account: A person's.
        team: Which team, or nothing for a new one of the person's name.

    Returns:
        The team.

    Raises:
        BillingError: Stripe did not take the new name over. The account is moved nevertheless.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        user: User | None = account.user
        assert user is not None  # noqa: S101
        team = team or flows.create_team(user, account.name or user.get_short_name())
        forget(account)
        TeamAccount.objects.create(team=team, account=account)
        account.user = None
        account.name = team.name
        account.save(update_fields=["user", "name"])
    forget(account)
    if account.customer_id:
        ensure_customer(account)
        sync_seats(account)
    return team
