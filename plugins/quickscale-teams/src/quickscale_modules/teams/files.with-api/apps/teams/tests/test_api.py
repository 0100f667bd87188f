"""Teams over the API: the same roles and refusals as the pages', and nothing of other teams."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from apps.accounts.tests.browsing import confirm_identity
from apps.teams import queries
from apps.teams.active import SESSION_KEY
from apps.teams.models import Team
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PersonFactory,
    make_team,
)

if TYPE_CHECKING:
    from pytest_django import (
        DjangoAssertNumQueries,
        DjangoCaptureOnCommitCallbacks,
        Settings,
    )

    from apps.teams.models import Membership
    from apps.users.models import User

pytestmark = pytest.mark.django_db


def what_one_more_means(team: Team) -> list[str]:
    """Stand in for another app's note."""
    return [f"{team.name} grows."]


class Caller:
    """Somebody who calls the API."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def call(self, method: str, path: str, sent: dict[str, Any] | None = None) -> Any:
        """Call an address below that of teams; return the answer."""
        return self.client.generic(method, f"/api/v1/teams/{path}", _json(sent), "application/json")

    def get(self, path: str) -> Any:
        """Return what an address answers."""
        return self.call("GET", path).json()


def _json(sent: dict[str, Any] | None) -> str:
    from json import dumps  # noqa: PLC0415 - beside its one use

    return "" if sent is None else dumps(sent)


def test_one_lists_ones_own_teams() -> None:
    team, owner, _others = make_team(members=2, name="Harbour")
    make_team()

    [found] = Caller(owner.user).get("")

    assert found["id"] == str(team.pk)
    assert (found["name"], found["role"], found["member_count"]) == ("Harbour", "owner", 3)
    assert "team.delete" in found["permissions"]


def test_a_team_is_made_and_changed() -> None:
    caller = Caller(PersonFactory.create())

    made = caller.call("POST", "", {"name": "Harbour"})
    changed = caller.call("PATCH", f"{made.json()['id']}/", {"name": "Port"})

    assert (made.status_code, made.json()["slug"], made.json()["role"]) == (201, "harbour", "owner")
    assert (changed.json()["name"], changed.json()["slug"]) == ("Port", "harbour")


def test_an_address_that_is_taken_is_a_conflict() -> None:
    team, _owner, _others = make_team()

    answer = Caller(PersonFactory.create()).call("POST", "", {"name": "A", "slug": team.slug})

    assert (answer.status_code, answer.json()["code"]) == (409, "team_refuses")


@pytest.mark.parametrize("slug", ["settings", "Upper", "-dash", "under_score"])
def test_an_address_that_no_team_may_have_is_refused(slug: str) -> None:
    team, owner, _others = make_team(slug="harbour")
    caller = Caller(owner.user)

    assert caller.call("PATCH", f"{team.pk}/", {"slug": slug}).status_code in {400, 409}
    assert caller.call("POST", "", {"name": "A", "slug": slug}).status_code in {400, 409}
    team.refresh_from_db()
    assert team.slug == "harbour"
    assert Team.objects.count() == 1


def test_a_session_goes_on_in_the_team_it_made() -> None:
    _team, owner, _others = make_team()
    caller = Caller(owner.user)

    made = caller.call("POST", "", {"name": "Harbour"}).json()

    assert caller.client.session[SESSION_KEY] == made["id"]


def test_a_team_is_deleted_by_its_owner_alone_and_brought_back() -> None:
    team, owner, [member] = make_team(members=1)
    caller = Caller(owner.user)
    confirm_identity(caller.client)

    assert Caller(member.user).call("DELETE", f"{team.pk}/").status_code == 403
    assert caller.call("DELETE", f"{team.pk}/").status_code == 204
    assert Team.objects.get(pk=team.pk).is_closed
    assert caller.call("GET", f"{team.pk}/").status_code == 404

    assert [one["id"] for one in caller.get("deleted/")] == [str(team.pk)]
    assert Caller(member.user).get("deleted/") == []
    assert Caller(member.user).call("POST", f"{team.pk}/restore/").status_code == 404
    assert caller.call("POST", f"{team.pk}/restore/").status_code == 204
    assert caller.get("deleted/") == []
    assert not Team.objects.get(pk=team.pk).is_closed


def test_a_team_is_transferred_to_a_member() -> None:
    team, owner, [member] = make_team(members=1)
    stranger = PersonFactory.create()
    caller = Caller(owner.user)
    confirm_identity(caller.client)
    path = f"{team.pk}/transfer/"

    refused = caller.call("POST", path, {"member": str(stranger.pk)})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/member")
    assert Caller(member.user).call("POST", path, {"member": "x"}).status_code == 403
    assert caller.call("POST", path, {"member": str(member.user_id)}).status_code == 204
    member.refresh_from_db()
    owner.refresh_from_db()
    assert (member.role, owner.role) == (OWNER.name, ADMIN.name)


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "transfer/")])
def test_what_ends_or_gives_away_a_team_asks_again_who_it_is(method: str, path: str) -> None:
    team, owner, [member] = make_team(members=1)
    sent = {"member": str(member.user_id)}

    answer = Caller(owner.user).call(method, f"{team.pk}/{path}", sent)

    assert (answer.status_code, answer.json()["code"]) == (403, "identity_not_confirmed")
    assert not Team.objects.get(pk=team.pk).is_closed
    member.refresh_from_db()
    assert member.role == MEMBER.name


def test_what_happened_is_told_to_whoever_may_see_it() -> None:
    team, owner, [member] = make_team(members=1, name="Harbour")
    caller = Caller(owner.user)
    caller.call("PATCH", f"{team.pk}/", {"name": "Port"})

    [found] = caller.get(f"{team.pk}/events/?limit=1")["results"]

    assert found["kind"] == "renamed"
    assert "renamed the team: Harbour → Port" in found["text"]
    assert found["who"] == str(owner.user)
    assert Caller(member.user).call("GET", f"{team.pk}/events/").status_code == 403


def test_seats_are_counted_and_what_one_more_means_is_said(settings: Settings) -> None:
    settings.TEAMS_SEAT_NOTES = [f"{__name__}.what_one_more_means"]
    team, owner, [member] = make_team(members=1, name="Harbour")
    InvitationFactory.create(team=team)
    InvitationFactory.create(team=team, expires_at=timezone.now() - timedelta(days=1))

    found = Caller(owner.user).get(f"{team.pk}/seats/")

    assert found == {"in_use": 2, "invited": 1, "notes": ["Harbour grows."]}
    assert Caller(member.user).call("GET", f"{team.pk}/seats/").status_code == 403


def test_members_are_sorted_by_name_over_pages() -> None:
    team, owner, _others = make_team()
    for name in ("Zoe", "Ann", "Mia"):
        MembershipFactory.create(team=team, user=PersonFactory.create(name=name))
    owner.user.name = "Ben"
    owner.user.save()
    caller = Caller(owner.user)

    first = caller.get(f"{team.pk}/members/?ordering=name&limit=3")
    second = caller.client.get(first["next"]).json()
    names = [one["user"]["name"] for page in (first, second) for one in page["results"]]

    assert names == ["Ann", "Ben", "Mia", "Zoe"]


def test_a_member_is_shown() -> None:
    team, owner, [member] = make_team(members=1)

    found = Caller(owner.user).get(f"{team.pk}/members/{member.user_id}/")

    assert (found["id"], found["role"]) == (str(member.user_id), "member")


def test_members_are_found_and_change_their_roles() -> None:
    team, owner, [member] = make_team(members=1)
    caller = Caller(owner.user)

    found = caller.get(f"{team.pk}/members/?role=member")["results"]
    answer = caller.call("PATCH", f"{team.pk}/members/{member.user_id}/", {"role": "admin"})

    assert [one["id"] for one in found] == [str(member.user_id)]
    assert (answer.status_code, answer.json()["role"]) == (200, "admin")
    member.refresh_from_db()
    assert member.role == ADMIN.name


@pytest.mark.parametrize(("role", "status"), [("owner", 403), ("nothing", 400), ("admin", 403)])
def test_nobody_gives_what_they_do_not_have(role: str, status: int) -> None:
    team, _owner, [member, other] = make_team(members=2)
    sent = {"role": role}

    answer = Caller(member.user).call("PATCH", f"{team.pk}/members/{other.user_id}/", sent)

    assert answer.status_code == status


def test_a_member_leaves_and_the_last_owner_stays() -> None:
    team, owner, [member] = make_team(members=1)

    left = Caller(member.user).call("DELETE", f"{team.pk}/members/{member.user_id}/")
    stays = Caller(owner.user).call("DELETE", f"{team.pk}/members/{owner.user_id}/")

    assert left.status_code == 204
    assert (stays.status_code, stays.json()["code"]) == (409, "team_refuses")
    assert [one.user_id for one in queries.members(team)] == [owner.user_id]


def test_somebody_is_invited_and_the_invitation_withdrawn(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    team, owner, _others = make_team()
    caller = Caller(owner.user)

    with django_capture_on_commit_callbacks(execute=True):
        made = caller.call(
            "POST", f"{team.pk}/invitations/", {"email": "guest@example.com", "role": "member"}
        )
    [found] = caller.get(f"{team.pk}/invitations/")["results"]
    gone = caller.call("DELETE", f"{team.pk}/invitations/{found['id']}/")

    assert made.status_code == 201
    assert mail.outbox[0].to == ["guest@example.com"]
    assert "token" not in str(found)
    assert found["invited_by"]["id"] == str(owner.user_id)
    assert gone.status_code == 204
    assert caller.get(f"{team.pk}/invitations/")["results"] == []


def test_members_do_not_see_who_is_invited() -> None:
    team, _owner, [member] = make_team(members=1)

    assert Caller(member.user).call("GET", f"{team.pk}/invitations/").status_code == 403


def test_what_is_of_other_teams_is_not_there() -> None:
    _team, owner, _others = make_team()
    other, _theirs, [member] = make_team(members=1)
    invitation = InvitationFactory.create(team=other)
    caller = Caller(owner.user)

    for unknown in (other.pk, uuid.uuid4()):
        for path in ("", "members/", "invitations/", "events/", "seats/"):
            assert caller.call("GET", f"{unknown}/{path}").status_code == 404
        sent: dict[str, Any] = {"role": "member"}
        member_path = f"{unknown}/members/{member.user_id}/"
        assert caller.call("PATCH", member_path, sent).status_code == 404
        assert caller.call("DELETE", member_path).status_code == 404
        path = f"{unknown}/invitations/{invitation.pk}/"
        assert caller.call("DELETE", path).status_code == 404
        assert caller.call("PATCH", f"{unknown}/", {"name": "Mine"}).status_code == 404


def test_rows_of_another_of_ones_own_teams_are_not_mixed_in() -> None:
    one, owner, _others = make_team()
    two, _owner, [member] = make_team(members=1)
    MembershipFactory.create(team=two, user=owner.user, role=OWNER.name)
    invitation = InvitationFactory.create(team=two)
    caller = Caller(owner.user)

    assert caller.call("DELETE", f"{one.pk}/members/{member.user_id}/").status_code == 404
    assert caller.call("DELETE", f"{one.pk}/invitations/{invitation.pk}/").status_code == 404
    assert caller.call("DELETE", f"{two.pk}/invitations/{invitation.pk}/").status_code == 204


def test_roles_are_told() -> None:
    found = Caller(PersonFactory.create()).get("roles/")

    assert [one["name"] for one in found][:3] == [OWNER.name, ADMIN.name, MEMBER.name]


@pytest.mark.parametrize("path", ["", "{team}/members/"])
def test_lists_cost_the_same_however_long(
    path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    team, owner, _others = make_team(members=12)
    caller = Caller(owner.user)
    caller.get("")  # the first visit of a session is noted

    with django_assert_max_num_queries(5):
        caller.get(path.format(team=team.pk))


def members_of(pages: Any) -> list[Membership]:
    """Return what stands on a page of a list."""
    found: list[Membership] = pages["results"]
    return found


def test_long_lists_come_in_pages() -> None:
    team, owner, _others = make_team(members=4)
    caller = Caller(owner.user)

    first = caller.get(f"{team.pk}/members/?limit=3")
    second = caller.client.get(first["next"]).json()

    assert [len(members_of(page)) for page in (first, second)] == [3, 2]
    assert second["next"] is None
