from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from apps.teams import flows, queries
from apps.teams.flows import TeamRefusalError
from apps.teams.models import Membership, Team, TeamEvent
from apps.teams.roles import ADMIN, MEMBER, OWNER, Role
from apps.teams.tests.factories import MembershipFactory, PersonFactory, TeamFactory, make_team

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

ACCOUNTANT = Role(name="accountant", label="Accountant", permissions=frozenset({"billing.manage"}))
STEPS: list[str] = []


def note_step(team: Team) -> None:
    """Stand in for what another app does when somebody joins or leaves."""
    STEPS.append(team.name)


def no_seat_left(team: Team) -> list[str]:
    """Stand in for another app's limit."""
    return [f"{team.name} is full."]


@pytest.fixture(autouse=True)
def _steps(settings: Settings) -> None:
    settings.TEAMS_MEMBERSHIP_STEPS = [f"{__name__}.note_step"]
    STEPS.clear()


def kinds(team: Team) -> list[str]:
    return [event.kind for event in queries.team_events(team).order_by("pk")]


class TestCreateTeam:
    def test_its_creator_owns_it(self) -> None:
        user = PersonFactory.create()

        team = flows.create_team(user, "Blue Harbour")

        assert team.slug == "blue-harbour"
        assert queries.members(team).get().role == OWNER.name
        assert list(queries.teams_of(user)) == [team]
        assert (kinds(team), STEPS) == (["created"], ["Blue Harbour"])

    @pytest.mark.parametrize(
        ("name", "slug"), [("Harbour", "harbour-2"), ("日本", "team"), ("New", "new-2")]
    )
    def test_an_address_is_found_where_the_name_gives_none(self, name: str, slug: str) -> None:
        TeamFactory.create(slug="harbour")

        assert flows.create_team(PersonFactory.create(), name).slug == slug

    def test_an_address_that_is_asked_for_is_kept_or_refused(self) -> None:
        TeamFactory.create(slug="harbour")

        with pytest.raises(TeamRefusalError, match="taken"):
            flows.create_team(PersonFactory.create(), "Harbour", "harbour")


class TestPersonalTeam:
    def test_there_is_one_each(self) -> None:
        user = PersonFactory.create(name="Ada Ferreira")

        team = flows.ensure_personal_team(user)

        assert flows.ensure_personal_team(user) == team
        assert (team.is_personal, team.name) == (True, "Ada (personal)")

    def test_it_is_neither_left_nor_handed_on(self) -> None:
        user = PersonFactory.create()
        team = flows.ensure_personal_team(user)
        other = MembershipFactory.create(team=team)

        with pytest.raises(TeamRefusalError, match="your personal team"):
            flows.leave_team(team, user)
        with pytest.raises(TeamRefusalError, match="your personal team"):
            flows.transfer_ownership(other, by=user)


class TestUpdateTeam:
    def test_name_and_address_change(self) -> None:
        team, owner, _others = make_team(name="Old", slug="old")

        flows.update_team(team, name="New name", slug="new-name", by=owner.user)

        team.refresh_from_db()
        assert (team.name, team.slug) == ("New name", "new-name")
        assert kinds(team) == ["renamed", "moved"]

    def test_an_address_has_one_team(self) -> None:
        TeamFactory.create(slug="taken")
        team, owner, _others = make_team()

        with pytest.raises(TeamRefusalError, match="taken"):
            flows.update_team(team, name=team.name, slug="taken", by=owner.user)

    def test_members_may_not(self) -> None:
        team, _owner, [member] = make_team(members=1)

        with pytest.raises(PermissionDenied):
            flows.update_team(team, name="Mine", slug="mine", by=member.user)


