"""What ``quickscale init`` prints, as text and as JSON."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from quickscale_core.cli.output import shown_folder
from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.record.run_steps import Declared, StepResult
    from quickscale_core.rendering.composed_project import ComposedProject
    from quickscale_core.updating.plan import Plan
    from quickscale_core.writing.destination import Place

__all__ = ["document", "html_pages", "say_next", "say_parts", "say_plan", "say_step"]


def say_parts(printer: Printer, project: ComposedProject, *, chosen: bool) -> None:
    """Print which plugins take part, and why this theme, unless it was chosen."""
    selection = project.selection
    parts = []
    for plugin in selection.plugins:
        shown = f"{plugin.name} {plugin.version}"
        if plugin.card.kind == "module" or plugin.name == "base":
            parts.append(shown)
        elif plugin.name in {selection.spec.theme, selection.spec.deploy}:
            parts.append(f"{plugin.card.kind} {shown}")
    count = f"{len(parts)} plugin{'' if len(parts) == 1 else 's'}"
    printer.result(f"Composing {selection.spec.name} from {count}")
    printer.result(f"  {'   '.join(parts)}")
    from quickscale_core.selection.frontends import shown_as_html

    for name in shown_as_html(selection.spec, selection.plugins):
        printer.result(f"  {html_pages(name, selection.spec.frontend)}")
    if not chosen:
        theme = next(it for it in selection.plugins if it.name == selection.spec.theme)
        why = (
            "which ships with quickscale"
            if theme.builtin
            else "the only one installed besides starter"
        )
        printer.result(f"  no theme was named: {theme.name}, {why}")


def html_pages(module: str, frontend: str) -> str:
    """Return the sentence for a module without pages of the theme's kind.

    Args:
        module: Its name.
        frontend: The kind: ``"react"``.
    """
    return (
        f"{module} has no {frontend} pages: its html pages are shown, in the layouts of the theme"
    )


def say_plan(printer: Printer, plan: Plan, place: Place) -> None:
    """Print what would be written."""
    rows = [(it.kind, it.path, it.origin) for it in plan.changes]
    printer.table(rows, indent="  ")
    printer.result(f"Would create {place.folder.name}: {len(plan.writes)} files")
    printer.data(
        {
            "path": str(place.folder),
            "changes": [
                {"kind": kind, "path": path, "origin": origin} for kind, path, origin in rows
            ],
        }
    )


def say_step(printer: Printer, result: StepResult, place: Place) -> None:
    """Print how a step ended."""
    if result.status == "done" and result.says:
        printer.result(f"  {result.says}")
    if result.status not in {"skipped", "failed"}:
        return
    repeat = f"cd {shlex.quote(shown_folder(place.folder))} && {result.command}"
    if place.exists:
        repeat = result.command
    what = f"{result.name} was skipped: " if result.status == "skipped" else f"{result.name} "
    printer.warning(
        Problem(what=f"{what}{result.says}", where=result.output, fix=f"repeat it: {repeat}")
    )


def say_next(printer: Printer, declared: Declared, place: Place) -> None:
    """Print what to do next."""
    lines = [] if place.exists else [f"cd {shlex.quote(shown_folder(place.folder))}"]
    # Only commands with an explanation are aligned; a long command has its own line.
    width = max((len(it.command) for it in declared.notes if it.command and it.text), default=0)
    for note in declared.notes:
        shown = note.command.ljust(width) if note.command else ""
        lines.append(f"{shown}  {note.text}".strip())
    if lines:
        printer.result("\nNext:")
    for line in lines:
        printer.result(f"  {line}")


def document(
    project: ComposedProject,
    plan: Plan,
    place: Place,
    declared: Declared,
    results: tuple[StepResult, ...],
) -> dict[str, object]:
    """Return the same as JSON."""
    return {
        "name": project.selection.spec.name,
        "package": project.selection.spec.package,
        "path": str(place.folder),
        "theme": project.selection.spec.theme,
        "deploy": project.selection.spec.deploy,
        "plugins": [
            {
                "name": it.name,
                "version": it.version,
                "distribution": it.distribution,
                "kind": it.card.kind,
            }
            for it in project.selection.plugins
        ],
        "files": [it.path for it in plan.writes],
        "kept": list(plan.kept),
        "steps": [
            {
                "name": it.name,
                "plugin": it.plugin,
                "status": it.status,
                "says": it.says,
                "command": it.command,
                "output": list(it.output),
            }
            for it in results
        ],
        "next": [{"text": it.text, "command": it.command} for it in declared.notes],
    }
