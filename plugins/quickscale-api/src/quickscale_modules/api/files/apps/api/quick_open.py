"""``/api/v1/quick-open/``: what one may open or do, as quick open's page finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.pages.quick_open import find

if TYPE_CHECKING:
    from rest_framework.request import Request


class EntrySerializer(serializers.Serializer[Any]):
    """Something to open or to do."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another
    href = serializers.CharField()
    icon = serializers.CharField()
    avatar = serializers.CharField(help_text="Whose initials take the icon's place, or empty.")
    method = serializers.ChoiceField(["get", "post"])
    chosen = serializers.BooleanField(help_text="Whether it is the one of several in use.")


class EntryGroupSerializer(serializers.Serializer[Any]):
    """Entries under one heading."""

    label = serializers.CharField()  # type: ignore[assignment]
    entries = EntrySerializer(many=True)


class QuickOpen(APIView):
    """Finds what whoever is signed in may open or do."""

    @extend_schema(
        operation_id="quick_open_list",
        parameters=[
            OpenApiParameter("q", description="Every word of it has to be in what is found.")
        ],
        responses=EntryGroupSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List what fits a text, by its headings; without a text everything."""
        asked = request._request  # noqa: SLF001 - the sources take Django's
        groups = find(asked, request.query_params.get("q", ""))
        return Response(EntryGroupSerializer(groups, many=True).data)


urlpatterns = [path("", QuickOpen.as_view(), name="api_quick_open")]
