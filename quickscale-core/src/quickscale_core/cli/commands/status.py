"""``quickscale status``: what a project is made of, what was edited, what is left to do."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quickscale_core.cli.output import Printer
    from quickscale_core.cli.reports.recorded_steps import StepLeft
    from quickscale_core.plugin_api.contributions import NpmPackage
    from quickscale_core.record.lock import Lock

__all__ = ["status"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(printer: Printer, *, as_json: bool) -> int:
    """Show what the project in this folder is made of, and what was changed since.

    \b
    Example:
      quickscale status
    """  # noqa: D301 - click reads the escape
    from quickscale_core.cli.project_here import locked_project
    from quickscale_core.cli.reports.pending_work import find_pending_work, say_pending_work
    from quickscale_core.cli.reports.recorded_steps import known_steps
    from quickscale_core.cli.reports.taken_back import warn_of_taken_back
    from quickscale_core.generate import npm_packages_lacking
    from quickscale_core.record.run_steps import read_record

    printer.json = as_json
    folder, lock = locked_project(printer)
    compared = _compare(lock, folder)
    recorded = read_record(folder)
    with printer.slow(f"planning {folder.name}"):
        pending_work = find_pending_work(folder, lock)
        steps = (
            known_steps(recorded or (), pending_work.project, folder)
            if pending_work.project
            else ()
        )
    _say(printer, folder, lock, compared, pending_work.missing)
    say_pending_work(printer, pending_work)
    warn_of_taken_back(printer, folder)
    _say_steps(printer, None if recorded is None else steps)
    lacking = npm_packages_lacking(pending_work.project, folder) if pending_work.project else ()
    _say_npm_packages(printer, lacking)
    printer.data(
        {
            "name": folder.name,
            "core": lock.core,
            "plugins": [
                {"name": it.name, "version": it.version, "distribution": it.distribution}
                for it in lock.plugins
            ],
            "files": len(lock.made()),
            **compared,
            "missing": list(pending_work.missing),
            "deleted": list(lock.deleted),
            "kept": list(lock.kept),
            **pending_work.document(),
            "npm_packages": [{"name": it.name, "version": it.version} for it in lacking],
            "steps": None
            if recorded is None
            else [
                {"name": name, "status": status, "command": command}
                for name, status, command in steps
            ],
        }
    )
    return EXIT_OK


def _compare(lock: Lock, folder: Path) -> dict[str, list[str]]:
    """Return which files were edited since they were made, and what stands in the place of some."""
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.updating.made_files.made_states import made_as

    edited, blocked = [], []
    disk, moves = Disk(folder), dict(lock.moves)
    for path, states in lock.made().items():
        place = path if disk.exists(path) else moves.get(path, path)
        content = disk.content(place)
        if content is not None:
            if made_as(states, content.data) is None:
                edited.append(place)
        elif (obstacle := disk.obstacle(place)) and not obstacle.vacant:
            blocked.append(f"{place} {obstacle.what}")
    return {"edited": sorted(edited), "blocked": sorted(blocked)}


def _say(
    printer: Printer,
    folder: Path,
    lock: Lock,
    compared: dict[str, list[str]],
    missing: Sequence[str],
) -> None:
    parts = [f"{it.name} {it.version}" for it in lock.plugins]
    edited = compared["edited"]
    printer.result(f"{folder.name}, made with quickscale {lock.core}")
    printer.result(f"  {'   '.join(parts)}")
    printer.result(f"  {len(lock.made())} files, {len(edited)} edited, {len(missing)} missing")
    for word, paths in (*compared.items(), ("deleted", lock.deleted), ("yours", lock.kept)):
        for path in paths:
            printer.result(f"    {word:<8}{path}")


def _say_steps(printer: Printer, steps: Sequence[StepLeft] | None) -> None:
    if steps is None:
        printer.result("\nThe run that made this project ended before its steps were run.")
        return
    left = [it for it in steps if it[1] != "done"]
    if left:
        printer.result("\nLeft to do:")
        rows = [(command, f"{name} {_ENDED[status]}") for name, status, command in left]
        printer.table(rows, indent="  ")


def _say_npm_packages(printer: Printer, lacking: Sequence[NpmPackage]) -> None:
    from quickscale_core.rendering.npm_packages import PACKAGE_JSON, npm_commands

    if lacking:
        printer.result(f"\n{PACKAGE_JSON} lacks what modules need:")
        printer.table([(it.name, it.version) for it in lacking], indent="  ")
        for command in npm_commands(lacking):
            printer.result(f"  {shlex.join(command)}")


_ENDED = {"skipped": "was skipped", "failed": "failed", "waiting": "was not started"}
