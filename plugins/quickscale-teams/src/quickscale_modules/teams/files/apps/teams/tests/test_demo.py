from __future__ import annotations

import pytest

from apps.ops.seeding import seed
from apps.teams import queries
from apps.teams.models import Membership, Team
from apps.teams.roles import OWNER

pytestmark = pytest.mark.django_db


def test_the_demo_login_owns_a_team_with_members_and_an_invitation() -> None:
    demo = seed("a-demo-password")

    team = queries.teams_of(demo.user).get(slug="blue-harbour")
    assert queries.find_membership(team, demo.user).role == OWNER.name  # type: ignore[union-attr]
    assert queries.seats_in_use(team) > 3
    assert queries.open_invitations(team).count() == 2
    assert queries.team_events(team).count() > 5


def test_several_people_did_something_and_nothing_before_the_team_was_there() -> None:
    demo = seed("a-demo-password")

    team = queries.teams_of(demo.user).get(slug="blue-harbour")
    events = queries.team_events(team)
    assert len({event.actor_name for event in events}) > 3
    assert min(event.created_at for event in events) == team.created_at
    assert max(event.created_at for event in events) < demo.now
    assert sum(one.has_expired() for one in queries.open_invitations(team)) == 1


def test_there_is_a_second_team_to_switch_to_and_somebody_without_any() -> None:
    demo = seed("a-demo-password")

    assert queries.teams_of(demo.user).count() == 2
    assert not queries.teams_of(demo.people[-1]).exists()


def test_seeding_twice_changes_nothing() -> None:
    seed("a-demo-password")
    before = Membership.objects.count(), Team.objects.count()

    demo = seed("a-demo-password")

    assert (Membership.objects.count(), Team.objects.count()) == before
    team = Team.objects.get(slug="blue-harbour")
    assert queries.open_invitations(team).count() == 2
    assert not any("team" in line.lower() for line in demo.made)
