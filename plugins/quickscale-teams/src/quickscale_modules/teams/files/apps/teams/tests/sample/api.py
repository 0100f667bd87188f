"""An API as a project may write it, held to the team by the models' `objects`."""

from __future__ import annotations

from typing import Any

from apps.teams.api_permissions import TeamMember
from apps.teams.tests.sample.models import Project, Task
from apps.teams.tests.sample.rest import (
    DefaultRouter,
    ListCreateAPIView,
    ModelSerializer,
    ModelViewSet,
    OrderingFilter,
    PageNumberPagination,
    Response,
    SearchFilter,
    action,
)


class ProjectSerializer(ModelSerializer):  # type: ignore[misc]
    """A project."""

    class Meta:
        model = Project
        fields = ("id", "name")


class TaskSerializer(ModelSerializer):  # type: ignore[misc]
    """A task, its project and what it waits for."""

    class Meta:
        model = Task
        fields = ("id", "title", "project", "waits_for")


class Pages(PageNumberPagination):  # type: ignore[misc]
    """Ten at a time, with how many there are."""

    page_size = 10


class ProjectViewSet(ModelViewSet):  # type: ignore[misc]
    """Everything one does with projects."""

    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    permission_classes: Any = (TeamMember,)
    pagination_class = Pages
    filter_backends = (SearchFilter, OrderingFilter)
    search_fields = ("name",)
    ordering_fields = ("name", "id")
    ordering = ("id",)

    def archive(self, request: Any, pk: str) -> Any:
        """Put one away."""
        project = self.get_object()
        project.name = f"{project.name} (archived)"[:100]
        project.save()
        return Response(self.get_serializer(project).data)

    def newest(self, request: Any) -> Any:
        """Show the newest."""
        found = self.get_queryset().order_by("-pk").first()
        return Response(self.get_serializer(found).data)


# Without the decorator's syntax, for it has no types.
action(detail=True, methods=["post"])(ProjectViewSet.archive)
action(detail=False)(ProjectViewSet.newest)


class TaskViewSet(ModelViewSet):  # type: ignore[misc]
    """Everything one does with tasks, of one project if the query says which."""

    queryset = Task.objects.all()
    serializer_class = TaskSerializer
    permission_classes = (TeamMember,)

    def get_queryset(self) -> Any:
        """Return the tasks asked for."""
        found = super().get_queryset().order_by("pk")
        wanted = self.request.query_params.get("project", "")
        return found.filter(project_id=wanted) if wanted.isdigit() else found


class ProjectTasks(ListCreateAPIView):  # type: ignore[misc]
    """The tasks of a project, below its address."""

    serializer_class = TaskSerializer
    permission_classes = (TeamMember,)

    def get_queryset(self) -> Any:
        """Return the project's tasks."""
        return Task.objects.filter(project_id=self.kwargs["project_pk"]).order_by("pk")


router: Any = DefaultRouter()
router.register("projects", ProjectViewSet)
router.register("tasks", TaskViewSet)
