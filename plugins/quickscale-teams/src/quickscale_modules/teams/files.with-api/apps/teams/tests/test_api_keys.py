"""A team's key opens that team, for as long as whoever made it is in there."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from apps.api.conf import conf
from apps.api.keys import KeyRefusalError, rotate_key
from apps.api.models import ApiKey
from apps.api.tests.factories import client_with, key_of
from apps.teams import active, endings, flows
from apps.teams.roles import OWNER
from apps.teams.tests.factories import MembershipFactory, make_team

pytestmark = pytest.mark.django_db

TEAMS = "/api/v1/teams/"


def test_a_teams_key_opens_that_team_alone() -> None:
    team, owner, _others = make_team()
    other = MembershipFactory.create(user=owner.user, role=OWNER.name).team
    _key, text = key_of(owner.user, "teams:read", "teams:write", team_id=team.pk)
    program = client_with(text)

    assert [one["id"] for one in program.get(TEAMS).json()] == [str(team.pk)]
    assert program.get(f"{TEAMS}{team.pk}/members/").status_code == 200
    assert program.get(f"{TEAMS}{other.pk}/members/").status_code == 404
    assert program.post(TEAMS, {"name": "More"}, "application/json").status_code == 403
    assert program.get(f"/t/{other.slug}{TEAMS}{other.pk}/members/").status_code == 404


def test_a_persons_key_opens_all_their_teams() -> None:
    team, owner, _others = make_team()
    other = MembershipFactory.create(user=owner.user, role=OWNER.name).team
    program = client_with(key_of(owner.user, "teams:read")[1])

    for one in (team, other):
        assert program.get(f"{TEAMS}{one.pk}/members/").status_code == 200


def test_the_present_team_of_a_key_is_its_own() -> None:
    team, owner, _others = make_team()
    other = MembershipFactory.create(user=owner.user, role=OWNER.name).team
    answer = client_with(key_of(owner.user, "teams:read", team_id=other.pk)[1]).get(TEAMS)

    found = active.remembered(answer.wsgi_request)

    assert found is not None
    assert found.team == other
    assert found.team != team
    assert not answer.cookies


def test_a_key_ends_with_the_membership_of_whoever_made_it() -> None:
    team, owner, [admin] = make_team(members=1)
    admin.role = "admin"
    admin.save()
    _key, text = key_of(admin.user, "teams:read", team_id=team.pk)
    program = client_with(text)
    assert program.get(TEAMS).status_code == 200

    flows.remove_member(admin, by=owner.user)

    assert program.get(TEAMS).json()["code"] == "key_holder_left"


def test_a_key_ends_with_its_team() -> None:
    team, owner, _others = make_team()
    _key, text = key_of(owner.user, "teams:read", team_id=team.pk)

    endings.close_team(team, by=owner.user)

    assert client_with(text).get(TEAMS).status_code == 401


def test_keys_of_a_team_are_made_and_seen_by_those_who_may() -> None:
    team, owner, [member] = make_team(members=1)
    key, _text = key_of(owner.user, "teams:read", team_id=team.pk)
    other_owner = MembershipFactory.create(team=team, role=OWNER.name)

    assert key in conf.holders.keys(other_owner.user)
    assert key not in conf.holders.keys(member.user)
    with pytest.raises(PermissionDenied):
        key_of(member.user, "teams:read", team_id=team.pk)


def test_what_is_a_persons_own_is_not_for_a_teams_key() -> None:
    team, owner, _others = make_team()

    with pytest.raises(KeyRefusalError, match="person's own"):
        key_of(owner.user, "account:read", team_id=team.pk)


def test_keys_of_other_teams_are_not_there() -> None:
    team, owner, _others = make_team()
    key, _text = key_of(owner.user, "teams:read", team_id=team.pk)
    _other, stranger, _more = make_team()
    client = Client()
    client.force_login(stranger.user)

    assert client.get("/api/v1/keys/").json()["results"] == []
    assert client.delete(f"/api/v1/keys/{key.pk}/").status_code == 404


def test_keys_go_with_a_team_that_goes_for_good() -> None:
    from apps.teams.api_keys import forget_keys  # noqa: PLC0415 - what the setting names

    team, owner, _others = make_team()
    key_of(owner.user, "teams:read", team_id=team.pk)

    forget_keys(team)

    assert not ApiKey.objects.exists()


def test_whoever_manages_keys_no_more_does_not_replace_one() -> None:
    team, _owner, [admin] = make_team(members=1)
    admin.role = "admin"
    admin.save()
    key, text = key_of(admin.user, "teams:read", team_id=team.pk)
    admin.role = "member"
    admin.save()

    with pytest.raises(PermissionDenied):
        rotate_key(key, by=admin.user)
    assert client_with(text).get(TEAMS).status_code == 200
    assert ApiKey.objects.count() == 1


def test_answers_are_not_given_again_to_whoever_has_left() -> None:
    team, owner, [admin] = make_team(members=1)
    admin.role = "admin"
    admin.save()
    _key, text = key_of(admin.user, "teams:read", "teams:write", team_id=team.pk)
    program, headers = client_with(text), {"Idempotency-Key": "k1"}
    sent = {"name": "Engines"}
    where = f"{TEAMS}{team.pk}/"
    assert program.patch(where, sent, "application/json", headers=headers).status_code == 200

    flows.remove_member(admin, by=owner.user)

    assert program.patch(where, sent, "application/json", headers=headers).status_code == 401
