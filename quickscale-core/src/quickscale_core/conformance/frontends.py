"""Check what a plugin has for themes whose pages are drawn in the browser, where there is Node."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.conformance.composing import describe, requests_with
from quickscale_core.conformance.projects import generate
from quickscale_core.conformance.subject import NotRun
from quickscale_core.errors import Problem
from quickscale_core.paths.node_programs import NO_NODE, OLDEST_NODE, path_with_node
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.user_cache import cache_root
from quickscale_core.testing.frontend import (
    build_frontend,
    check_frontend,
    has_frontend,
    npm_on,
)
from quickscale_core.testing.projects.processes import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.conformance.subject import Subject
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["check_frontends"]

HTML: Final = "html"


def check_frontends(subject: Subject) -> tuple[str, list[Problem]]:
    """Check types, style and tests of the app in the browser, and build it, in a project.

    It is a project with the module and each theme it has such pages for, or the largest one with
    the theme.

    Raises:
        NotRun: The plugin has nothing of the kind, or this machine lacks the theme or Node.
    """
    wanted = {
        frontend: plugin
        for plugin in subject.plugins
        for frontend in _frontends(plugin)
        if frontend != HTML
    }
    if not wanted:
        raise NotRun("html pages alone")
    requests = [
        request
        for frontend, plugin in wanted.items()
        for request in _requests(plugin, frontend, subject)
    ]
    if not requests:
        raise NotRun(f"no theme of {' or '.join(wanted)} pages is installed")
    path = path_with_node(OLDEST_NODE)
    if path is None:
        raise NotRun(NO_NODE.format(OLDEST_NODE))
    problems = []
    for request in requests:
        with tempfile.TemporaryDirectory(prefix="quickscale-check-") as folder:
            project = generate(subject, request, Path(folder))
            if not has_frontend(project):
                continue
            scratch = Path(cache_root() or folder) / "frontend"
            scratch.mkdir(parents=True, exist_ok=True)
            try:
                check_frontend(project, scratch, npm_on(path))
                build_frontend(project, scratch, npm_on(path))
            except CommandFailed as failure:
                problems.append(_problem(failure, describe(request)))
    return "; ".join(map(describe, requests)), problems


def _frontends(plugin: InstalledPlugin) -> tuple[str, ...]:
    """Return the kinds of pages that a plugin is about."""
    if plugin.card.kind == "theme":
        return (plugin.card.frontend or HTML,)
    return plugin.card.frontends if plugin.card.kind == "module" else ()


def _requests(plugin: InstalledPlugin, frontend: str, subject: Subject) -> Iterator[ProjectSpec]:
    """Yield the largest request with each theme of a kind of pages, or with the theme itself."""
    if plugin.card.kind == "theme":
        *_, largest = requests_with(plugin, subject.registry)
        yield largest
        return
    for theme in subject.registry.plugins("theme"):
        if theme.card.frontend == frontend:
            modules = {plugin.name: ModuleRequest()}
            yield ProjectSpec(name="example", modules=modules, theme=theme.name)


def _problem(failure: CommandFailed, shown: str) -> Problem:
    lines = [it for it in str(failure).splitlines() if it.strip()]
    return Problem(
        what=f"the app in frontend/ does not pass its checks in a project with {shown}",
        where=tuple(lines[-12:]),
        fix=f"make that project and see: quickscale init example {shown}, then npm --prefix"
        " frontend ci, then npm --prefix frontend run check",
    )
