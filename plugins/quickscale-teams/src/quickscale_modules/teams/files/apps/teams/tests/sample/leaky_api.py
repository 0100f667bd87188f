"""APIs as nobody should write them; each looks past the team in a way of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404

from apps.teams.tests.sample.api import Pages, ProjectViewSet, TaskViewSet
from apps.teams.tests.sample.leaky_serializers import (
    AnyProjectSerializer,
    AnyTasksSerializer,
    ChosenProjectSerializer,
    GuessedProjectSerializer,
    PlanSerializer,
    every_project,
    every_task,
)
from apps.teams.tests.sample.models import Project, Task
from apps.teams.tests.sample.rest import (
    BasicAuthentication,
    DefaultRouter,
    IsAdminUser,
    ListCreateAPIView,
    Response,
    SimpleRateThrottle,
    action,
)


class LooksPastTheTeam(ProjectViewSet):
    """Asks for every project there is in what it is told to, and for the team's elsewhere."""

    permission_classes: Any = ()  # ours would refuse the objects
    leaks_in: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> Any:
        """Return the projects of one team or of all."""
        if self.action in self.leaks_in:
            return every_project.order_by("pk")
        return super().get_queryset()

    def perform_update(self, serializer: Any) -> None:
        """Save what the model would refuse, and say nothing."""
        key = serializer.instance.pk
        every_project.filter(pk=key).update(**serializer.validated_data)
        serializer.instance = Project(pk=key, name="Saved")

    def perform_destroy(self, instance: Any) -> None:
        """Delete what the model would refuse."""
        every_project.filter(pk=instance.pk).delete()


class Lists(LooksPastTheTeam):
    """Lists every project."""

    leaks_in = ("list",)


class Shows(LooksPastTheTeam):
    """Shows any project."""

    leaks_in = ("retrieve",)


class Updates(LooksPastTheTeam):
    """Changes any project as a whole."""

    leaks_in = ("update",)


class Patches(LooksPastTheTeam):
    """Changes a part of any project."""

    leaks_in = ("partial_update",)


class Deletes(LooksPastTheTeam):
    """Deletes any project."""

    leaks_in = ("destroy",)


class Acts(ProjectViewSet):
    """Archives any project."""

    def archive(self, request: Any, pk: str) -> Any:
        """Put one away, and say nothing."""
        every_project.filter(pk=pk).update(name="Archived")
        return Response(status=204)


action(detail=True, methods=["post"])(Acts.archive)


class CountsAll(Pages):
    """Tells how many projects there are in all teams."""

    def get_paginated_response(self, data: Any) -> Any:
        """Return a page of the team's, and the count of everybody's."""
        return Response({"count": every_project.count(), "results": data})


class Counts(ProjectViewSet):
    """Counts every project."""

    pagination_class = CountsAll


class Searches(ProjectViewSet):
    """Searches every project."""

    def get_queryset(self) -> Any:
        """Return what the search is about."""
        if "search" in self.request.query_params:
            return every_project.order_by("pk")
        return super().get_queryset()


class Orders(ProjectViewSet):
    """Puts every project into an order."""

    def get_queryset(self) -> Any:
        """Return what is put into an order."""
        if self.request.query_params.get("ordering"):
            return every_project.order_by("pk")
        return super().get_queryset()


class Filters(TaskViewSet):
    """Shows the tasks of any project that the query names."""

    def get_queryset(self) -> Any:
        """Return the tasks asked for."""
        wanted = self.request.query_params.get("of_project")
        if wanted and wanted.isdigit():
            return every_task.filter(project_id=wanted)
        return super().get_queryset()


class Links(TaskViewSet):
    """Puts a task into any project."""

    serializer_class = AnyProjectSerializer


class Guesses(TaskViewSet):
    """Tells whether a project of another team is there."""

    serializer_class = GuessedProjectSerializer


class LinksMany(TaskViewSet):
    """Makes a task wait for any other."""

    serializer_class = AnyTasksSerializer


class Plans(ListCreateAPIView):  # type: ignore[misc]
    """Makes tasks in any projects, by keys within a document."""

    serializer_class = PlanSerializer

    def get_queryset(self) -> Any:
        """Return nothing to list."""
        return Task.objects.none()


class Codes(ProjectViewSet):
    """Is asked by a code that no row has."""

    lookup_url_kwarg = "code"

    def get_object(self) -> Any:
        """Find nothing."""
        raise Http404


class ThreeRequests(SimpleRateThrottle):  # type: ignore[misc]
    """Three requests a day, whoever sends them."""

    rate = "3/day"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Return the same for everybody."""
        return "three-requests"


class StaffAlone(ProjectViewSet):
    """Answers staff, which the owner of a team is not."""

    permission_classes = (IsAdminUser,)


class Tokens(ProjectViewSet):
    """Wants to see more than a session."""

    authentication_classes = (BasicAuthentication,)


class Busy(ProjectViewSet):
    """Answers three requests and no more."""

    throttle_classes = (ThreeRequests,)


class Chooses(TaskViewSet):
    """Offers the projects of every team to those who open it in a browser."""

    serializer_class = ChosenProjectSerializer


router: Any = DefaultRouter()
for viewset in (
    *(Lists, Shows, Updates, Patches, Deletes, Acts, Counts, Searches, Orders, Filters),
    *(Links, Guesses, LinksMany, Chooses, Codes, StaffAlone, Tokens, Busy),
):
    name = viewset.__name__.lower()
    router.register(name, viewset, basename=name)
