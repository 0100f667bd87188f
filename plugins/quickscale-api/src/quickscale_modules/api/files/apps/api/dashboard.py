"""``/api/v1/dashboard/``: what the dashboard's page shows, from the same parts, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.pages.dashboard_page import DashboardPage

if TYPE_CHECKING:
    from rest_framework.request import Request

    from apps.users.models import User


class ChecklistStepSerializer(serializers.Serializer[Any]):
    """A step of the checklist for a first sign-in."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another
    body = serializers.CharField()
    href = serializers.CharField()
    icon = serializers.CharField()
    done = serializers.BooleanField()


class NumberSerializer(serializers.Serializer[Any]):
    """How much of something there is."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(help_text="As people write it: `1,240`, `$294`.")
    hint = serializers.CharField()
    trend = serializers.ChoiceField(["level", "up", "down"])
    change = serializers.CharField()
    href = serializers.CharField()


class PointSerializer(serializers.Serializer[Any]):
    """One value of a chart."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField()


class ChartSerializer(serializers.Serializer[Any]):
    """Values over time, the oldest first."""

    label = serializers.CharField()  # type: ignore[assignment]
    summary = serializers.CharField()
    top = serializers.IntegerField(help_text="The largest value, and at least 1.")
    points = PointSerializer(many=True)


class ChartCardSerializer(serializers.Serializer[Any]):
    """A chart, or what will be there."""

    title = serializers.CharField()
    empty = serializers.CharField()
    icon = serializers.CharField()
    chart = ChartSerializer(allow_null=True)


class TaskSerializer(serializers.Serializer[Any]):
    """Something to do."""

    text = serializers.CharField()
    action = serializers.CharField()
    href = serializers.CharField()
    detail = serializers.CharField()
    icon = serializers.CharField()
    urgent = serializers.BooleanField()


class ActivitySerializer(serializers.Serializer[Any]):
    """Something that happened."""

    text = serializers.CharField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    icon = serializers.CharField()


class DashboardSerializer(serializers.Serializer[Any]):
    """Everything the dashboard shows but the cards with markup of their own."""

    checklist = ChecklistStepSerializer(many=True)
    numbers = NumberSerializer(many=True)
    charts = ChartCardSerializer(many=True)
    tasks = TaskSerializer(many=True)
    has_tasks = serializers.BooleanField(help_text="Whether any part knows of things to do.")
    activity = ActivitySerializer(many=True)


def dashboard_data(page: DashboardPage) -> dict[str, Any]:
    """Return what a dashboard shows, as the endpoint answers it."""
    shown = {
        "checklist": page.steps,
        "numbers": page.numbers,
        "charts": [
            {"title": card.title, "empty": card.empty, "icon": card.icon, "chart": chart}
            for card, chart in page.charts
        ],
        "tasks": page.tasks,
        "has_tasks": page.has_tasks,
        "activity": page.activity,
    }
    return dict(DashboardSerializer(shown).data)


class Dashboard(APIView):
    """Shows the dashboard of whoever is signed in."""

    @extend_schema(operation_id="dashboard_retrieve", responses=DashboardSerializer)
    def get(self, request: Request) -> Response:
        """Return all of its parts."""
        page = DashboardPage(request._request)  # noqa: SLF001 - the sources take Django's
        return Response(dashboard_data(page))


class Checklist(APIView):
    """Hides the checklist."""

    @extend_schema(operation_id="dashboard_hide_checklist", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Hide it from whoever is signed in, for good."""
        user = cast("User", request.user)
        user.checklist_hidden = True
        user.save(update_fields=["checklist_hidden"])
        return Response(status=204)


urlpatterns = [
    path("", Dashboard.as_view(), name="api_dashboard"),
    path("hide-checklist/", Checklist.as_view(), name="api_hide_checklist"),
]
