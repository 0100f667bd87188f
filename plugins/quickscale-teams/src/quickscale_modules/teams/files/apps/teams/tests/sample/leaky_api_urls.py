"""APIs that leak, beside the project's own addresses."""

from __future__ import annotations

from django.urls import include, path

from apps.teams.tests.sample import leaky_api
from apps.teams.tests.sample.api import ProjectSerializer
from apps.teams.tests.sample.leaky_serializers import every_project
from apps.teams.tests.sample.rest import ListCreateAPIView
from apps.teams.tests.sample.urls import PROJECT

shown = ListCreateAPIView.as_view(
    queryset=every_project.order_by("pk"), serializer_class=ProjectSerializer
)
leaky = [
    path("shown/", shown, name="shown"),
    path("plans/", leaky_api.Plans.as_view(), name="plans"),
    *leaky_api.router.urls,
]
urlpatterns = [path("api/leaky/", include((leaky, "leaky"))), *PROJECT]
