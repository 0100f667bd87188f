"""The leak test finds leaks of every kind, says what to do, and is content with what is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import models

from apps.teams.tests.finder.declared import Declared
from apps.teams.tests.finder.managers import manager_problems
from apps.teams.tests.finder.models import scoped_models, unscoped_problems
from apps.teams.tests.finder.probe import Prober
from apps.teams.tests.finder.routes import every_route
from apps.teams.tests.finder.rows import CannotMakeError
from apps.teams.tests.finder.world import World
from apps.teams.tests.sample.models import Note, Project, Task

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.teams.models import Team

pytestmark = pytest.mark.usefixtures("sample")

BY_THE_APPS = Declared.by_the_apps().unscoped
DECLARED = Declared(unscoped={**BY_THE_APPS, "teams_sample.Note": "a test's"})
SAMPLE = "apps.teams.tests.sample"


@pytest.fixture(params=["path", "session"], autouse=True)
def _addresses(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = request.param


def problems_of(namespace: str, declared: Declared = DECLARED) -> dict[str, list[str]]:
    """Return what is wrong with the addresses of a namespace, by their names."""
    prober = Prober(World.make(declared), declared)
    routes = [one for one in every_route() if one.name.startswith(namespace)]
    return {one.name.removeprefix(namespace): list(prober.problems(one)) for one in routes}


def test_sound_addresses_are_all_reached_and_pass(settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.urls"

    assert problems_of("sample:") == {"list": [], "detail": [], "add": []}


def test_every_kind_of_leak_is_found(settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.leaky_urls"

    found = problems_of("leaky:")

    for name, word in {
        "detail": "its page shows",
        "list": "its page shows",
        "search": "its search shows",
        "count": "changes when another team gets more rows",
        "rename": "POST changes a row of teams_sample.Project",
        "delete": "POST deletes a row of teams_sample.Project",
        "link": "POST links teams_sample.Task.project to a row of theirs",
        "secret": "no row fits code",
    }.items():
        text = "\n".join(found[name])
        assert word in text, (name, text)
        assert "apps/teams/" in text


def test_what_an_app_tells_is_believed(settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.leaky_urls"
    arguments: Any = {"leaky:secret": lambda side: {"code": "open-sesame"}}
    declared = Declared(
        arguments=arguments,
        outside_teams={"leaky:list": "everybody's"},
        unscoped=DECLARED.unscoped,
    )

    found = problems_of("leaky:", declared)

    assert found["secret"] == []
    assert found["list"] == []
    assert found["detail"]


def test_a_model_with_a_team_that_is_not_scoped_is_found() -> None:
    [problem] = unscoped_problems(Declared(unscoped=BY_THE_APPS))

    assert problem.startswith("teams_sample.Note.team leads to a team")
    assert "class Note(TeamScoped)" in problem
    assert list(unscoped_problems(DECLARED)) == []


def test_every_scoped_model_is_found_and_sound() -> None:
    assert {Project, Task} <= set(scoped_models())
    assert str(Note) not in map(str, scoped_models())
    assert list(manager_problems(World.make(DECLARED))) == []


def test_a_manager_that_looks_past_the_team_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    everything: Any = models.Manager()
    everything.model, everything.name = Project, "everything"
    monkeypatch.setattr(Project, "everything", everything, raising=False)
    monkeypatch.setattr(Project._meta, "managers", (everything,))

    found = "\n".join(manager_problems(World.make(DECLARED)))

    for word in ("shows", "counts", "changes", "deletes"):
        assert f"teams_sample.Project.everything: {word} rows of another team" in found
    assert "asks every team where none is active" in found


def test_a_row_that_cannot_be_made_is_said_with_what_to_do() -> None:
    def refuse(_team: Team) -> Any:
        raise ValueError("It needs a moon.")

    declared = Declared(rows={"teams_sample.Project": refuse}, unscoped=DECLARED.unscoped)

    with pytest.raises(CannotMakeError, match=r"It needs a moon.*tests/factories\.py"):
        World.make(declared)


def test_an_app_tells_how_to_make_a_row() -> None:
    def make(team: Team) -> Any:
        return Project.objects.create(team=team, name="By hand")

    declared = Declared(rows={"teams_sample.Project": make}, unscoped=DECLARED.unscoped)

    assert World.make(declared).ours.row(Project).team_id


def test_the_project_tells_what_is_outside_of_teams() -> None:
    assert "account_end_session" in Declared.by_the_apps().outside_teams
