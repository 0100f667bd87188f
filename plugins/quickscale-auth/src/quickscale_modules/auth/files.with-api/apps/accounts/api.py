"""``/api/v1/me/``: the account of whoever calls, and where it is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.usersessions.models import UserSession
from django.http import Http404
from django.urls import path
from django.utils.crypto import salted_hmac
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import flows, queries
from apps.accounts.agents import describe_agent
from apps.users.models import User
from apps.users.validators import validate_no_link

if TYPE_CHECKING:
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


def session_id(session: Any) -> str:
    """Return an id that tells nothing: neither the session's key nor how many there are."""
    return salted_hmac("apps.accounts.api", session.session_key).hexdigest()[:32]


urlpatterns = [
    path("", Me.as_view(), name="api_me"),
    path("sessions/", Sessions.as_view(), name="api_sessions"),
    path("sessions/<str:session>/", Session.as_view(), name="api_session"),
]
