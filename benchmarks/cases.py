"""What is measured, and the promises it is held to."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.image import measure_image
from benchmarks.measuring import Contender, MeasuringError, Results, measure, race
from benchmarks.migrating import measure_migrate
from benchmarks.outcomes import Outcome, contender, peak_ratio, ratio
from benchmarks.pages import measure_pages
from benchmarks.report import Bound
from benchmarks.same_files import require_same, shipped_contents, write_template
from benchmarks.suites import measure_suites
from benchmarks.synthetic import NAME, rendered_texts, write_cookiecutter, write_copier
from benchmarks.updating import measure_update
from benchmarks.visiting import measure_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from benchmarks.environments import Workshop
    from tools.checkout import Environment

__all__ = ["CASES"]

MAX_GROWTH = 1.15  # a template's cost among 5000 to its cost among 1000

COLD = ", first run"
"""What is added to the name of a contender that finds no cache."""


def measure_start(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure ``--help`` with few plugins and with many."""

    def helped(environment: Environment, program: str) -> Callable[[Path], list[str]]:
        return lambda _: [str(environment.scripts / program), "--help"]

    contenders = [
        contender(shop, "python -c pass", lambda _: [str(shop.plain.python), "-c", "pass"]),
        contender(shop, "cookiecutter", helped(shop.peers, "cookiecutter")),
        contender(shop, "copier", helped(shop.peers, "copier")),
    ]
    for size, crowd in shop.crowds.items():
        contenders += _warm_and_cold(
            shop, f"quickscale, {size} plugins", helped(crowd, "quickscale")
        )
    results = race(contenders, 5 if quick else 21, shop.scratch)
    few, many = sorted(shop.crowds)
    about = "`--help`. The first run is the one after a plugin was installed or removed."
    bounds = [
        ratio("start-up", results, f"quickscale, {few} plugins", "cookiecutter", 0.45),
        ratio("start-up", results, f"quickscale, {many} plugins", "cookiecutter", 1.3),
    ]
    return [Outcome("Start-up", about, results, bounds)]


