"""``/api/v1/navigation/``: the site's links, as one visitor sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api.conf import conf
from apps.pages import composed
from apps.pages.navigation import Navigation, make_link

if TYPE_CHECKING:
    from rest_framework.request import Request

AREAS = ("main", "public", "anonymous", "user", "footer")


class LinkSerializer(serializers.Serializer[Any]):
    """A link of the site."""

    label = serializers.CharField()  # type: ignore[assignment]
    href = serializers.CharField()
    icon = serializers.CharField()
    method = serializers.ChoiceField(["get", "post"])
    primary = serializers.BooleanField()
    group = serializers.CharField(help_text="Whose settings it leads to, in words; else empty.")


class AreasSerializer(serializers.Serializer[Any]):
    """The links of each area."""

    main = LinkSerializer(many=True, help_text="The signed-in sidebar.")
    public = LinkSerializer(many=True, help_text="The public header, for everybody.")
    anonymous = LinkSerializer(many=True, help_text="The public header, for visitors.")
    user = LinkSerializer(many=True, help_text="The menu of whoever is signed in.")
    footer = LinkSerializer(many=True)


class NavigationSerializer(serializers.Serializer[Any]):
    """What a visitor finds on the site."""

    site_name = serializers.CharField()
    areas = AreasSerializer()
    settings = LinkSerializer(many=True, help_text="The sections of the settings area.")


class NavigationView(APIView):
    """Shows the site's links to whoever asks."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="navigation_retrieve", responses=NavigationSerializer)
    def get(self, request: Request) -> Response:
        """Return the links by area; those of the settings for whoever is signed in."""
        asked = request._request  # noqa: SLF001 - the navigation takes Django's
        links = Navigation(asked, composed.NAV_ITEMS)
        known = request.user.is_authenticated
        sections = composed.SETTINGS_SECTIONS if known else ()
        shown = {
            "site_name": conf.site_name,
            "areas": {area: getattr(links, area) for area in AREAS},
            "settings": [make_link(asked, section) for section in sections],
        }
        return Response(NavigationSerializer(shown).data)


urlpatterns = [path("", NavigationView.as_view(), name="api_navigation")]
