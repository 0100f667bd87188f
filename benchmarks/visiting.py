"""A newcomer's first minute: from ``init`` to a dashboard that one is signed in to.

Its floor is the first migrate of that very project, the part of the way that is Django's: tables.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from benchmarks.first_visit import CHOICES, NAME
from benchmarks.measuring import Contender, measure, race
from benchmarks.outcomes import Outcome, ratio
from tools.checkout import ROOT
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_visit"]

WHOLE: Final = "init to a signed-in dashboard"
FLOOR: Final = "migrate alone"
LIMIT: Final = 4


def measure_visit(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure making, migrating, seeding and serving a project and signing in to it."""
    python = str(project_env().python)
    program = str(shop.plain.scripts / "quickscale")
    measure([program, "init", NAME, *CHOICES], shop.made, shop.environ())
    project = shop.made / NAME

    def visit(_: Path) -> list[str]:
        return [sys.executable, "-m", "benchmarks.first_visit", program, python]

    def migrate(_: Path) -> list[str]:
        return [python, str(project / "manage.py"), "migrate", "--verbosity", "0"]

    contenders = [
        Contender(name=WHOLE, command=visit, environ=shop.environ() | {"PYTHONPATH": str(ROOT)}),
        Contender(
            name=FLOOR,
            command=migrate,
            environ=shop.environ(),
            prepare=lambda _: (project / "db.sqlite3").unlink(missing_ok=True),
        ),
    ]
    results = race(contenders, 1 if quick else 3, shop.scratch)
    about = (
        "`init` of a project of every module, `migrate`, `seed_demo`, `runserver` and its login"
        " form up to the dashboard, with everything that a project requires installed; and"
        " `migrate` of such a project alone."
    )
    bounds = [ratio("first visit", results, WHOLE, FLOOR, LIMIT)]
    return [Outcome("A first visit", about, results, bounds)]
