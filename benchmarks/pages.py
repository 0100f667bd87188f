"""What pages cost: the CPU time of a request, against the same HTML out of one flat template.

Both are asked for in one process, project and run, in turn, by the same person. So what is compared
is what templates, components and queries add to an answer that somebody wrote down.
"""

from __future__ import annotations

import json
import statistics
import subprocess
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring import MeasuringError, measure
from benchmarks.outcomes import Outcome
from benchmarks.report import Bound, plain_table
from tools.checkout import ROOT
from tools.environments import project_env

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_pages"]

THEMES: Final = ("htmx", "starter")
EMAIL: Final = "ada@example.com"

# What is aimed at is 4 times a flat template, and 6 times for a page with a password.
DEAREST: Final = 19
"""The dashboard, most of whose cost is a query for each number, card and list in it."""
MEDIAN: Final = 6.5
WITH_PASSWORD: Final = 8.5
"""Django draws each field of a form with templates of its own."""


def measure_pages(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure every page of a project with every module and demo data, in each theme."""
    return [_measure(shop, theme, 5 if quick else 30) for theme in THEMES]


def _measure(shop: Workshop, theme: str, rounds: int) -> Outcome:
    project = _with_demo_data(shop, theme)
    words = [str(ROOT / "benchmarks" / "files" / "page_costs.py"), EMAIL, str(rounds)]
    pages: list[dict[str, Any]] = json.loads(_python(shop, project, *words))
    for page in pages:
        page["ratio"] = page["ours"] / page["flat"]
    ratios = [page["ratio"] for page in pages]
    secret = [page["ratio"] for page in pages if page["asks_for_password"]]
    bounds = [
        Bound(f"pages in {theme}: dearest / flat template", max(ratios), DEAREST, " x"),
        Bound(
            f"pages in {theme}: median / flat template",
            statistics.median(ratios),
            MEDIAN,
            " x",
        ),
        Bound(f"pages in {theme}: with a password / flat", max(secret), WITH_PASSWORD, " x"),
    ]
    rows = [
        (
            page["address"],
            page["reader"],
            f"{1000 * page['ours']:.2f}",
            f"{1000 * page['flat']:.2f}",
            f"{page['ratio']:.1f} x",
            str(page["queries"]),
        )
        for page in sorted(pages, key=lambda page: -page["ratio"])
    ]
    head = ("Page", "To", "CPU ms", "Flat template", "Ratio", "Queries")
    about = (
        f"A project of every module with demo data in the theme {theme}: the CPU time of a request"
        f" through Django's test client, the least of {rounds}, and of the same HTML in"
        " `{% verbatim %}`, asked for in turn by the same person."
    )
    return Outcome(f"Pages in {theme}", about, None, bounds, plain_table(head, rows))


def _with_demo_data(shop: Workshop, theme: str) -> Path:
    """Return a new project of every module, with tables, demo data and static files."""
    name = f"pages_{theme}"
    choices = ["--no-input", "--no-git", "--no-lock", "--theme", theme]
    program = str(shop.plain.scripts / "quickscale")
    everything = ["--with", "auth,billing,teams"]
    measure([program, "init", name, *choices, *everything], shop.made, shop.environ())
    project = shop.made / name
    for words in (["migrate"], ["seed_demo"], ["collectstatic", "--no-input"]):
        settings = "production" if words[0] == "collectstatic" else "local"
        _python(shop, project, "manage.py", *words, settings=settings)
    return project


def _python(shop: Workshop, project: Path, *words: str, settings: str = "base") -> str:
    """Run the interpreter of projects in one of them and return what it printed.

    Raises:
        MeasuringError: It failed.
    """
    address = "hello@example.com"
    environ = {
        **shop.environ(),
        "ALLOWED_HOSTS": "localhost",
        "DEFAULT_FROM_EMAIL": address,
        "CONTACT_EMAIL": address,
        "DATABASE_URL": f"sqlite:///{project / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": f"{project.name}.settings.{settings}",
    }
    done = subprocess.run(
        [str(project_env().python), *words],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MeasuringError(f"{' '.join(words)} failed in {project.name}\n{done.stderr[-2000:]}")
    return done.stdout
