from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.teams.models import CrossTeamAccess, Invitation
from apps.teams.scoping import ScopeError
from apps.teams.staff import across_teams
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    TeamEventFactory,
    make_team,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

LISTS = ("team", "invitation", "teamevent", "crossteamaccess")


def test_staff_look_across_teams_on_record(caplog: pytest.LogCaptureFixture) -> None:
    staff = PersonFactory.create(is_staff=True, is_superuser=True, name="Ada Ferreira")
    InvitationFactory.create_batch(2)

    with across_teams(staff, "Ticket 4711"):
        assert Invitation.objects.count() == 2

    with pytest.raises(ScopeError):
        Invitation.objects.count()
    access = CrossTeamAccess.objects.get()
    assert str(access) == "Ada Ferreira: Ticket 4711"
    assert "Looked across teams" in caplog.text


def test_it_takes_the_permission() -> None:
    clerk = PersonFactory.create(is_staff=True)
    with pytest.raises(PermissionDenied), across_teams(clerk, "Curiosity"):
        pass

    clerk.user_permissions.add(Permission.objects.get(codename="look_across"))
    clerk = type(clerk).objects.get(pk=clerk.pk)
    with across_teams(clerk, "Ticket 4711"):
        pass

    assert CrossTeamAccess.objects.count() == 1


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_it_is_for_staff_alone(change: dict[str, bool]) -> None:
    person = PersonFactory.create(**{"is_staff": True, "is_superuser": True, **change})

    with pytest.raises(PermissionDenied), across_teams(person, "Curiosity"):
        pass


def test_it_takes_a_reason() -> None:
    staff = PersonFactory.create(is_staff=True, is_superuser=True)

    with pytest.raises(ValueError, match="reason"), across_teams(staff, " "):
        pass


class TestAdmin:
    @pytest.fixture
    def staff(self, client: Client) -> Client:
        client.force_login(PersonFactory.create(is_staff=True, is_superuser=True))
        return client

    @pytest.mark.parametrize("name", LISTS)
    def test_a_list_makes_as_many_queries_for_few_rows_as_for_many(
        self, name: str, staff: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        address = reverse(f"admin:teams_{name}_changelist")
        make_rows()
        staff.get(address)
        with CaptureQueriesContext(connection) as few:
            assert staff.get(address).status_code == 200
        for _ in range(5):
            make_rows()

        with django_assert_num_queries(len(few)):
            staff.get(address)

    def test_pages_of_scoped_rows_are_recorded(self, staff: Client) -> None:
        invitation = InvitationFactory.create(email="guest@example.com")
        for name, args in (
            ("changelist", ()),
            ("change", (invitation.pk,)),
            ("history", (invitation.pk,)),
        ):
            address = reverse(f"admin:teams_invitation_{name}", args=args)
            assert "guest@example.com" in staff.get(address).content.decode()

        assert CrossTeamAccess.objects.count() == 3
        assert all(str(one.reason).startswith("admin:") for one in CrossTeamAccess.objects.all())

    def test_nothing_is_changed_there(self, staff: Client) -> None:
        team, owner, _others = make_team(members=2)
        invitation = InvitationFactory.create(team=team)
        event = TeamEventFactory.create(team=team)

        for row, name in ((team, "team"), (invitation, "invitation"), (event, "teamevent")):
            address = reverse(f"admin:teams_{name}_delete", args=(row.pk,))
            assert staff.post(address, {"post": "yes"}).status_code == 403
        assert staff.get(reverse("admin:teams_team_add")).status_code == 403
        page = staff.get(reverse("admin:teams_team_change", args=(team.pk,)))
        assert str(owner.user) in page.content.decode()

    def test_a_clerk_who_may_not_look_across_does_not(self, client: Client) -> None:
        clerk = PersonFactory.create(is_staff=True)
        clerk.user_permissions.add(
            Permission.objects.get(codename="view_invitation", content_type__app_label="teams")
        )
        client.force_login(clerk)

        assert client.get(reverse("admin:teams_invitation_changelist")).status_code == 403


def make_rows() -> None:
    """Make a row of each kind, each in a team of its own."""
    team, owner, _others = make_team(members=1)
    InvitationFactory.create(team=team, invited_by=owner.user)
    TeamEventFactory.create(team=team, actor=owner.user)
    MembershipFactory.create(team=team)
    CrossTeamAccess.objects.create(staff=owner.user, staff_name="Ada", reason="Ticket")
