"""Compare what a plugin puts into a project with the lines of a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quickscale_core.plugin_api.contributions import Layer
    from quickscale_core.rendering.composed_project import ComposedProject

__all__ = ["UPDATE", "CheckGolden", "check_golden", "list_contributions", "settings_of"]

UPDATE: Final = "UPDATE_GOLDEN"
"""The variable that has golden files written anew, where it is set to anything."""

_KINDS: Final = (
    *("apps", "middleware", "context_processors", "auth_backends", "urls", "ci_steps"),
    *("nav_items", "dashboard_steps", "dashboard_numbers"),
    *("dashboard_charts", "dashboard_tasks", "dashboard_activity", "dashboard_cards"),
    *("showcase_cards", "settings_sections", "quick_open"),
    *("env_vars", "services", "processes", "periodic_tasks", "health_checks"),
    *("log_levels", "events", "plan_features", "plan_limits", "purchases"),
    *("deploy_checks", "deploy_steps", "npm_packages"),
)
_LAYERS: Final[tuple[Layer, ...]] = ("base", "local", "production", "test")


class CheckGolden(Protocol):
    """The type of the fixture ``quickscale_golden``."""

    def __call__(self, name: str, project: ComposedProject, *, beyond: ComposedProject) -> None:
        """Fail where what a plugin adds differs from what the golden file lists.

        Args:
            name: The file's name without ``.txt``, in the folder ``golden`` beside the test.
            project: A composition with the plugin.
            beyond: The same without it.
        """


def list_contributions(project: ComposedProject, *, beyond: ComposedProject) -> list[str]:
    """Return a line for each thing that a composition has beyond another one.

    Apps, middleware, addresses and the like come first, each kind in the project's order, then
    dependencies, settings, sources of the content security policy, and at last the files of the
    plugins that the other one lacks. Files of tests are left out, since they change often.

    Args:
        project: A composition with a plugin.
        beyond: The same without it.
    """
    known = {*_lines(beyond, frozenset())}
    others = {it.name for it in beyond.composition.plugins}
    own = frozenset(it.name for it in project.composition.plugins) - others
    return [line for line in _lines(project, own) if line not in known]


def settings_of(project: ComposedProject, layer: Layer = "base") -> Mapping[str, Any]:
    """Return the settings that a composition has in a layer, by name."""
    groups = project.composition.settings[layer]
    return {one.name: one.value for group in groups for one in group.settings}


def check_golden(folder: Path, name: str, lines: list[str]) -> None:
    """Compare lines with those of a file.

    Args:
        folder: The folder of golden files.
        name: The file's name without ``.txt``.
        lines: What it has to hold.
    """
    golden = folder / f"{name}.txt"
    if os.environ.get(UPDATE):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if not golden.exists():
        pytest.fail(f"there is no {golden}\nfix: {UPDATE}=1 pytest, then read it", pytrace=False)
    expected = golden.read_text(encoding="utf-8").splitlines()
    gone = [f"- {line}" for line in expected if line not in lines]
    come = [f"+ {line}" for line in lines if line not in expected]
    if lines != expected:
        shown = "\n".join([*gone, *come] or ["the lines are the same, in another order"])
        pytest.fail(
            f"what is composed differs from {golden}\n{shown}\n"
            f"fix: if that is wanted, {UPDATE}=1 pytest, then read the difference",
            pytrace=False,
        )


def _lines(project: ComposedProject, own: frozenset[str]) -> Iterator[str]:
    """Yield a line for each thing a project has; of files, those of some plugins alone."""
    composition = project.composition
    for kind in _KINDS:
        yield from (f"{kind} {_key(one)}" for one in getattr(composition, kind))
    for kind in ("dependencies", "dev_dependencies", "untyped_modules"):
        yield from (f"{kind} {text}" for text in getattr(composition, kind))
    for layer in _LAYERS:
        values = sorted(settings_of(project, layer).items())
        yield from (f"setting {layer} {name} = {value!r}" for name, value in values)
    for directive, sources in sorted(composition.csp.items()):
        yield from (f"csp {directive} {source}" for source in sources)
    for path, file in project.tree.items():
        if file.owner in own and "tests" not in path.split("/"):
            yield f"file {path}"


def _key(contribution: object) -> str:
    """Return what a project has one of: the path of an app, the name of a card."""
    names = ("path", "module", "name")
    return next(str(getattr(contribution, it)) for it in names if hasattr(contribution, it))
