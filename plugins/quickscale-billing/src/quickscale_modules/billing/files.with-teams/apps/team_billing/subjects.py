"""Who pays: the team somebody is in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import transaction

from apps.billing.models import Account
from apps.team_billing.models import TeamAccount
from apps.team_billing.seats import LIMIT
from apps.teams import queries, roles
from apps.teams.links import site_path, team_path
from apps.teams.models import Team
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User


def team_of(account: Account) -> Team | None:
    """Return the team an account belongs to."""
    link: TeamAccount | None = getattr(account, "team_link", None)
    return link.team if link else None


class TeamSubjects:
    """A team pays; whoever may manage its billing sees and changes what."""

    seats_follow = True

    def of_request(self, request: HttpRequest) -> Team | None:
        """Return the team a request is about."""
        return queries.active_team(request)

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether a request's sender may manage the billing of its team."""
        membership = queries.active_membership(request)
        return bool(membership and membership.may(roles.MANAGE_BILLING))

    def beginning(self, back: str) -> str:
        """Return the page on which a team is made, that leads back."""
        return f"{site_path('team_create')}?{urlencode({'next': back})}"

    def key(self, subject: Team) -> str:
        """Return a team's key."""
        return f"team:{subject.pk}"

    def key_of(self, account: Account) -> str:
        """Return the key of an account's team."""
        link = TeamAccount.objects.filter(account=account).first()
        return f"team:{link.team_id}" if link else ""

    def account_of(self, subject: Team) -> Account | None:
        """Return a team's account."""
        accounts = Account.objects.select_related("team_link")
        found = accounts.filter(team_link__team_id=subject.pk).first()
        if found is not None:
            found.team_link.team = subject
        return found

    def make_account(self, subject: Team) -> Account:
        """Return a team's account; two requests at once make one."""
        if account := self.account_of(subject):
            return account
        with transaction.atomic():
            Team.objects.select_for_update().get(pk=subject.pk)
            if account := self.account_of(subject):
                return account
            account = Account.objects.create(name=subject.name)
            TeamAccount.objects.create(team=subject, account=account)
        return account

    def seats_in_use(self, account: Account) -> int:
        """Return how many members a team has."""
        team = team_of(account)
        if team is None:
            return 0
        with in_team(team):
            return queries.seats_in_use(team)

    def in_use(self, account: Account, limit: str) -> int | None:
        """Return how many members a team has, for a plan that limits them."""
        return self.seats_in_use(account) if limit == LIMIT else None

    def addresses(self, account: Account) -> list[str]:
        """Return the addresses of those who may manage a team's billing."""
        team = team_of(account)
        if team is None:
            return [account.email] if account.email else []
        return sorted(person.email for person in self._managers(team))

    def contact(self, account: Account) -> str:
        """Return the address of whoever was chosen and still manages billing, or of an owner."""
        team = team_of(account)
        if team is None:
            return account.email
        people = self._managers(team)
        named = [person for person in people if person.pk == account.team_link.contact_id]
        return next((person.email for person in [*named, *people]), "")

    def choose_contact(self, account: Account, address: str) -> None:
        """Have another one of those who manage billing be the contact."""
        team = team_of(account)
        for person in self._managers(team) if team else []:
            if person.email == address:
                account.team_link.contact = person
                account.team_link.save(update_fields=["contact"])

    def _managers(self, team: Team) -> list[User]:
        """Return who may manage a team's billing, owners first, then by when they joined."""
        may = roles.roles_that_may(roles.MANAGE_BILLING)
        with in_team(team):
            found = list(queries.members(team).filter(role__in=may).order_by("joined_at"))
        found.sort(key=lambda membership: membership.role != roles.OWNER.name)
        return [membership.user for membership in found]

    def path(self, account: Account, name: str) -> str:
        """Return the address of a page in an account's team."""
        team = team_of(account)
        return team_path(team, name) if team else "/"
