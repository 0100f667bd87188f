from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.db import transaction
from django_scopes import scope, scopes_disabled

from apps.teams.models import Invitation, TeamEvent
from apps.teams.scoping import ScopeError, current_teams, in_team
from apps.teams.tests.factories import InvitationFactory, TeamFactory
from apps.teams.tests.sample.models import Project, Task

pytestmark = pytest.mark.usefixtures("sample")


def make_project(team: Any, name: str = "Harbour") -> Project:
    with in_team(team):
        return Project.objects.create(name=name)


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: list(rows.all()),
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.first(),
        lambda rows: rows.get(pk=1),
        lambda rows: list(rows.filter(name="Harbour")),
        lambda rows: list(rows.exclude(name="Harbour")),
        lambda rows: rows.in_bulk([1]),
        lambda rows: rows.explain(),
        lambda rows: rows.update(name="Mine"),
        lambda rows: rows.filter(pk=1).delete(),
        lambda rows: rows.create(name="Mine"),
        lambda rows: rows.bulk_create([Project(name="Mine")]),
        lambda rows: rows.get_or_create(name="Mine"),
        lambda rows: list(rows.raw("select * from teams_sample_project")),
        lambda rows: list(rows.values_list("pk")),
        lambda rows: list(rows.select_related("team")),
        lambda rows: list(rows.distinct()),
        lambda rows: list(rows.prefetch_related("team")),
    ],
)
@pytest.mark.parametrize("nothing", [False, True])
def test_without_a_team_every_query_fails(ask: Any, nothing: bool) -> None:
    make_project(TeamFactory.create())

    # A team of None would mean all of them to django-scopes.
    with scope(**({"team": None} if nothing else {})), pytest.raises(ScopeError):
        ask(Project.objects)


def test_a_team_sees_its_own_rows_alone() -> None:
    ours, theirs = TeamFactory.create_batch(2)
    mine, other = make_project(ours), make_project(theirs)

    with in_team(ours):
        assert list(Project.objects.all()) == [mine]
        assert Project.objects.update(name="Renamed") == 1
        assert not Project.objects.filter(pk=other.pk).exists()
        assert Project.objects.filter(pk=other.pk).delete()[0] == 0
        assert list(ours.teams_sample_project_set.all()) == [mine]  # type: ignore[attr-defined]
        assert list(theirs.teams_sample_project_set.all()) == []  # type: ignore[attr-defined]


def test_no_team_is_no_team_to_work_in() -> None:
    with pytest.raises(ScopeError), in_team(None):  # type: ignore[arg-type]
        pass
    with pytest.raises(ScopeError):
        current_teams()
    with scopes_disabled(), pytest.raises(ScopeError):
        current_teams()


def test_the_team_is_filled_in() -> None:
    team = TeamFactory.create()

    with in_team(team):
        made = Project.objects.bulk_create([Project(name="One"), Project(name="Two")])

    assert {one.team_id for one in [*made, make_project(team)]} == {team.pk}


def test_rows_of_others_are_neither_saved_nor_deleted() -> None:
    ours, theirs = TeamFactory.create_batch(2)
    project = make_project(theirs)

    with in_team(ours):
        with pytest.raises(ScopeError, match="another team"):
            project.save()
        with pytest.raises(ScopeError, match="another team"):
            project.delete()
        with pytest.raises(ScopeError, match="another team"):
            Project.objects.create(name="Theirs", team=theirs)
        with pytest.raises(ScopeError, match="another team"):
            Project.objects.bulk_create([Project(name="Theirs", team=theirs)])
        with pytest.raises(ScopeError, match="another team"):
            Project.objects.bulk_update([project], ["name"])
        with pytest.raises(ScopeError, match="do not move"):
            Project.objects.update(team=theirs)


def test_links_stay_in_the_team() -> None:
    ours, theirs = TeamFactory.create_batch(2)
    mine, other = make_project(ours), make_project(theirs)

    with in_team(ours):
        task = Task.objects.create(title="Write", project=mine)
        with pytest.raises(ScopeError, match="another team"):
            Task.objects.create(title="Link", project=other)
        with pytest.raises(ScopeError, match="another team"):
            Task.objects.create(title="Link", project_id=other.pk)
        with pytest.raises(ScopeError, match="another team"):
            Task.objects.update(project=other)
        assert Task.objects.update(project=mine) == 1
    with in_team(theirs):
        far = Task.objects.create(title="Read")
    with in_team(ours), pytest.raises(ScopeError, match="another team"), transaction.atomic():
        task.waits_for.add(far)
    with in_team(ours):
        task.waits_for.add(Task.objects.create(title="Think"))
        assert task.waits_for.count() == 1


def test_links_stay_in_the_team_for_staff_as_well() -> None:
    ours, theirs = TeamFactory.create_batch(2)
    other = make_project(theirs)

    with scopes_disabled(), pytest.raises(ScopeError, match="another team"):
        Task.objects.create(title="Link", team=ours, project=other)


def test_sql_of_ones_own_is_refused() -> None:
    with in_team(TeamFactory.create()), pytest.raises(ScopeError, match="SQL"):
        Project.objects.raw("select * from teams_sample_project")
    with scopes_disabled():
        assert list(Project.objects.raw("select * from teams_sample_project")) == []


def test_a_form_offers_the_rows_of_the_team_it_is_made_in() -> None:
    class TaskForm(forms.ModelForm[Task]):
        class Meta:
            model = Task
            fields = ("title", "project")

    ours, theirs = TeamFactory.create_batch(2)
    mine, other = make_project(ours, "Mine"), make_project(theirs, "Theirs")

    with in_team(ours):
        form = TaskForm({"title": "Write", "project": str(other.pk)})
        assert list(form.fields["project"].queryset) == [mine]  # type: ignore[attr-defined]
        assert "project" in form.errors
    with pytest.raises(ScopeError):
        list(TaskForm().fields["project"].queryset)  # type: ignore[attr-defined]


def test_deleting_a_team_takes_its_rows_along() -> None:
    team = TeamFactory.create()
    make_project(team)
    InvitationFactory.create(team=team)

    team.delete()

    with scopes_disabled():
        assert not Project.objects.exists()
        assert not Invitation.objects.exists()


def test_the_apps_own_logs_are_held_as_well() -> None:
    with pytest.raises(ScopeError):
        TeamEvent.objects.exists()
