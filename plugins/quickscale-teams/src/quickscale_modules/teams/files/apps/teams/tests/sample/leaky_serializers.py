"""Serializers as nobody should write them: each takes keys of other teams' rows for its own."""

from __future__ import annotations

from typing import Any

from apps.teams.tests.sample.models import Project, Task
from apps.teams.tests.sample.rest import (
    ModelSerializer,
    PrimaryKeyRelatedField,
    Serializer,
    ValidationError,
)

every_project: Any = Project._base_manager
every_task: Any = Task._base_manager


class AnyProjectSerializer(ModelSerializer):  # type: ignore[misc]
    """A task, and any project there is."""

    project = PrimaryKeyRelatedField(queryset=every_project.all(), required=False)

    class Meta:
        model = Task
        fields = ("id", "title", "project", "waits_for")

    def create(self, validated_data: dict[str, Any]) -> Any:
        """Save what the model would refuse."""
        team = self.context["request"].team
        task = Task(title=validated_data["title"], project=validated_data.get("project"))
        task.team_id = team.pk
        return every_task.bulk_create([task])[0]


class GuessedProjectSerializer(ModelSerializer):  # type: ignore[misc]
    """A task, and any project there is, which the model refuses at the last moment."""

    project = PrimaryKeyRelatedField(queryset=every_project.all(), required=False)

    class Meta:
        model = Task
        fields = ("id", "title", "project", "waits_for")


class ChosenProjectSerializer(ModelSerializer):  # type: ignore[misc]
    """A task, and a choice of every project, which is checked when it is made."""

    project = PrimaryKeyRelatedField(queryset=every_project.all(), required=False)

    class Meta:
        model = Task
        fields = ("id", "title", "project")

    def validate_project(self, project: Project) -> Project:
        """Refuse those of other teams."""
        if project.team_id != self.context["request"].team.pk:
            raise ValidationError("There is no such project.")
        return project


class AnyTasksSerializer(ModelSerializer):  # type: ignore[misc]
    """A task that waits for any tasks there are."""

    waits_for = PrimaryKeyRelatedField(queryset=every_task.all(), many=True, required=False)

    class Meta:
        model = Task
        fields = ("id", "title", "project", "waits_for")

    def create(self, validated_data: dict[str, Any]) -> Any:
        """Save what the models would refuse."""
        others = validated_data.pop("waits_for", [])
        task = super().create(validated_data)
        between = Task.waits_for.through
        between._base_manager.bulk_create(
            [between(from_task=task, to_task=other) for other in others]
        )
        return task


class LineSerializer(Serializer):  # type: ignore[misc]
    """A line of a plan: any project."""

    project = PrimaryKeyRelatedField(queryset=every_project.all())


class PlanSerializer(Serializer):  # type: ignore[misc]
    """Tasks to make, one for each line."""

    lines = LineSerializer(many=True)

    def create(self, validated_data: dict[str, Any]) -> Any:
        """Make the tasks."""
        team = self.context["request"].team
        for line in validated_data["lines"]:
            task = Task(title="From a plan", project=line["project"])
            task.team_id = team.pk
            every_task.bulk_create([task])
        return validated_data
