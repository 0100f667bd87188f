"""Two browsers at once, where the database locks rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.urls import reverse

from apps.teams import flows, queries
from apps.teams.models import hash_token
from apps.teams.roles import OWNER
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    make_team,
)
from apps.teams.tests.test_concurrency import ROUNDS, at_once

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]


def posting(browser: Browser, path: str, statuses: list[int]) -> Callable[[], Any]:
    """Return a function that sends a form and notes how it was answered."""
    return lambda: statuses.append(browser.client.post(path).status_code)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_owners_press_leave_at_once_and_one_stays(_round: int) -> None:
    team, one, [two] = make_team(members=1, slug="harbour")
    flows.change_role(two, OWNER, by=one.user)
    path, statuses = reverse("team_leave", kwargs={"slug": "harbour"}), []  # type: ignore[var-annotated]

    at_once(*[posting(Browser(member), path, statuses) for member in (one, two)])

    assert statuses == [302, 302]
    assert queries.members(team).get().role == OWNER.name


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_invitation_followed_in_two_browsers_lets_in_once(_round: int) -> None:
    team, _owner, _others = make_team()
    InvitationFactory.create(team=team, email="guest@example.com", token_hash=hash_token("once"))
    guest = PersonFactory.create(email="guest@example.com")
    elsewhere = MembershipFactory.create(user=guest)
    path, statuses = reverse("team_invitation", kwargs={"token": "once"}), []  # type: ignore[var-annotated]

    at_once(*[posting(Browser(elsewhere), path, statuses) for _browser in range(3)])

    assert set(statuses) <= {302, 410}
    assert queries.members(team).filter(user=guest).count() == 1
