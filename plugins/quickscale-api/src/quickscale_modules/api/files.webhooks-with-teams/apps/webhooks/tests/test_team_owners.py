"""Teams have endpoints, which those see who may manage them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from apps.teams import endings, flows, invitations
from apps.teams.links import team_path
from apps.teams.models import Membership, Team
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.tests.factories import MembershipFactory, PersonFactory, TeamFactory
from apps.webhooks import queries
from apps.webhooks.models import Endpoint, Message
from apps.webhooks.team_owners import TeamOwners
from apps.webhooks.tests.factories import EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from apps.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    """A team with an endpoint."""
    made = TeamFactory.create(name="Northwind")
    EndpointFactory.create(owner=f"team:{made.pk}", url="https://northwind.example.com/")
    return made


def member(team: Team, role: str) -> User:
    """Return somebody of a role in a team."""
    user: User = PersonFactory.create()
    MembershipFactory.create(team=team, user=user, role=role)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("role", "status"), [(OWNER, 200), (ADMIN, 200), (MEMBER, 403)])
def test_a_role_decides_who_sees_them(team: Team, role: object, status: int) -> None:
    user = member(team, role.name)  # type: ignore[attr-defined]

    answer = client_of(user).get(team_path(team, "webhook_endpoints"), follow=True)

    assert answer.status_code == status
    assert (b"northwind.example.com" in answer.content) is (status == 200)


def test_another_teams_are_not_there(team: Team) -> None:
    other = TeamFactory.create()
    client = client_of(member(other, OWNER.name))
    found = Endpoint.objects.get()

    for page in ("webhook_endpoint", "webhook_endpoint_edit"):
        assert client.get(team_path(other, page, pk=found.pk)).status_code == 404
    assert client.post(team_path(other, "webhook_endpoint_delete", pk=found.pk)).status_code == 404


def test_a_team_hears_of_itself(team: Team) -> None:
    owner, guest = member(team, OWNER.name), PersonFactory.create()
    invitation = invitations.invite(team, guest.email, MEMBER, by=owner)
    membership = invitations.accept_invitation(invitation, guest)
    flows.change_role(membership, ADMIN, by=owner)
    flows.update_team(team, name="Southwind", slug=team.slug, by=owner)
    flows.remove_member(Membership.objects.get(user=guest), by=owner)

    told = list(Message.objects.filter(owner=f"team:{team.pk}").values_list("event", flat=True))

    assert told == [
        "team.invitation_sent",
        "team.invitation_accepted",
        "team.member_added",
        "team.member_role_changed",
        "team.updated",
        "team.member_removed",
    ]


def test_a_team_hears_nothing_of_its_peoples_own_accounts() -> None:
    names = {event.name for event in queries.events_to_choose()}

    assert "team.updated" in names
    assert "account.signed_in" not in names


def test_those_are_told_who_manage_them(team: Team) -> None:
    people = [member(team, role.name) for role in (OWNER, ADMIN)]
    member(team, MEMBER.name)

    assert TeamOwners().addresses(f"team:{team.pk}") == sorted(one.email for one in people)
    assert TeamOwners().addresses("user:00000000-0000-4000-8000-000000000001") == []


def test_a_page_stands_in_its_team(team: Team) -> None:
    found = Endpoint.objects.get()

    path = TeamOwners().path(f"team:{team.pk}", "webhook_endpoint", pk=found.pk)

    assert path == team_path(team, "webhook_endpoint", pk=found.pk)
    assert TeamOwners().path(
        "user:00000000-0000-4000-8000-000000000001", "webhook_endpoints"
    ) == reverse("webhook_endpoints")


def test_they_go_with_the_team(team: Team) -> None:
    MessageFactory.create(owner=f"team:{team.pk}")

    endings.leave_all_teams(member(team, OWNER.name))

    assert not Team.objects.filter(pk=team.pk).exists()
    assert not Endpoint.objects.exists()
    assert not Message.objects.exists()
