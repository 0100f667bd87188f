"""``/api/v1/me/``: the account of whoever calls, how it is protected and what happened to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404
from django.urls import path
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import flows, queries
from apps.accounts.agents import describe_agent
from apps.accounts.api_identity import require_identity
from apps.accounts.conf import conf
from apps.accounts.deletion_form import DeleteAccountForm
from apps.accounts.models import SecurityEvent
from apps.accounts.protection import protection_of, ways_to_confirm
from apps.api.problems import ConflictError
from apps.users.forms import TimeZoneField
from apps.users.models import User
from apps.users.validators import validate_no_link

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class MeSerializer(serializers.ModelSerializer[User]):
    """The account of whoever calls."""

    joined_at = serializers.DateTimeField(source="date_joined", read_only=True)

    class Meta:
        model = User
        fields = ("id", "email", "name", "time_zone", "joined_at")
        read_only_fields = ("email",)
        extra_kwargs: ClassVar[dict[str, Any]] = {"name": {"validators": [validate_no_link]}}


class Me(generics.RetrieveUpdateAPIView[User]):
    """Shows the account and changes its name and time zone."""

    api_scope = "account"
    serializer_class = MeSerializer
    http_method_names = ("get", "patch", "head", "options")

    def get_object(self) -> User:
        """Return whoever calls."""
        return cast("User", self.request.user)


class SessionSerializer(serializers.Serializer[UserSession]):
    """A place where the account is signed in."""

    id = serializers.SerializerMethodField()
    device = serializers.SerializerMethodField()
    ip = serializers.IPAddressField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    is_current = serializers.SerializerMethodField()

    def get_id(self, session: Any) -> str:
        """Return what the API calls it."""
        return session_id(session)

    def get_device(self, session: Any) -> str:
        """Return its browser and system, in words."""
        return describe_agent(session.user_agent)

    def get_is_current(self, session: Any) -> bool:
        """Tell whether it is the one that calls."""
        return bool(session.session_key == self.context["current"])


class Sessions(APIView):
    """Lists where the account is signed in."""

    @extend_schema(operation_id="me_sessions_list", responses=SessionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the sessions, the newest first."""
        found = queries.live_sessions(cast("User", request.user))
        context = {"current": request.session.session_key}
        return Response(SessionSerializer(found, many=True, context=context).data)

    @extend_schema(operation_id="me_sessions_end_others", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign all but the present one out."""
        user = cast("User", request.user)
        for one in UserSession.objects.filter(user_id=user.pk):
            if one.session_key != request.session.session_key:
                flows.end_session(user, one)
        return Response(status=204)


class Session(APIView):
    """Ends one of them."""

    @extend_schema(operation_id="me_sessions_destroy", responses={204: None})
    def delete(self, request: Request, session: str) -> Response:
        """Sign it out; the present one means signing out here."""
        user = cast("User", request.user)
        for one in UserSession.objects.filter(user_id=user.pk):
            if session_id(one) == session:
                flows.end_session(user, one)
                return Response(status=204)
        raise Http404


class AccountEventSerializer(serializers.ModelSerializer[SecurityEvent]):
    """Something that happened to the account."""

    text = serializers.CharField(source="get_kind_display", help_text="What happened, in words.")
    detail = serializers.CharField(source="detail_label", help_text="Which one, in words.")
    device = serializers.SerializerMethodField()

    class Meta:
        model = SecurityEvent
        fields = ("kind", "text", "detail", "is_warning", "device", "ip", "created_at")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "is_warning": {"help_text": "Whether it may be somebody else's doing."}
        }

    def get_device(self, event: SecurityEvent) -> str:
        """Return the browser and system it was done with, in words."""
        return describe_agent(event.user_agent)


class Events(generics.ListAPIView[SecurityEvent]):
    """What happened to the account, the newest first."""

    serializer_class = AccountEventSerializer
    queryset = SecurityEvent.objects.none()

    def get_queryset(self) -> QuerySet[SecurityEvent]:
        """Return those of whoever calls."""
        if getattr(self, "swagger_fake_view", False):
            return SecurityEvent.objects.none()
        return queries.security_events(cast("User", self.request.user))


class AccountProtectionSerializer(serializers.Serializer[Any]):
    """How the account is protected."""

    offered = serializers.ListField(
        child=serializers.ChoiceField(choices=("totp", "webauthn", "recovery_codes")),
        help_text="The kinds of second factor that the site offers.",
    )
    has_password = serializers.BooleanField()
    has_app = serializers.BooleanField(help_text="Whether it has an authenticator app.")
    app_used_at = serializers.DateTimeField(allow_null=True)
    passkeys = serializers.IntegerField(help_text="How many.")
    recovery_codes = serializers.IntegerField(allow_null=True, help_text="How many are left.")
    has_second_factor = serializers.BooleanField()
    confirm_by = serializers.ListField(
        child=serializers.ChoiceField(choices=("password", "code", "app", "passkey")),
        help_text="The ways to say again who is there.",
    )
    passkey_signs_in = serializers.BooleanField(
        help_text="Whether a passkey alone may sign in on this site."
    )
    verification = serializers.ChoiceField(
        choices=("code", "link"), help_text="What is sent to a new address."
    )


class Security(APIView):
    """Shows how the account is protected."""

    @extend_schema(operation_id="me_security_retrieve", responses=AccountProtectionSerializer)
    def get(self, request: Request) -> Response:
        """Return it."""
        user = cast("User", request.user)
        more = {
            "confirm_by": ways_to_confirm(user),
            "passkey_signs_in": conf.passkey_login,
            "verification": "code" if conf.verification_by_code else "link",
        }
        return Response(AccountProtectionSerializer({**asdict(protection_of(user)), **more}).data)


class AccountDeletionSerializer(serializers.Serializer[Any]):
    """The end of the account."""

    obstacles = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="What is in the way, in sentences."
    )
    confirmation = serializers.CharField(write_only=True, help_text="The account's address.")

    def validate_confirmation(self, typed: str) -> str:
        """Compare it with the account's address, as the page does."""
        form = DeleteAccountForm({"confirmation": typed}, user=self.context["user"])
        if errors := form.errors.get("confirmation"):
            raise serializers.ValidationError([str(error) for error in errors])
        return typed


class Deletion(APIView):
    """Deletes the account."""

    @extend_schema(operation_id="me_deletion_retrieve", responses=AccountDeletionSerializer)
    def get(self, request: Request) -> Response:
        """Say what is in the way."""
        obstacles = queries.deletion_obstacles(cast("User", request.user))
        return Response(AccountDeletionSerializer({"obstacles": obstacles}).data)

    @extend_schema(
        operation_id="me_deletion_create", request=AccountDeletionSerializer, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        """Delete it at once with all that belongs to it, if it was asked lately who is there."""
        require_identity(request)
        user, django_request = cast("User", request.user), request._request  # noqa: SLF001
        sent = AccountDeletionSerializer(data=request.data, context={"user": user})
        sent.is_valid(raise_exception=True)
        try:
            flows.delete_account(django_request, user)
        except flows.DeletionRefusedError as refusal:
            detail = " ".join(refusal.obstacles)
            raise ConflictError(detail, code="deletion_refused") from None
        messages.success(django_request, gettext("Your account is deleted."))
        return Response(status=204)


class TimeZones(APIView):
    """Lists the time zones that people live in."""

    @extend_schema(operation_id="me_time_zones_list", responses={200: list[str]})
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Return their names: ``Europe/Madrid``."""
        return Response(TimeZoneField.names())


def session_id(session: Any) -> str:
    """Return an id that tells nothing: neither the session's key nor how many there are."""
    return salted_hmac("apps.accounts.api", session.session_key).hexdigest()[:32]


urlpatterns = [
    path("", Me.as_view(), name="api_me"),
    path("sessions/", Sessions.as_view(), name="api_sessions"),
    path("sessions/<str:session>/", Session.as_view(), name="api_session"),
    path("activity/", Events.as_view(), name="api_account_activity"),
    path("security/", Security.as_view(), name="api_account_security"),
    path("deletion/", Deletion.as_view(), name="api_account_deletion"),
    path("time-zones/", TimeZones.as_view(), name="api_time_zones"),
]
