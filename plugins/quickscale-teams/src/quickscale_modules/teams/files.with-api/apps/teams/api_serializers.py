"""What the API says of teams, their members and invitations, and what it takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.teams.models import Invitation, Membership, Team, TeamEvent
from apps.teams.roles import all_roles
from apps.teams.sentences import sentence_of
from apps.users.validators import validate_no_link


class RoleField(serializers.CharField):
    """The name of a role there is; projects add their own."""

    def to_internal_value(self, data: Any) -> str:
        """Refuse one there is not."""
        name: str = super().to_internal_value(data)
        if name not in all_roles():
            raise serializers.ValidationError("There is no such role.", code="no_such_role")
        return name


class TeamSerializer(serializers.Serializer[Any]):
    """A team, as one of its members sees it."""

    id = serializers.UUIDField(source="team.pk", read_only=True)
    name = serializers.CharField(source="team.name", max_length=100, validators=[validate_no_link])
    slug = serializers.SlugField(
        source="team.slug",
        max_length=50,
        required=False,
        validators=[*Team._meta.get_field("slug").validators],  # noqa: SLF001 - Django documents it
    )
    is_personal = serializers.BooleanField(source="team.is_personal", read_only=True)
    member_count = serializers.IntegerField(read_only=True)
    role = serializers.CharField(read_only=True)
    permissions = serializers.SerializerMethodField()

    def get_permissions(self, membership: Membership) -> list[str]:
        """Return what the role allows, of all that any role allows."""
        known = set().union(*(role.permissions for role in all_roles().values()), OWN)
        return sorted(one for one in known if membership.may(one))


OWN = ("team.transfer", "team.delete")
"""What owners may, and no other role of the app."""


class DeletedTeamSerializer(serializers.Serializer[Any]):
    """A deleted team that its owner can still bring back."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    purge_at = serializers.DateTimeField(help_text="When it is deleted for good.")


class SeatsSerializer(serializers.Serializer[Any]):
    """How many are in a team, and what one more means."""

    in_use = serializers.IntegerField(help_text="How many members there are.")
    invited = serializers.IntegerField(help_text="How many invitations can still be accepted.")
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What one more member means, in sentences."
    )


class TransferSerializer(serializers.Serializer[Any]):
    """Who owns a team from now on."""

    member = serializers.UUIDField(help_text="The id of a person who is in the team.")


class EventSerializer(serializers.Serializer[TeamEvent]):
    """Something that happened to a team or its members."""

    kind = serializers.CharField()
    text = serializers.SerializerMethodField(help_text="What happened, in one sentence.")
    who = serializers.CharField(source="actor_name")
    at = serializers.DateTimeField(source="created_at")

    def get_text(self, event: TeamEvent) -> str:
        """Say what happened."""
        return sentence_of(event)


class PersonSerializer(serializers.Serializer[Any]):
    """A member, as others see them."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()
    email = serializers.EmailField()


class MemberSerializer(serializers.Serializer[Membership]):
    """Somebody in a team."""

    id = serializers.UUIDField(source="user_id", read_only=True, help_text="The person's.")
    user = PersonSerializer(read_only=True)
    role = RoleField()
    joined_at = serializers.DateTimeField(read_only=True)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """A way into a team for one address; its link is in the e-mail alone."""

    role = RoleField()
    invited_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Invitation
        fields = ("id", "email", "role", "invited_by", "created_at", "expires_at")
        read_only_fields = ("created_at", "expires_at")
        validators = ()  # the flow withdraws an earlier one to the same address


class RoleSerializer(serializers.Serializer[Any]):
    """What members may be."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another
    description = serializers.CharField()
    is_owner = serializers.BooleanField()
    permissions = serializers.ListField(child=serializers.CharField())
