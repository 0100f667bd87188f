"""``/api/v1/keys/``: keys, for the site's own pages; no key makes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api import keys
from apps.api.conf import conf
from apps.api.models import ApiKey
from apps.api.problems import ConflictError

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.users.models import User


class KeySerializer(serializers.ModelSerializer[ApiKey]):
    """A key, without its secret."""

    team_id = serializers.UUIDField(allow_null=True, required=False)
    scopes = serializers.ListField(child=serializers.CharField(), max_length=100)
    is_open = serializers.SerializerMethodField()
    made_by = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = (
            "id",
            "name",
            "prefix",
            "team_id",
            "scopes",
            "created_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
            "is_open",
            "made_by",
        )

    def get_is_open(self, key: ApiKey) -> bool:
        """Tell whether it was neither revoked nor has expired."""
        return key.is_open()


class NewKeySerializer(KeySerializer):
    """A key that was just made, with its text, which is shown this once."""

    key = serializers.CharField(read_only=True)

    class Meta(KeySerializer.Meta):
        fields = (*KeySerializer.Meta.fields, "key")


class ScopeSerializer(serializers.Serializer[Any]):
    """What a key may be used for."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another


class HolderSerializer(serializers.Serializer[Any]):
    """Whose a key can be."""

    team_id = serializers.UUIDField(allow_null=True, help_text="Null for a person's own key.")
    label = serializers.CharField()  # type: ignore[assignment]


def _shown(made: tuple[ApiKey, str]) -> Response:
    key, text = made
    return Response({**NewKeySerializer(key).data, "key": text}, status=201)


class Keys(generics.ListAPIView[ApiKey]):
    """The keys that somebody may see."""

    answers_once = True
    serializer_class = KeySerializer
    filter_backends = ()

    def get_queryset(self) -> QuerySet[ApiKey]:
        """Return one's own, and those of teams whose keys one manages."""
        if getattr(self, "swagger_fake_view", False):
            return ApiKey.objects.none()
        return conf.holders.keys(cast("User", self.request.user)).select_related("user")

    @extend_schema(
        operation_id="keys_create", request=KeySerializer, responses={201: NewKeySerializer}
    )
    def post(self, request: Request) -> Response:
        """Make a key; its text is in this answer alone."""
        sent = KeySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        try:
            made = keys.make_key(
                cast("User", request.user),
                values["name"],
                values["scopes"],
                expires_at=values.get("expires_at"),
                team_id=values.get("team_id"),
            )
        except keys.KeyRefusalError as refusal:
            raise ConflictError(str(refusal), code="key_refused") from None
        return _shown(made)

    @extend_schema(operation_id="keys_destroy_all", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke every key that whoever asks has made, in whatever team, at once."""
        keys.revoke_all_of(cast("User", request.user))
        return Response(status=204)


class OneKey(APIView):
    """One key."""

    @extend_schema(operation_id="keys_destroy", responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Revoke it at once."""
        found = conf.holders.keys(cast("User", request.user))
        keys.revoke_key(get_object_or_404(found, pk=key))
        return Response(status=204)


class Rotation(APIView):
    """Replaces a key."""

    answers_once = True

    @extend_schema(operation_id="keys_rotate", request=None, responses={201: NewKeySerializer})
    def post(self, request: Request, key: UUID) -> Response:
        """Make a new key like it; the old one works for a while more."""
        user = cast("User", request.user)
        found = get_object_or_404(conf.holders.keys(user), pk=key)
        try:
            return _shown(keys.rotate_key(found, by=user))
        except keys.KeyRefusalError as refusal:
            raise ConflictError(str(refusal), code="key_refused") from None


class KeyHolders(APIView):
    """Whose keys somebody may make."""

    @extend_schema(operation_id="keys_holders_list", responses=HolderSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List whoever calls first, and then the teams whose keys they manage."""
        choices = conf.holders.choices(cast("User", request.user))
        found = [{"team_id": team or None, "label": name} for team, name in choices]
        return Response(HolderSerializer(found, many=True).data)


class Scopes(APIView):
    """What keys may be used for."""

    @extend_schema(operation_id="keys_scopes_list", responses=ScopeSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List the scopes that the project's parts bring."""
        found = [{"name": name, "label": label} for name, label in keys.scope_choices()]
        return Response(ScopeSerializer(found, many=True).data)


urlpatterns = [
    path("", Keys.as_view(), name="api_keys_list"),
    path("holders/", KeyHolders.as_view(), name="api_key_holders"),
    path("scopes/", Scopes.as_view(), name="api_key_scopes"),
    path("<uuid:key>/", OneKey.as_view(), name="api_key"),
    path("<uuid:key>/rotate/", Rotation.as_view(), name="api_key_rotation"),
]
