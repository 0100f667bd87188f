"""Makes accounts of teams for tests."""

from __future__ import annotations

from factory import SubFactory
from factory.django import DjangoModelFactory

from apps.billing.tests.factories import AccountFactory
from apps.team_billing.models import TeamAccount
from apps.teams.tests.factories import TeamFactory


class TeamAccountFactory(DjangoModelFactory[TeamAccount]):
    """A team with an account, before the first purchase."""

    class Meta:
        model = TeamAccount

    team = SubFactory(TeamFactory)
    account = SubFactory(AccountFactory, user=None, name="A team", email="")
