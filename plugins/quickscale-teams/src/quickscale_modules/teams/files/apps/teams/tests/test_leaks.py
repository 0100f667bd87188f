"""No team learns of another's data, or gets at it: over every model and every address there is.

When it fails, it says what to do. What it cannot find out by itself is told by the app that knows,
in its ``tests/leaks.py``; :mod:`apps.teams.tests.finder.declared` says how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.teams.tests.finder.declared import Declared
from apps.teams.tests.finder.managers import manager_problems
from apps.teams.tests.finder.models import unscoped_problems
from apps.teams.tests.finder.probe import Prober
from apps.teams.tests.finder.routes import every_route
from apps.teams.tests.finder.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.django_db


def fail_with(problems: Iterable[str]) -> None:
    found = list(problems)
    assert not found, "\n\n" + "\n\n".join(found)


def test_every_model_that_belongs_to_a_team_is_held_to_it() -> None:
    fail_with(unscoped_problems(Declared.by_the_apps()))


def test_no_manager_gets_at_rows_of_another_team() -> None:
    fail_with(manager_problems(World.make(Declared.by_the_apps())))


def test_no_address_gets_at_rows_of_another_team() -> None:
    declared = Declared.by_the_apps()
    prober = Prober(World.make(declared), declared)

    fail_with(problem for route in every_route() for problem in prober.problems(route))
