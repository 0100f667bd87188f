"""The leak test finds leaks of every kind, says what to do, and accepts what is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import models

from apps.accounts.models import SecurityEvent
from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.finder.declared import Declared
from apps.teams.tests.finder.managers import manager_problems
from apps.teams.tests.finder.models import scoped_models, unscoped_problems
from apps.teams.tests.finder.probe import Prober
from apps.teams.tests.finder.routes import every_route
from apps.teams.tests.finder.rows import CannotMakeError, RowMaker
from apps.teams.tests.sample.models import Note, Project, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from apps.teams.models import Team
    from apps.teams.tests.finder.world import World

pytestmark = pytest.mark.usefixtures("sample")

BY_THE_APPS = Declared.by_the_apps().unscoped
DECLARED = Declared(unscoped={**BY_THE_APPS, "teams_sample.Note": "a test's"})
SAMPLE = "apps.teams.tests.sample"


@pytest.fixture(params=ADDRESSES, autouse=True)
def _addresses(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = request.param


def problems_of(
    world: World, namespace: str, *names: str, declared: Declared = DECLARED
) -> dict[str, list[str]]:
    """Return what is wrong with the addresses of a namespace, or with some, by their names."""
    prober = Prober(world, declared)
    wanted = {namespace + name for name in names}
    return {
        one.name.removeprefix(namespace): list(prober.problems(one))
        for one in every_route()
        if (one.name in wanted if names else one.name.startswith(namespace))
    }


def test_sound_addresses_are_all_reached_and_pass(sample_world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.urls"

    assert problems_of(sample_world, "sample:") == {"list": [], "detail": [], "add": []}


LEAKS = {
    "detail": "its page shows",
    "list": "its page shows",
    "search": "its search shows",
    "count": "changes when another team gets more rows",
    "rename": "POST changes a row of teams_sample.Project",
    "delete": "POST deletes a row of teams_sample.Project",
    "link": "POST links teams_sample.Task.project to a row of theirs",
    "secret": "no row fits code",
}


def test_every_kind_of_leak_is_found(sample_world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.leaky_urls"

    prober = Prober(sample_world, DECLARED)
    routes = {one.name: one for one in every_route()}

    for name, said in LEAKS.items():
        problems = prober.problems(routes[f"leaky:{name}"])
        # What comes after it need not be tried.
        found = next((one for one in problems if said in one), "")
        assert "apps/teams/" in found, name


def test_what_an_app_tells_is_believed(sample_world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = f"{SAMPLE}.leaky_urls"
    arguments: Any = {"leaky:secret": lambda side: {"code": "open-sesame"}}
    declared = Declared(
        arguments=arguments,
        outside_teams={"leaky:list": "everybody's"},
        unscoped=DECLARED.unscoped,
    )

    found = problems_of(sample_world, "leaky:", "secret", "list", "detail", declared=declared)

    assert found["secret"] == []
    assert found["list"] == []
    assert found["detail"]


def test_a_model_with_a_team_that_is_not_scoped_is_found() -> None:
    [problem] = unscoped_problems(Declared(unscoped=BY_THE_APPS))

    assert problem.startswith("teams_sample.Note.team leads to a team")
    assert "class Note(TeamScoped)" in problem
    assert list(unscoped_problems(DECLARED)) == []


def test_every_scoped_model_is_found_and_sound(sample_world: World) -> None:
    assert {Project, Task} <= set(scoped_models())
    assert str(Note) not in map(str, scoped_models())
    assert list(manager_problems(sample_world)) == []


def test_a_manager_that_looks_past_the_team_is_found(
    sample_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything: Any = models.Manager()
    everything.model, everything.name = Project, "everything"
    monkeypatch.setattr(Project, "everything", everything, raising=False)
    monkeypatch.setattr(Project._meta, "managers", (everything,))

    found = "\n".join(manager_problems(sample_world))

    for word in ("shows", "counts", "changes", "deletes"):
        assert f"teams_sample.Project.everything: {word} rows of another team" in found
    assert "asks every team where none is active" in found


def project_of(world: World, make: Callable[[Team], Any]) -> Any:
    """Return a project of our team, when an app tells how to make it."""
    declared = Declared(rows={"teams_sample.Project": make}, unscoped=DECLARED.unscoped)
    ours = world.ours
    return RowMaker(declared, ours.team, ours.member, ours.mark, 90_000_000).row(Project)


def test_a_row_that_cannot_be_made_is_said_with_what_to_do(sample_world: World) -> None:
    def refuse(_team: Team) -> Any:
        raise ValueError("It needs a moon.")

    with pytest.raises(CannotMakeError, match=r"It needs a moon.*tests/factories\.py"):
        project_of(sample_world, refuse)


def test_an_app_tells_how_to_make_a_row(sample_world: World) -> None:
    def make(team: Team) -> Any:
        return Project.objects.create(team=team, name="By hand")

    made = project_of(sample_world, make)

    assert made.team_id == sample_world.ours.team.pk
    assert made.name.startswith(sample_world.ours.mark)


def test_a_row_that_a_teams_row_refers_to_need_not_be_a_teams(sample_world: World) -> None:
    ours = sample_world.ours
    maker = RowMaker(DECLARED, ours.team, ours.member, ours.mark, 90_000_000)

    assert maker.row(SecurityEvent).pk > 90_000_000


def test_the_project_tells_what_is_outside_of_teams() -> None:
    assert "account_end_session" in Declared.by_the_apps().outside_teams
