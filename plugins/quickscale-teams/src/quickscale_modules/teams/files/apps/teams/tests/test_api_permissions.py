"""Who may call an API: by itself, and below Django REST framework where a project has it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

from apps.teams import roles
from apps.teams.api_permissions import TeamMember, member_may
from apps.teams.tests.factories import InvitationFactory, PersonFactory, make_team

if TYPE_CHECKING:
    from apps.teams.models import Membership

pytestmark = pytest.mark.django_db

with_rest_framework = pytest.mark.skipif(
    find_spec("rest_framework") is None,
    reason="djangorestframework is not among this project's requirements",
)


def request_of(user: Any, membership: Membership | None = None) -> Any:
    """Return a request as the middleware leaves it."""
    request: Any = RequestFactory().get("/api/v1/projects/")
    request.user, request.membership = user, membership
    return request


def test_members_come_in_and_others_learn_why_not() -> None:
    _team, owner, _others = make_team()
    stranger = TeamMember()

    assert TeamMember().has_permission(request_of(owner.user, owner), None)
    assert not stranger.has_permission(request_of(PersonFactory.create()), None)
    assert stranger.message == "This is for a team: create one, or ask for an invitation to one."
    assert stranger.code == "not_in_team"


@pytest.mark.parametrize("nobody", [AnonymousUser(), None])
def test_nobody_has_to_sign_in_first(nobody: Any) -> None:
    asked = TeamMember()

    assert not asked.has_permission(request_of(nobody), None)
    assert asked.message == ""


def test_a_role_may_or_may_not() -> None:
    _team, owner, [member] = make_team(members=1, name="Harbour")
    permission = member_may(roles.CHANGE_TEAM)
    refused = permission()

    assert permission().has_permission(request_of(owner.user, owner), None)
    assert not refused.has_permission(request_of(member.user, member), None)
    assert refused.code == "role_may_not"
    assert refused.message == (
        "Your role in Harbour does not allow this (team.change). Ask an owner or an admin of the"
        " team."
    )


def test_objects_of_another_team_are_refused() -> None:
    team, owner, [member] = make_team(members=1)
    other, _owner, _others = make_team()
    request = request_of(owner.user, owner)
    asked = TeamMember()

    for ours in (team, member, InvitationFactory.create(team=team), owner.user):
        assert asked.has_object_permission(request, None, ours)
    for theirs in (other, InvitationFactory.create(team=other)):
        assert not asked.has_object_permission(request, None, theirs)
    assert asked.message == "This belongs to another team."
    assert not member_may(roles.CHANGE_TEAM)().has_object_permission(
        request_of(member.user, member), None, team
    )


@with_rest_framework
class TestRestFramework:
    def call(self, permissions: list[Any], membership: Membership | None, user: Any) -> Any:
        """Call an endpoint with permissions; return what it answers."""
        view: Any = type(
            "Endpoint",
            (import_string("rest_framework.views.APIView"),),
            {
                "settings": import_string("apps.teams.tests.sample.rest.AsShipped").settings,
                "permission_classes": permissions,
                "get": lambda _self, _request: HttpResponse("here you are"),
            },
        )
        request = request_of(user, membership)
        import_string("rest_framework.test.force_authenticate")(request, user=user)
        return view.as_view()(request)

    def test_a_refusal_says_what_to_do(self) -> None:
        _team, owner, [member] = make_team(members=1)
        permissions = [member_may(roles.CHANGE_TEAM)]

        assert self.call(permissions, owner, owner.user).content == b"here you are"
        answer = self.call(permissions, member, member.user)
        assert answer.status_code == 403
        assert answer.data["detail"].code == "role_may_not"
        assert "Ask an owner or an admin" in answer.data["detail"]

    def test_visitors_are_asked_who_they_are(self) -> None:
        answer = self.call([TeamMember], None, None)

        assert answer.data["detail"].code == "not_authenticated"

    def test_it_joins_with_others_on_either_side(self) -> None:
        _team, _owner, [member] = make_team(members=1)
        staff = import_string("rest_framework.permissions.IsAdminUser")
        for joined, status in {
            TeamMember & staff: 403,
            staff & TeamMember: 403,
            TeamMember | staff: 200,
            staff | TeamMember: 200,
            TeamMember & ~staff: 200,
            TeamMember & member_may(roles.CHANGE_TEAM): 403,
            member_may(roles.CHANGE_TEAM) | TeamMember: 200,
        }.items():
            assert self.call([joined], member, member.user).status_code == status, joined
