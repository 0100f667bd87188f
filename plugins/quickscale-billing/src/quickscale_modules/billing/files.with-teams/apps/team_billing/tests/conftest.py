"""Fixtures for the tests of teams that pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.billing.conf import conf
from apps.billing.tests.catalogue import sell_as_tested
from apps.billing.tests.opening import fitted_out, shop
from apps.teams.tests.factories import make_team
from dev.stripe_offline.testing import stripe_offline

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.teams.models import Team

__all__ = ["fitted_out", "shop", "stripe_offline"]


@pytest.fixture(autouse=True)
def _teams_pay(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BILLING_SUBJECTS = "apps.team_billing.subjects.TeamSubjects"
    sell_as_tested(settings, monkeypatch)


@pytest.fixture
def team(db: None) -> Team:
    """A team with an owner, an admin and a member."""
    return make_team(admins=1, members=1, name="Blue Harbour")[0]


@pytest.fixture
def account(team: Team) -> Account:
    """The team's account, before the first purchase."""
    return conf.subjects.make_account(team)
