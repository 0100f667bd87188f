"""Views as a project may write them. Those of ``leaky`` look past the team, each in its own way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST
from django_scopes import scopes_disabled

from apps.teams.permissions import team_required
from apps.teams.tests.sample.models import Project, Task

if TYPE_CHECKING:
    from django.http import HttpRequest


class TaskForm(forms.ModelForm[Task]):
    """A task and its project."""

    class Meta:
        model = Task
        fields = ("title", "project")


@team_required
def project_list(request: HttpRequest) -> HttpResponse:
    """List the team's projects, as asked for."""
    found = Project.objects.filter(name__contains=request.GET.get("q", ""))
    return HttpResponse(", ".join(str(one) for one in found) + f" ({found.count()})")


@team_required
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, rename or delete one of the team's projects."""
    project = get_object_or_404(Project.objects.all(), pk=pk)
    if request.method == "DELETE":
        project.delete()
    elif request.method in {"PUT", "PATCH"}:
        project.name = json.loads(request.body)["name"]
        project.save()
    return JsonResponse({"name": project.name})


@team_required
def add_task(request: HttpRequest) -> HttpResponse:
    """Add a task to one of the team's projects."""
    form = TaskForm(request.POST or None)
    if form.is_valid():
        form.save()
    return HttpResponse(str(form))


@team_required
def leaky_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show any project."""
    with scopes_disabled():
        return HttpResponse(str(get_object_or_404(Project.objects.all(), pk=pk)))


@team_required
def leaky_list(request: HttpRequest) -> HttpResponse:
    """List every project there is."""
    with scopes_disabled():
        return HttpResponse(", ".join(map(str, Project.objects.all())))


@team_required
def leaky_search(request: HttpRequest) -> HttpResponse:
    """Search every project there is."""
    wanted = request.GET.get("q")
    with scopes_disabled():
        found = Project.objects.filter(name__contains=wanted) if wanted else []
        return HttpResponse(", ".join(map(str, found)))


@team_required
def leaky_count(request: HttpRequest) -> HttpResponse:
    """Count every project there is."""
    with scopes_disabled():
        return HttpResponse(f"{Project.objects.count()} projects")


@require_POST
@team_required
def leaky_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename any project, and say nothing."""
    with scopes_disabled():
        Project.objects.filter(pk=pk).update(name="Renamed")
    return HttpResponse()


@require_POST
@team_required
def leaky_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete any project, and say nothing."""
    with scopes_disabled():
        Project.objects.filter(pk=pk).delete()
    return HttpResponse()


@team_required
def leaky_link(request: HttpRequest) -> HttpResponse:
    """Put a task into any project."""
    if request.method == "POST" and request.POST.get("project", "").isdigit():
        with scopes_disabled():
            task = Task.objects.create(title="Linked", team=request.team)  # type: ignore[attr-defined]
            Task._base_manager.filter(pk=task.pk).update(project_id=request.POST["project"])
    return HttpResponse(str(TaskForm()))


@team_required
def keyed_by_nothing_known(request: HttpRequest, code: str) -> HttpResponse:
    """Answer to a code that no row has."""
    return HttpResponse(status=200 if code == "open-sesame" else 404)
