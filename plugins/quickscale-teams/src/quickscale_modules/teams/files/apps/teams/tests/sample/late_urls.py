"""Addresses of a view that is made when the URLconf is imported, whoever asks first."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.generic import ListView

from apps.teams.tests.sample.models import Project
from apps.teams.tests.sample.urls import PROJECT


class ProjectNames(ListView[Project]):
    """Names the team's projects; its query is made with the class."""

    queryset = Project.objects.all()

    def render_to_response(self, context: dict[str, object], **_kwargs: object) -> HttpResponse:
        """Answer with names alone."""
        return HttpResponse(", ".join(str(one) for one in self.get_queryset()))


urlpatterns = [path("names/", ProjectNames.as_view(), name="names"), *PROJECT]
