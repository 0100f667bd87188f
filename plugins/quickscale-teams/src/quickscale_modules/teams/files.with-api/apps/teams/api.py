"""``/api/v1/teams/``: one's teams, their members and invitations.

The same questions and flows as the pages', held to the same roles. What is not of one's own teams
is answered like what is not there at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api_identity import require_identity
from apps.api.problems import ConflictError
from apps.teams import active, endings, flows, invitations, queries
from apps.teams.api_serializers import (
    DeletedTeamSerializer,
    EventSerializer,
    InvitationSerializer,
    MemberSerializer,
    RoleSerializer,
    SeatsSerializer,
    TeamSerializer,
    TransferSerializer,
)
from apps.teams.locking import TeamRefusalError
from apps.teams.models import Invitation, Membership, TeamEvent
from apps.teams.roles import INVITE_MEMBERS, TRANSFER_TEAM, VIEW_LOG, all_roles, find_role
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.users.models import User


DELETED = 25
"""How many deleted teams are listed, the first to go for good before the others."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a flow's refusal into a conflict, which says what is in the way."""
    try:
        yield
    except TeamRefusalError as refusal:
        detail = " ".join(str(text) for text in refusal.obstacles)
        raise ConflictError(detail, code="team_refuses") from None


def _refuse_keys_of_teams(request: Request) -> None:
    """Refuse a key of one team what is about all teams of a person."""
    if getattr(request, active.TEAM_OF_KEY, None):
        raise PermissionDenied


def _memberships(request: Request) -> QuerySet[Membership]:
    """Return the sender's memberships that their session or key opens, with sizes of teams."""
    found = active.memberships_for(request._request)  # noqa: SLF001 - what the key is noted on
    return found.annotate(member_count=Count("team__memberships"))


