"""Compose a plugin with every compatible combination of the installed first-party plugins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import KNOWN_PLUGINS, InstalledPlugin
from quickscale_core.selection.resolve import FALLBACK_THEME

if TYPE_CHECKING:
    from quickscale_core.conformance.subject import Subject
    from quickscale_core.plugins.discovery import Registry
    from quickscale_core.rendering.composed_project import ComposedProject

__all__ = ["check_compositions", "describe", "requests_with"]


def check_compositions(subject: Subject) -> tuple[str, list[Problem]]:
    """Compose every combination in memory, twice, and report what clashes or differs."""
    from quickscale_core.generate import compose_project

    problems: list[Problem] = []
    tried = 0
    for plugin in subject.plugins:
        for request in requests_with(plugin, subject.registry):
            tried += 1
            shown = describe(request)
            try:
                first = compose_project(request, subject.registry)
                again = compose_project(request, subject.registry)
            except QuickScaleError as error:
                problems += [
                    Problem(what=it.what, where=(*it.where, f"in {shown}"), fix=it.fix)
                    for it in error.problems
                ]
                continue
            problems += _differences(first, again, shown)
    return f"{tried} projects composed", problems


def requests_with(plugin: InstalledPlugin, registry: Registry) -> Iterator[ProjectSpec]:
    """Yield a request for each combination of first-party plugins that a plugin allows.

    Args:
        plugin: The plugin; it takes part in all of them.
        registry: The installed plugins.
    """
    ours = [
        other
        for name in KNOWN_PLUGINS
        if isinstance(other := registry.get(name), InstalledPlugin)
        and name != plugin.name
        and name not in plugin.card.conflicts
        and plugin.name not in other.card.conflicts
    ]
    modules = [it.name for it in ours if it.card.kind == "module"]
    themes = [FALLBACK_THEME, *(it.name for it in ours if it.card.kind == "theme")]
    if plugin.card.kind == "theme":
        themes = [plugin.name]
    own = {plugin.name: ModuleRequest()} if plugin.card.kind == "module" else {}
    for theme in themes:
        for size in range(len(modules) + 1):
            for chosen in combinations(modules, size):
                if not _clashing(plugin, chosen, registry):
                    yield ProjectSpec(
                        name="example",
                        modules={**dict.fromkeys(chosen, ModuleRequest()), **own},
                        theme=theme,
                        deploy=plugin.name if plugin.card.kind == "deploy" else None,
                    )


def describe(request: ProjectSpec) -> str:
    """Return the flags that ask for the same project."""
    parts = [f"--with {','.join(request.modules)}"] if request.modules else []
    parts.append(f"--theme {request.theme}")
    parts += [f"--deploy {request.deploy}"] if request.deploy else []
    parts += [
        f"--set {plugin}.{name}={answer}"
        for plugin, answers in request.options.items()
        for name, answer in answers.items()
    ]
    return " ".join(parts)


def _clashing(plugin: InstalledPlugin, chosen: tuple[str, ...], registry: Registry) -> bool:
    """Return whether some chosen plugin provides what this one provides."""
    provided = set(plugin.card.provides)
    return any(
        provided & set(other.card.provides)
        for name in chosen
        if isinstance(other := registry.get(name), InstalledPlugin)
    )


def _differences(first: ComposedProject, again: ComposedProject, shown: str) -> list[Problem]:
    changed = [path for path in first.tree if again.tree.get(path) != first.tree[path]]
    return [
        Problem(
            what=f"{path} has other bytes the second time",
            where=(f"in {shown}",),
            fix="let hooks depend on spec alone: no clock, no random numbers, no set's order",
        )
        for path in changed
    ]