def measure_project(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure a whole project against a cookiecutter template of the same files."""
    full = _init(shop, "--with", "auth", "--theme", "htmx")
    example = shop.made / "example"
    example.mkdir()
    measure(full(example), example, shop.environ())
    project = example / NAME
    template = shop.made / "same-files"
    shipped = shipped_contents(shop.plain.folder)
    written = write_template(project, NAME, shipped, template)
    contenders = [
        *_warm_and_cold(shop, "quickscale", full),
        contender(
            shop,
            "cookiecutter",
            lambda _: _cookiecutter(shop, template),
            check=lambda folder: require_same(project, folder / NAME),
        ),
    ]
    results = race(contenders, 3 if quick else 11, shop.scratch)
    about = (
        f"`quickscale init {NAME} --with auth --theme htmx --no-git` makes {written.files} files;"
        f" cookiecutter makes the same ones and copies {written.copied} of them without rendering."
    )
    bounds = [ratio("full project", results, "quickscale", "cookiecutter", 0.4)]
    return [Outcome("A full project", about, results, bounds)]


def measure_templates(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure many templates, all of them rendered, and how the cost grows with their number."""
    rounds = {1000: 2} if quick else {1000: 5, 5000: 3}
    measured = {count: _race_templates(shop, count, rounds[count]) for count in rounds}
    outcomes = []
    for count, results in measured.items():
        bounds = [ratio(f"{count} templates", results, "quickscale", "copier", 1 / 15)]
        if count > min(measured):
            case = f"{count} templates"
            bounds.append(peak_ratio(case, results, "quickscale", "cookiecutter", 0.75))
        about = (
            f"{count} templates of 1 kB, all of them rendered. QuickScale makes its base project as"
            " well, and with no templates nothing else."
        )
        outcomes.append(Outcome(f"{count} templates", about, results, bounds))
    if not quick:
        outcomes.append(_measure_growth(shop, min(rounds), max(rounds)))
    return outcomes


CASES: Mapping[str, Callable[..., list[Outcome]]] = {
    "start": measure_start,
    "project": measure_project,
    "templates": measure_templates,
    "update": measure_update,
    "migrate": measure_migrate,
    "suites": measure_suites,
    "visit": measure_visit,
    "image": measure_image,
    "pages": measure_pages,
}
"""The cases by the name they are chosen by; each takes the workshop and ``quick``."""


def _race_templates(shop: Workshop, count: int, rounds: int) -> Results:
    """Let every tool render that many templates."""
    folders = {"cookiecutter": write_cookiecutter, "copier": write_copier}
    for tool, write in folders.items():
        write(shop.made / f"{tool}-{count}", count)

    def copier(_: Path) -> list[str]:
        program = str(shop.peers.scripts / "copier")
        source = str(shop.made / f"copier-{count}")
        return [program, "copy", "--quiet", "--defaults", source, NAME]

    def check(folder: Path) -> None:
        _require_rendered(folder / NAME, count)

    contenders = [
        contender(shop, "quickscale, no templates", _init(shop)),
        *_warm_and_cold(shop, "quickscale", _init(shop, "--with", f"many{count}"), check),
        contender(
            shop,
            "cookiecutter",
            lambda _: _cookiecutter(shop, shop.made / f"cookiecutter-{count}"),
            check=check,
        ),
        contender(shop, "copier", copier, check=check),
    ]
    return race(contenders, rounds, shop.scratch)


def _require_rendered(project: Path, count: int) -> None:
    """Check that a project holds every synthetic template's output.

    Raises:
        MeasuringError: One is missing or differs.
    """
    for path, text in rendered_texts(count):
        place = project / path
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            raise MeasuringError(f"{project.name}/{path} is not what its template should give")


def _measure_growth(shop: Workshop, low: int, high: int) -> Outcome:
    """Measure what a template costs among many, to what it costs among few.

    All sizes run in the same rounds: what is left once the base project is taken off is so little
    that two races of different minutes would compare the minutes.
    """
    sizes = {0: "no templates", low: f"{low} templates", high: f"{high} templates"}
    choices = {size: ["--with", f"many{size}"] if size else [] for size in sizes}
    results = race(
        [contender(shop, name, _init(shop, *choices[size])) for size, name in sizes.items()],
        11,
        shop.scratch,
    )
    rounds = zip(*(results.costs[name] for name in sizes.values()), strict=True)
    grown = statistics.median(
        ((many.cpu - none.cpu) / high) / ((few.cpu - none.cpu) / low) for none, few, many in rounds
    )
    about = f"QuickScale alone: what each template takes on top of none, among {low} and {high}."
    bound = Bound(f"growth: a template among {high} / among {low}", grown, MAX_GROWTH, " x")
    return Outcome("Growth", about, results, [bound])


def _init(shop: Workshop, *choices: str) -> Callable[[Path], list[str]]:
    """Return what makes a project with QuickScale, without asking and without git."""
    program = str(shop.plain.scripts / "quickscale")
    return lambda _: [program, "init", NAME, "--no-input", "--no-git", *choices]


def _cookiecutter(shop: Workshop, template: Path) -> list[str]:
    """Return what makes a project of a cookiecutter template, without asking."""
    return [str(shop.peers.scripts / "cookiecutter"), "--no-input", str(template)]


def _warm_and_cold(
    shop: Workshop,
    name: str,
    command: Callable[[Path], list[str]],
    check: Callable[[Path], None] = lambda _: None,
) -> list[Contender]:
    """Return a command of ours twice: with the caches of an earlier run, and without."""
    return [
        contender(shop, name, command, check=check),
        Contender(
            name=f"{name}{COLD}",
            command=command,
            environ=shop.environ(cold=True),
            prepare=lambda _: shop.forget(),
            check=check,
        ),
    ]
