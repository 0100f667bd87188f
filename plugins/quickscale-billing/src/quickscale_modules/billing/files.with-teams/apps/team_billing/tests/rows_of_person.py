"""A team that pays, for tests of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing.models import Account
from apps.team_billing.models import TeamAccount
from apps.teams.models import Team

if TYPE_CHECKING:
    from apps.users.models import User


def make(user: User) -> list[Any]:
    """Let the person's team have their account; there is no list of such links."""
    TeamAccount.objects.create(
        team=Team.objects.get(memberships__user=user), account=Account.objects.get(user=user)
    )
    return []
