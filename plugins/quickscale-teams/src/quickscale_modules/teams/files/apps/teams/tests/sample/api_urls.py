"""The sample's API, beside the project's own addresses."""

from __future__ import annotations

from django.urls import include, path

from apps.teams.tests.sample import api
from apps.teams.tests.sample.urls import PROJECT

sound = [
    path("projects/<int:project_pk>/tasks/", api.ProjectTasks.as_view(), name="project-tasks"),
    *api.router.urls,
]
urlpatterns = [path("api/v1/", include((sound, "api"))), *PROJECT]
