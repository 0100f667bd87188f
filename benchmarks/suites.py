"""The tests that a project's owner runs: how long they take, against how long it takes to begin.

To collect the tests of a project is to start Python and Django and to import the site and every
test, which a suite pays for before its first test. It grows with the project as its tests do, and
with the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import Contender, measure, race
from benchmarks.outcomes import Outcome, ratio
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_suites"]

PROJECTS: Final = {
    "no modules": "",
    "auth": "auth",
    "auth, billing": "auth,billing",
    "all modules": "auth,billing,teams",
}
"""The modules of each project, by what reports call it; all have the htmx theme."""

ALL: Final = "all modules"
FLOOR: Final = "all modules, collected"
APPS: Final = ("accounts", "billing", "teams")
"""Apps of the project of everything that are measured alone."""

WHOLE_LIMIT: Final = 20
APP_LIMIT: Final = 5


@dataclass(frozen=True, slots=True)
class _Tests:
    """Tests of one project, to run from anywhere.

    Attributes:
        python: The Python with everything a project requires.
        project: The project.
        words: What is said to pytest besides.
    """

    python: Path
    project: Path
    words: tuple[str, ...] = ()

    def __call__(self, _: Path) -> list[str]:
        """Return the command that runs them as ``pytest`` does in the project's folder."""
        config = ["-c", str(self.project / "pyproject.toml"), "--rootdir", str(self.project)]
        quiet = ["-q", "-p", "no:cacheprovider"]
        return [str(self.python), "-m", "pytest", *quiet, *config, *self.words]


def measure_suites(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure the tests of projects and of single apps; quick, of none but the smallest."""
    python = project_env().python
    made = {
        name: _made(shop, f"suite{number}", modules)
        for number, (name, modules) in enumerate(PROJECTS.items())
        if not quick or name in ("no modules", ALL)
    }

    def tests(name: str, folders: tuple[str, ...] = ("apps", "tests"), *words: str) -> _Tests:
        paths = [str(made[name] / folder) for folder in folders]
        return _Tests(python, made[name], (*words, *paths))

    runs = {FLOOR: tests(ALL, ("apps", "tests"), "--collect-only")}
    runs |= {name: tests(name) for name in made if not quick or name != ALL}
    if not quick:
        runs |= {f"{ALL}, {app} alone": tests(ALL, (f"apps/{app}",)) for app in APPS}
    contenders = [
        Contender(name=name, command=command, environ=shop.environ())
        for name, command in runs.items()
    ]
    results = race(contenders, 1, shop.scratch)
    about = (
        "`pytest` in a project, in one process, on SQLite, and to collect the tests of the largest"
        " one, which is to start and to import all of it."
    )
    bounds = [
        ratio("tests", results, name, FLOOR, WHOLE_LIMIT if name in made else APP_LIMIT)
        for name in runs
        if name == ALL or name not in (*made, FLOOR)
    ]
    return [Outcome("The owner's tests", about, results, bounds)]


def _made(shop: Workshop, name: str, modules: str) -> Path:
    """Make a project and return where it is."""
    program = str(shop.plain.scripts / "quickscale")
    choices = ["--no-input", "--no-git", "--no-lock", "--theme", "htmx"]
    chosen = ["--with", modules] if modules else []
    measure([program, "init", name, *choices, *chosen], shop.made, shop.environ())
    return shop.made / name
