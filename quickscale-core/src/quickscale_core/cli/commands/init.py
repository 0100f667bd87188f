"""``quickscale init``: make a new project."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.choosing.options import choice_options
from quickscale_core.cli.output import Printer
from quickscale_core.cli.reports.new_project import (
    document,
    say_next,
    say_parts,
    say_plan,
    say_step,
)
from quickscale_core.cli.reports.untested import warn_of_untested
from quickscale_core.errors import EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError, UsageError

if TYPE_CHECKING:
    from quickscale_core.cli.choosing.choices import Choices
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.writing.destination import Place

__all__ = ["init", "wants_wizard"]


@click.command()
@click.argument("name", required=False)
@choice_options()
@click.option(
    "--dest",
    metavar="PARENT",
    type=click.Path(path_type=Path),
    help="Folder to make the project in; by default the current one.",
)
@click.option("--git/--no-git", default=True, help="Make a git repository (default: yes).")
@click.option("--lock/--no-lock", default=False, help="Run uv lock (default: no).")
@click.option(
    "--install/--no-install",
    default=False,
    help="Run npm and build the app of a theme that has one (default: no).",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing and take every default.")
@click.pass_obj
def init(  # noqa: PLR0913 - click reads the escape, and hands over each flag
    printer: Printer,
    *,
    name: str | None,
    choices: Choices,
    dest: Path | None,
    git: bool,
    lock: bool,
    install: bool,
    dry_run: bool,
    as_json: bool,
    no_input: bool,
    yes: bool,
) -> int:
    """Make a new project called NAME, in a folder of that name.

    Without NAME the current folder becomes the project, if it holds nothing but .git, README and
    LICENSE. On a terminal, and with nothing chosen, it asks.

    \b
    Examples:
      quickscale init acme
      quickscale init acme --with auth --theme htmx --set auth.signup=closed
    """  # noqa: D301 - click reads the escape
    from quickscale_core.plugins.discovery import Registry

    printer.json = as_json
    if dest is not None and name is None:
        raise UsageError(
            Problem(what="--dest needs a name", fix="quickscale init NAME --dest PARENT")
        )
    choices = replace(choices, name=name, dest=dest, git=git, lock=lock, install=install)
    if name is None and _finished(Path.cwd(), dry_run=dry_run):
        printer.result(f"Finished {Path.cwd().name}, which an interrupted run had begun")
        printer.data({"path": str(Path.cwd()), "finished": True})
        return EXIT_OK
    registry = Registry.installed()
    if wants_wizard(printer, choices) and not (no_input or yes):
        from quickscale_core.cli.choosing.wizard import ask

        choices = ask(choices, registry)
        printer.note(f"\nThe same without questions:\n  {choices.command_line()}\n")
    return _create(printer, choices, registry, dry_run=dry_run)


def _finished(folder: Path, *, dry_run: bool) -> bool:
    """Finish what an interrupted run left in a folder; return whether there was anything.

    Raises:
        QuickScaleError: The folder is another user's, or a dry run would have to finish it.
    """
    from quickscale_core.paths.trust import check_owner
    from quickscale_core.writing.journal.interrupted_runs import interrupted
    from quickscale_core.writing.journal.recovery import recover

    check_owner(folder)
    if not dry_run:
        return recover(folder) == "finished"
    if waiting := interrupted(folder):
        raise QuickScaleError(waiting)
    return False


def wants_wizard(printer: Printer, choices: Choices) -> bool:
    """Return whether nothing was chosen and a terminal is there to ask on."""
    from quickscale_core.cli.output import can_ask

    decided = choices.modules or choices.theme or choices.deploy or choices.answers
    return not decided and not printer.json and can_ask()


def _create(printer: Printer, choices: Choices, registry: Registry, *, dry_run: bool) -> int:
    """Compose, write, run the steps, and say what was done."""
    from quickscale_core.generate import (
        compose_project,
        plan_at,
        steps_of,
        write_project,
    )
    from quickscale_core.record.run_steps import run_steps
    from quickscale_core.rendering.npm_packages import PACKAGE_JSON

    started = time.perf_counter()
    name, place = _place(choices)
    with printer.slow(f"composing {name}"):
        project = compose_project(choices.request(name), registry)
        plan = plan_at(project, place)
    if choices.install and PACKAGE_JSON not in project.tree:
        theme = project.selection.spec.theme
        what = f"--install runs npm, and the theme {theme} has no app that npm builds"
        raise UsageError(Problem(what=what, fix="leave --install out"))
    say_parts(printer, project, chosen=choices.theme is not None)
    warn_of_untested(printer, project.composition)
    if dry_run:
        say_plan(printer, plan, place)
        return EXIT_OK
    with printer.slow(f"writing {len(plan.writes)} files"):
        write_project(project, plan, place)
    took = time.perf_counter() - started
    printer.result(f"Created {name}: {len(plan.writes)} files in {took:.1f} s")
    for path in plan.kept:
        printer.result(f"  kept your {path}")
    declared = steps_of(project, place, git=choices.git, lock=choices.lock, install=choices.install)
    for problem in declared.problems:
        printer.warning(problem)
    results = run_steps(
        declared, place.folder, lambda it: say_step(printer, it, place), printer.slow
    )
    say_next(printer, declared, place)
    printer.data(document(project, plan, place, declared, results))
    failed = declared.problems or any(it.status == "failed" for it in results)
    return EXIT_REFUSED if failed else EXIT_OK


def _place(choices: Choices) -> tuple[str, Place]:
    """Return the project's name and the folder it is to stand in."""
    from quickscale_core.project_file.names import check_name
    from quickscale_core.writing.destination import current_folder, new_folder

    if choices.name is None:
        place = current_folder()
        check_name(place.folder.name, "the name of this folder, which the project would have")
        return place.folder.name, place
    check_name(choices.name)
    return choices.name, new_folder(choices.dest or Path(), choices.name)
