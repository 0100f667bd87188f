from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.accounts.queries import deletion_obstacles, export
from apps.teams import endings, flows, invitations, queries
from apps.teams.flows import TeamRefusalError
from apps.teams.models import Invitation, Membership, Team, TeamEvent
from apps.teams.roles import ADMIN, MEMBER
from apps.teams.tasks import prune_teams
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    TeamEventFactory,
    TeamFactory,
    make_team,
)

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

STEPS: list[str] = []


def closing(team: Team) -> None:
    """Stand in for another app's part in a team's end."""
    STEPS.append(f"closing {team.name}")


def reopening(team: Team) -> None:
    """Stand in for another app's part in a team's return."""
    STEPS.append(f"reopening {team.name}")


def deletion(team: Team) -> None:
    """Stand in for another app's part before the rows go."""
    STEPS.append(f"deleting {team.name}")


def debts(team: Team) -> list[str]:
    """Stand in for another app's objection."""
    return [f"{team.name} has an unpaid invoice."]


def kept(team: Team) -> None:
    """Stand in for rows that have to be kept."""
    if team.name == "Kept":
        raise ProtectedError("kept", {team})


@pytest.fixture(autouse=True)
def _steps(settings: Settings) -> None:
    for name in ("closing", "reopening", "deletion"):
        setattr(settings, f"TEAMS_{name.upper()}_STEPS", [f"{__name__}.{name}"])
    settings.TEAMS_GRACE_DAYS = 14
    STEPS.clear()


def end_grace(team: Team) -> None:
    long_ago = timezone.now() - timedelta(days=99)
    Team.objects.filter(pk=team.pk).update(closed_at=long_ago, purge_at=long_ago)


def test_a_deleted_team_is_out_of_reach_and_can_be_brought_back() -> None:
    team, owner, [member] = make_team(members=1, name="Harbour")
    InvitationFactory.create(team=team)

    closed = endings.close_team(team, by=owner.user)

    assert closed.purge_at
    assert closed.purge_at - timezone.now() > timedelta(days=13)
    assert not queries.teams_of(member.user).exists()
    assert not queries.open_invitations(team).exists()
    assert list(queries.closed_teams_of(owner.user)) == [team]
    assert not queries.closed_teams_of(member.user).exists()

    endings.reopen_team(team, by=owner.user)

    assert list(queries.teams_of(member.user)) == [team]
    assert STEPS == ["closing Harbour", "reopening Harbour"]
    assert [event.kind for event in queries.team_events(team)] == ["reopened", "closed"]


def test_only_owners_delete_and_bring_back() -> None:
    team, owner, [admin] = make_team(admins=1)

    with pytest.raises(PermissionDenied):
        endings.close_team(team, by=admin.user)
    endings.close_team(team, by=owner.user)
    with pytest.raises(PermissionDenied):
        endings.reopen_team(team, by=admin.user)
    with pytest.raises(TeamRefusalError):
        endings.close_team(team, by=owner.user)


def test_other_apps_may_object(settings: Settings) -> None:
    settings.TEAMS_DELETION_CHECKS = [f"{__name__}.debts"]
    team, owner, _others = make_team(name="Harbour")

    with pytest.raises(TeamRefusalError, match="unpaid"):
        endings.close_team(team, by=owner.user)

    assert deletion_obstacles(owner.user) == ["Harbour has an unpaid invoice."]


def test_a_personal_team_is_not_deleted() -> None:
    user = PersonFactory.create()

    with pytest.raises(TeamRefusalError, match="your personal team"):
        endings.close_team(flows.ensure_personal_team(user), by=user)


def test_after_its_grace_a_team_is_gone_with_its_rows() -> None:
    team, owner, _others = make_team(members=2, name="Harbour")
    waiting, waiting_owner, _rest = make_team()
    InvitationFactory.create(team=team)
    endings.close_team(team, by=owner.user)
    endings.close_team(waiting, by=waiting_owner.user)
    end_grace(team)
    STEPS.clear()

    prune_teams.delay()

    assert list(Team.objects.all()) == [waiting]
    assert STEPS == ["deleting Harbour"]
    with scopes_disabled():
        assert not Invitation.objects.exists()


def test_a_team_that_must_be_kept_does_not_hold_up_others(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TEAMS_DELETION_STEPS = [f"{__name__}.kept"]
    for name in ("Kept", "Gone"):
        end_grace(TeamFactory.create(name=name))

    assert endings.purge_closed_teams() == 1

    assert Team.objects.get().name == "Kept"
    assert "must be kept" in caplog.text


def test_old_events_are_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    TeamEventFactory.create(created_at=timezone.now() - timedelta(days=800))
    new = TeamEventFactory.create()

    call_command("prune_teams")

    assert "Deleted 0 teams and 1 events" in capsys.readouterr().out
    with scopes_disabled():
        assert TeamEvent.objects.get() == new


class TestAccountsGo:
    def test_nobody_leaves_others_without_an_owner(self) -> None:
        _team, owner, [member] = make_team(members=1, name="Harbour")

        [obstacle] = deletion_obstacles(owner.user)

        assert obstacle.startswith("You are the only owner of Harbour.")
        assert deletion_obstacles(member.user) == []

    def test_one_leaves_all_teams_and_those_of_ones_own_go(self) -> None:
        user = PersonFactory.create()
        flows.ensure_personal_team(user)
        alone = flows.create_team(user, "Alone")
        shared, _owner, _others = make_team(name="Shared")
        MembershipFactory.create(team=shared, user=user)
        closed, closer, _rest = make_team()
        MembershipFactory.create(team=closed, user=user)
        endings.close_team(closed, by=closer.user)
        STEPS.clear()

        endings.leave_all_teams(user)
        user.delete()

        assert set(Team.objects.all()) == {shared, closed}
        assert f"deleting {alone.name}" in STEPS
        assert len(STEPS) == 2

    def test_staff_cannot_delete_a_member_behind_the_teams_back(self) -> None:
        _team, owner, _others = make_team()

        with pytest.raises(ProtectedError):
            owner.user.delete()

    @pytest.mark.parametrize("by_an_administrator", [True, False])
    def test_no_name_stays_in_a_log(self, *, by_an_administrator: bool) -> None:
        team, owner, _others = make_team()
        person = PersonFactory.create(name="Mira Sol", email="mira@example.com")
        invitation = invitations.invite(team, "Mira@example.com", ADMIN, by=owner.user)
        membership = invitations.accept_invitation(invitation, person)
        person.email = "sol@example.com"
        person.save()
        flows.change_role(membership, MEMBER, by=owner.user)
        flows.change_role(membership, ADMIN, by=owner.user)
        invitations.invite(team, "guest@example.com", MEMBER, by=person)
        flows.update_team(team, name="Renamed", slug=team.slug, by=person)
        before = queries.team_events(team).count()

        if by_an_administrator:
            Membership.objects.filter(user=person).delete()
        else:
            endings.leave_all_teams(person)
        person.delete()

        told = list(queries.team_events(team))
        assert len(told) == before + 2 * (not by_an_administrator)
        said = " ".join(f"{one.actor_name} {one.subject} {one.detail}" for one in told).lower()
        assert not {"mira", "sol"} & set(said.replace("@", " ").split())
        assert "deleted account" in said
        assert str(owner.user).lower() in said
        with scopes_disabled():
            assert not Invitation.objects.filter(email__iexact="mira@example.com").exists()

    def test_teams_are_in_the_export(self) -> None:
        _team, owner, _others = make_team(name="Harbour")

        assert export(owner.user)["teams"][0]["team__name"] == "Harbour"