class InTeam(generics.GenericAPIView[Any]):
    """A view about one of the sender's teams, which its address names; it works in that team.

    Attributes:
        membership: By which the sender is in the team.
        team_permission: What their role must allow besides, or empty.
    """

    api_scope = "teams"
    team_permission = ""
    membership: Membership

    @property
    def sender(self) -> User:
        """Whoever calls."""
        return cast("User", self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Enter the team, or answer 404 to whoever is not in it."""
        super().initial(request, *args, **kwargs)
        self.membership = self.find_membership()
        if self.team_permission and not self.membership.may(self.team_permission):
            raise PermissionDenied
        self.entered = in_team(self.membership.team)
        self.entered.__enter__()

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        """Leave the team."""
        if hasattr(self, "entered"):
            self.entered.__exit__(None, None, None)
        return super().finalize_response(*args, **kwargs)

    def find_membership(self) -> Membership:
        """Return the membership as it is now, with the number of the team's members."""
        found = _memberships(self.request)
        return get_object_or_404(found, team_id=self.kwargs["team"])


class Teams(APIView):
    """One's teams."""

    api_scope = "teams"

    @extend_schema(operation_id="teams_list", responses=TeamSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the teams of whoever calls, by name; there are as many as they are in."""
        found = list(_memberships(request))
        return Response(TeamSerializer(found, many=True).data)

    @extend_schema(
        operation_id="teams_create", request=TeamSerializer, responses={201: TeamSerializer}
    )
    def post(self, request: Request) -> Response:
        """Create a team, whose owner is whoever calls; a session goes on in it."""
        _refuse_keys_of_teams(request)
        sent = TeamSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data["team"]
        user = cast("User", request.user)
        with refusals():
            team = flows.create_team(user, values["name"], values.get("slug", ""))
        if request.auth is None:
            active.remember(request._request, team)  # noqa: SLF001 - its session is Django's
        made = _memberships(request).get(team=team)
        return Response(TeamSerializer(made).data, status=201)


class DeletedTeams(APIView):
    """One's deleted teams."""

    api_scope = "teams"

    @extend_schema(operation_id="teams_deleted_list", responses=DeletedTeamSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List those that whoever calls can bring back, the soonest gone first."""
        _refuse_keys_of_teams(request)
        found = queries.closed_teams_of(cast("User", request.user))[:DELETED]
        return Response(DeletedTeamSerializer(found, many=True).data)


class Restoration(APIView):
    """Brings a deleted team back."""

    api_scope = "teams"

    @extend_schema(operation_id="teams_restore", request=None, responses={204: None})
    def post(self, request: Request, team: UUID) -> Response:
        """Let its members in again; its invitations stay withdrawn."""
        _refuse_keys_of_teams(request)
        user = cast("User", request.user)
        with refusals():
            endings.reopen_team(get_object_or_404(queries.closed_teams_of(user), pk=team), by=user)
        return Response(status=204)


class OneTeam(InTeam):
    """One team."""

    serializer_class = TeamSerializer

    @extend_schema(operation_id="teams_retrieve")
    def get(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Show it."""
        return Response(TeamSerializer(self.membership).data)

    @extend_schema(operation_id="teams_partial_update")
    def patch(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Change its name or address; the old address stops working."""
        sent = TeamSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data.get("team", {})
        held = self.membership.team
        name, slug = values.get("name", held.name), values.get("slug", held.slug)
        with refusals():
            flows.update_team(held, name=name, slug=slug, by=self.sender)
        return Response(TeamSerializer(self.find_membership()).data)

    @extend_schema(operation_id="teams_destroy", responses={204: None})
    def delete(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Delete it; while its grace lasts, its owners can bring it back."""
        require_identity(self.request)
        with refusals():
            endings.close_team(self.membership.team, by=self.sender)
        return Response(status=204)


class Transfer(InTeam):
    """Hands a team on."""

    serializer_class = TransferSerializer
    team_permission = TRANSFER_TEAM

    @extend_schema(operation_id="teams_transfer", request=TransferSerializer, responses={204: None})
    def post(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Make another member its owner; whoever calls becomes an admin."""
        require_identity(request)
        sent = TransferSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        members = queries.members(self.membership.team)
        chosen = members.filter(user_id=sent.validated_data["member"]).first()
        if chosen is None:
            raise ValidationError({"member": [_("This person is not in the team.")]})
        with refusals():
            flows.transfer_ownership(chosen, by=self.sender)
        return Response(status=204)


class Seats(InTeam):
    """Who takes a seat in a team."""

    serializer_class = SeatsSerializer
    team_permission = INVITE_MEMBERS

    @extend_schema(operation_id="teams_seats_retrieve")
    def get(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Count them, and say what one more means."""
        team_here = self.membership.team
        found = {
            "in_use": queries.seats_in_use(team_here),
            "invited": queries.waiting_invitations(team_here).count(),
            "notes": queries.seat_notes(team_here),
        }
        return Response(SeatsSerializer(found).data)


class Events(InTeam, generics.ListAPIView[TeamEvent]):
    """What happened to a team, the newest first."""

    serializer_class = EventSerializer
    team_permission = VIEW_LOG
    filterset_fields = ("kind",)
    ordering = ("-created_at", "-pk")
    ordering_fields = ("created_at",)

    def get_queryset(self) -> QuerySet[TeamEvent]:
        """Return what is on record."""
        if getattr(self, "swagger_fake_view", False):
            return TeamEvent.objects.none()
        return queries.team_events(self.membership.team)


class Members(InTeam, generics.ListAPIView[Membership]):
    """The members of a team."""

    serializer_class = MemberSerializer
    search_fields = ("user__name", "user__email")
    filterset_fields = ("role",)
    ordering_fields = ("name", "joined_at", "role")
    ordering = ("joined_at", "pk")
    queryset = Membership.objects.none()

    def get_queryset(self) -> QuerySet[Membership]:
        """Return those of the team."""
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.none()
        return queries.members(self.membership.team).annotate(name=F("user__name"))


class Member(InTeam):
    """One member of a team, by the person's id."""

    serializer_class = MemberSerializer

    def held(self) -> Membership:
        """Return the member's membership, or answer 404."""
        members = queries.members(self.membership.team)
        return get_object_or_404(members, user_id=self.kwargs["user"])

    @extend_schema(operation_id="teams_members_retrieve")
    def get(self, request: Request, team: UUID, user: UUID) -> Response:  # noqa: ARG002
        """Show them."""
        return Response(MemberSerializer(self.held()).data)

    @extend_schema(operation_id="teams_members_partial_update")
    def patch(self, request: Request, team: UUID, user: UUID) -> Response:  # noqa: ARG002
        """Give them another role."""
        held = self.held()
        sent = MemberSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            held = flows.change_role(held, find_role(sent.validated_data["role"]), by=self.sender)
        return Response(MemberSerializer(held).data)

    @extend_schema(operation_id="teams_members_destroy", responses={204: None})
    def delete(self, request: Request, team: UUID, user: UUID) -> Response:  # noqa: ARG002
        """Take them out of the team, or leave it."""
        held = self.held()
        with refusals():
            if held.user_id == self.sender.pk:
                flows.leave_team(held.team, self.sender)
            else:
                flows.remove_member(held, by=self.sender)
        return Response(status=204)


class Invitations(InTeam, generics.ListAPIView[Invitation]):
    """Who is invited into a team."""

    serializer_class = InvitationSerializer
    team_permission = INVITE_MEMBERS
    search_fields = ("email",)
    ordering = ("-created_at", "pk")
    ordering_fields = ("created_at",)

    def get_queryset(self) -> QuerySet[Invitation]:
        """Return those that are open, also expired ones."""
        if getattr(self, "swagger_fake_view", False):
            return Invitation.objects.none()
        return queries.open_invitations(self.membership.team)

    @extend_schema(operation_id="teams_invitations_create", responses={201: InvitationSerializer})
    def post(self, request: Request, team: UUID) -> Response:  # noqa: ARG002
        """Invite an address; an earlier invitation to it is withdrawn."""
        sent = InvitationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        with refusals():
            made = invitations.invite(
                self.membership.team, values["email"], find_role(values["role"]), by=self.sender
            )
        return Response(InvitationSerializer(made).data, status=201)


class OneInvitation(InTeam):
    """One invitation."""

    serializer_class = InvitationSerializer
    team_permission = INVITE_MEMBERS

    @extend_schema(operation_id="teams_invitations_destroy", responses={204: None})
    def delete(self, request: Request, team: UUID, invitation: UUID) -> Response:  # noqa: ARG002
        """Withdraw it."""
        found = queries.open_invitations(self.membership.team)
        invitations.revoke_invitation(get_object_or_404(found, pk=invitation), by=self.sender)
        return Response(status=204)


class Roles(APIView):
    """What members may be."""

    api_scope = "teams"

    @extend_schema(operation_id="teams_roles_list", responses=RoleSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List the roles there are, the strongest first."""
        roles = [
            {
                "name": role.name,
                "label": role.label,
                "description": role.description,
                "is_owner": role.is_owner,
                "permissions": sorted(role.permissions),
            }
            for role in all_roles().values()
        ]
        return Response(RoleSerializer(roles, many=True).data)


urlpatterns = [
    path("", Teams.as_view(), name="api_teams"),
    path("deleted/", DeletedTeams.as_view(), name="api_deleted_teams"),
    path("roles/", Roles.as_view(), name="api_team_roles"),
    path("<uuid:team>/", OneTeam.as_view(), name="api_team"),
    path("<uuid:team>/events/", Events.as_view(), name="api_team_events"),
    path("<uuid:team>/restore/", Restoration.as_view(), name="api_team_restore"),
    path("<uuid:team>/seats/", Seats.as_view(), name="api_team_seats"),
    path("<uuid:team>/transfer/", Transfer.as_view(), name="api_team_transfer"),
    path("<uuid:team>/members/", Members.as_view(), name="api_team_members"),
    path("<uuid:team>/members/<uuid:user>/", Member.as_view(), name="api_team_member"),
    path("<uuid:team>/invitations/", Invitations.as_view(), name="api_team_invitations"),
    path(
        "<uuid:team>/invitations/<uuid:invitation>/",
        OneInvitation.as_view(),
        name="api_team_invitation",
    ),
]
