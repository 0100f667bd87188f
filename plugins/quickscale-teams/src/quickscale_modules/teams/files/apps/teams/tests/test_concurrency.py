"""Two requests at once, each on a connection of its own, where the database locks rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from apps.teams import flows, invitations, queries
from apps.teams.flows import TeamRefusalError
from apps.teams.roles import MEMBER, OWNER
from apps.teams.tests.factories import InvitationFactory, PersonFactory, make_team

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from apps.teams.models import Team

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="this database locks no rows"
    ),
]

ROUNDS = 5


def at_once(*actions: Callable[[], Any]) -> list[str]:
    """Do things at the same moment; return how each ended: ``done`` or ``refused``."""
    barrier = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            action()
        except (PermissionDenied, TeamRefusalError):
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(act, actions))


def two_owners() -> tuple[Team, Any, Any]:
    team, owner, [other] = make_team(members=1)
    flows.change_role(other, OWNER, by=owner.user)
    other.refresh_from_db()
    return team, owner, other


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_owners_who_leave_at_once_leave_one_behind(_round: int) -> None:
    team, one, two = two_owners()

    ended = at_once(
        lambda: flows.leave_team(team, one.user), lambda: flows.leave_team(team, two.user)
    )

    assert ended == ["done", "refused"]
    assert queries.members(team).get().role == OWNER.name


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_owners_who_demote_each_other_leave_one(_round: int) -> None:
    team, one, two = two_owners()

    ended = at_once(
        lambda: flows.change_role(one, MEMBER, by=two.user),
        lambda: flows.change_role(two, MEMBER, by=one.user),
    )

    assert ended == ["done", "refused"]
    assert queries.members(team).filter(role=OWNER.name).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_owner_leaves_while_the_other_hands_the_team_on(_round: int) -> None:
    team, one, two = two_owners()

    at_once(
        lambda: flows.leave_team(team, one.user),
        lambda: flows.transfer_ownership(one, by=two.user),
    )

    assert queries.members(team).filter(role=OWNER.name).exists()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_invitation_is_accepted_once(_round: int) -> None:
    team, _owner, _others = make_team()
    invitation = InvitationFactory.create(team=team, email="guest@example.com", token_hash="once")
    guest = PersonFactory.create(email="guest@example.com")

    ended = at_once(*[lambda: invitations.accept_invitation(invitation, guest)] * 4)

    assert ended == ["done", "refused", "refused", "refused"]
    assert queries.seats_in_use(team) == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_invitation_is_accepted_while_its_sender_is_removed(_round: int) -> None:
    """Whoever is second finds what the first has left: nobody gets in after the removal."""
    team, owner, [admin] = make_team(admins=1)
    invitation = invitations.invite(team, "guest@example.com", MEMBER, by=admin.user)
    guest = PersonFactory.create(email="guest@example.com")

    at_once(
        lambda: invitations.accept_invitation(invitation, guest),
        lambda: flows.remove_member(admin, by=owner.user),
    )

    happened = [one.kind for one in queries.team_events(team).order_by("pk")]
    is_in = queries.find_membership(team, guest) is not None
    assert happened[1:] == (["joined", "removed"] if is_in else ["removed", "invitation_revoked"])
    assert not queries.open_invitations(team).exists()


def test_a_person_creates_no_more_teams_at_once_than_one_after_the_other(
    settings: Settings,
) -> None:
    settings.TEAMS_PER_PERSON = 2
    person = PersonFactory.create()

    ended = at_once(*[lambda: flows.create_team(person, "Harbour")] * 5)

    assert ended == ["done"] * 2 + ["refused"] * 3
    assert queries.teams_owned(person) == 2


def test_a_person_has_one_team_of_their_own() -> None:
    person = PersonFactory.create()

    assert at_once(*[lambda: flows.ensure_personal_team(person)] * 4) == ["done"] * 4

    assert queries.teams_of(person).count() == 1
