"""``quickscale status``: a project as it was made, as it is now, and what was left undone."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import click

from quickscale_core.errors import EXIT_OK

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.cli.output import Printer
    from quickscale_core.record.lock import Lock
    from quickscale_core.record.run_steps import StepResult

__all__ = ["status"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(printer: Printer, *, as_json: bool) -> int:
    """Show what the project in this folder is made of, and what was changed since."""
    from quickscale_core.cli.in_project import locked_project
    from quickscale_core.cli.outlook import look_ahead, say_outlook
    from quickscale_core.record.run_steps import read_record

    printer.json = as_json
    folder, lock = locked_project(printer)
    edited, missing = _compare(lock, folder)
    steps = read_record(folder)
    with printer.slow(f"planning {folder.name}"):
        outlook = look_ahead(folder, lock)
    _say(printer, folder, lock, edited, missing)
    say_outlook(printer, outlook)
    _say_steps(printer, steps)
    printer.data(
        {
            "name": folder.name,
            "core": lock.core,
            "plugins": [
                {"name": it.name, "version": it.version, "distribution": it.distribution}
                for it in lock.plugins
            ],
            "files": len(lock.made()),
            "edited": edited,
            "missing": missing,
            "kept": list(lock.kept),
            **outlook.document(),
            "steps": None
            if steps is None
            else [{"name": it.name, "status": it.status, "command": it.command} for it in steps],
        }
    )
    return EXIT_OK


def _compare(lock: Lock, folder: Path) -> tuple[list[str], list[str]]:
    """Return which files were edited since they were made, and which are gone."""
    edited, missing = [], []
    for path, states in lock.made().items():
        if not (folder / path).is_file():
            missing.append(path)
            continue
        digest = sha256((folder / path).read_bytes()).hexdigest()
        if digest not in {state.sha256 for state in states}:
            edited.append(path)
    return edited, missing


def _say(printer: Printer, folder: Path, lock: Lock, edited: list[str], missing: list[str]) -> None:
    parts = [f"{it.name} {it.version}" for it in lock.plugins]
    printer.result(f"{folder.name}, made with quickscale {lock.core}")
    printer.result(f"  {'   '.join(parts)}")
    printer.result(f"  {len(lock.made())} files, {len(edited)} edited, {len(missing)} missing")
    for word, paths in (("edited", edited), ("missing", missing), ("yours", lock.kept)):
        for path in paths:
            printer.result(f"    {word:<8}{path}")


def _say_steps(printer: Printer, steps: tuple[StepResult, ...] | None) -> None:
    if steps is None:
        printer.result("\nThe run that made this project ended before any step that follows.")
        return
    left = [it for it in steps if it.status != "done"]
    if left:
        printer.result("\nLeft to do:")
        printer.table([(it.command, f"{it.name} {_ENDED[it.status]}") for it in left], indent="  ")


_ENDED = {"skipped": "was skipped", "failed": "failed", "waiting": "was not started"}
