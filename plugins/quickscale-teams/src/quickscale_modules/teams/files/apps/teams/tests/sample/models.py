"""Models as a project may write them: two that are held to their team, one that is not."""

from __future__ import annotations

from django.db import models

from apps.teams.models import Team
from apps.teams.scoping import TeamScoped


class Project(TeamScoped):
    """Something a team works on."""

    name = models.CharField(max_length=100)

    class Meta:
        app_label = "teams_sample"

    def __str__(self) -> str:
        return self.name


class Task(TeamScoped):
    """Something to do in a project, perhaps after other tasks."""

    title = models.CharField(max_length=100)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True)
    waits_for = models.ManyToManyField("self", symmetrical=False, blank=True)

    class Meta:
        app_label = "teams_sample"

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """A model with a team and nothing that holds it to the team: a mistake."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    text = models.CharField(max_length=100)

    class Meta:
        app_label = "teams_sample"

    def __str__(self) -> str:
        return self.text
