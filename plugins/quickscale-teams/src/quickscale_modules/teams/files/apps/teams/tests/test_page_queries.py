"""Pages that list something ask the database as often for ten rows as for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    TeamEventFactory,
    make_team,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.teams.models import Membership

pytestmark = pytest.mark.django_db


def fill(owner: Membership, count: int) -> None:
    """Give a team members, invitations and a past, and its owner other teams."""
    for _ in range(count):
        MembershipFactory.create(team=owner.team)
        MembershipFactory.create(user=owner.user)
        InvitationFactory.create(team=owner.team, invited_by=owner.user)
        TeamEventFactory.create(team=owner.team, actor=owner.user)


@pytest.mark.parametrize("addresses", ADDRESSES)
@pytest.mark.parametrize(
    "name",
    [
        "team_list",
        "team_overview",
        "team_members",
        "team_settings",
        "team_activity",
        "pages:dashboard",
    ],
)
def test_a_page_makes_as_many_queries_for_many_rows_as_for_few(
    name: str,
    addresses: str,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.TEAMS_ADDRESSES = addresses
    _team, owner, _others = make_team()
    browser = Browser(owner)
    fill(owner, 10)
    browser.text(name)
    with CaptureQueriesContext(connection) as few:
        browser.text(name)
    fill(owner, 30)

    with django_assert_num_queries(len(few)):
        browser.text(name)


def test_a_page_that_is_not_about_teams_asks_for_none(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _team, owner, _others = make_team()
    client.force_login(owner.user)
    client.get(reverse("pages:about"))

    with django_assert_max_num_queries(2):  # the session and the person
        client.get(reverse("pages:about"))