class TestChangeRole:
    def test_an_owner_gives_any_role(self, settings: Settings) -> None:
        settings.TEAMS_ROLES = [f"{__name__}.ACCOUNTANT"]
        team, owner, [member] = make_team(members=1)

        for role in (ADMIN, OWNER, ACCOUNTANT):
            assert flows.change_role(member, role, by=owner.user).role == role.name

        assert kinds(team) == ["role_changed"] * 3
        assert queries.has_permission(team, member.user, "billing.manage")
        assert not queries.has_permission(team, member.user, "members.manage")

    def test_an_admin_gives_what_admins_have(self) -> None:
        _team, owner, [admin, member] = make_team(admins=1, members=1)

        assert flows.change_role(member, ADMIN, by=admin.user).role == ADMIN.name
        with pytest.raises(PermissionDenied):
            flows.change_role(member, OWNER, by=admin.user)
        with pytest.raises(PermissionDenied):
            flows.change_role(owner, MEMBER, by=admin.user)

    def test_members_give_none(self) -> None:
        _team, _owner, [member, other] = make_team(members=2)

        with pytest.raises(PermissionDenied):
            flows.change_role(other, ADMIN, by=member.user)

    def test_the_last_owner_stays_one(self) -> None:
        team, owner, _others = make_team(members=1)

        with pytest.raises(TeamRefusalError, match="needs an owner"):
            flows.change_role(owner, MEMBER, by=owner.user)

        assert kinds(team) == []

    def test_the_same_role_is_no_change(self) -> None:
        team, owner, [member] = make_team(members=1)

        flows.change_role(member, MEMBER, by=owner.user)

        assert kinds(team) == []

    def test_a_role_that_is_gone_may_nothing(self) -> None:
        team, _owner, [member] = make_team(members=1)
        Membership.objects.filter(pk=member.pk).update(role="forgotten")

        member.refresh_from_db()
        assert not member.may("billing.manage")
        assert member.user not in queries.people_who_may(team, "billing.manage")


class TestRemoveAndLeave:
    def test_a_member_is_removed(self) -> None:
        team, owner, [member] = make_team(members=1)

        flows.remove_member(member, by=owner.user)

        assert queries.seats_in_use(team) == 1
        assert (kinds(team), STEPS) == (["removed"], [team.name])

    def test_an_admin_removes_no_owner(self) -> None:
        _team, owner, [admin] = make_team(admins=1)

        with pytest.raises(PermissionDenied):
            flows.remove_member(owner, by=admin.user)

    def test_nobody_is_removed_twice(self) -> None:
        _team, owner, [member] = make_team(members=1)
        flows.remove_member(member, by=owner.user)

        with pytest.raises(PermissionDenied):
            flows.remove_member(member, by=owner.user)

    def test_members_leave_and_the_last_owner_does_not(self) -> None:
        team, owner, [member] = make_team(members=1)

        flows.leave_team(team, member.user)

        assert (kinds(team), STEPS) == (["left"], [team.name])
        with pytest.raises(TeamRefusalError, match="needs an owner"):
            flows.leave_team(team, owner.user)
        with pytest.raises(PermissionDenied):
            flows.leave_team(team, member.user)

    def test_one_of_two_owners_may_leave(self) -> None:
        team, owner, [member] = make_team(members=1)
        flows.change_role(member, OWNER, by=owner.user)

        flows.leave_team(team, owner.user)

        assert queries.members(team).get().user == member.user


class TestTransfer:
    def test_a_team_is_handed_on(self) -> None:
        team, owner, [member] = make_team(members=1)

        flows.transfer_ownership(member, by=owner.user)

        roles = {one.user: one.role for one in queries.members(team)}
        assert roles == {member.user: OWNER.name, owner.user: ADMIN.name}
        assert kinds(team) == ["transferred"]

    def test_only_by_an_owner_and_to_somebody_else(self) -> None:
        _team, owner, [admin] = make_team(admins=1)

        with pytest.raises(PermissionDenied):
            flows.transfer_ownership(admin, by=admin.user)
        with pytest.raises(TeamRefusalError, match="already"):
            flows.transfer_ownership(owner, by=owner.user)


class TestAddMember:
    def test_seats_may_be_limited(self, settings: Settings) -> None:
        settings.TEAMS_SEAT_CHECKS = [f"{__name__}.no_seat_left"]
        team, _owner, _others = make_team(name="Harbour")

        with pytest.raises(TeamRefusalError) as refusal:
            flows.add_member(team, PersonFactory.create(), MEMBER)

        assert refusal.value.obstacles == ["Harbour is full."]
        assert STEPS == []

    def test_whoever_is_in_stays_as_they_are(self) -> None:
        team, owner, _others = make_team()

        assert flows.add_member(team, owner.user, MEMBER).role == OWNER.name


def test_a_deleted_team_does_not_change() -> None:
    team, owner, [member] = make_team(members=1)
    Team.objects.filter(pk=team.pk).update(closed_at=team.created_at, purge_at=team.created_at)

    with pytest.raises(TeamRefusalError, match="deleted"):
        flows.change_role(member, ADMIN, by=owner.user)


def test_the_log_outlives_accounts() -> None:
    team, owner, [member] = make_team(members=1)
    flows.leave_team(team, member.user)
    assert owner

    member.user.delete()

    event = queries.team_events(team).get(kind=TeamEvent.Kind.LEFT)
    assert (event.actor, event.actor_name) == (None, "Deleted account")
