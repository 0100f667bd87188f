"""Find everything that takes part, beginning with what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.plugins.discovery import BrokenPlugin, InstalledPlugin, Registry
from quickscale_core.plugins.parts_of_core import IN_EVERY_PROJECT
from quickscale_core.selection.refusals import is_known, not_installed, wrong_kind, wrong_version

__all__ = ["Search", "split_requirement"]


class _Wish(NamedTuple):
    """A plugin that is needed: its kind, its accepted versions, and who needs it."""

    name: str
    versions: str
    kind: str
    reason: tuple[str, ...]


class Search:
    """A breadth-first walk, so that every reason it finds is a shortest one.

    Attributes:
        chosen: What takes part, by name.
        reasons: By name, who asked for it and who needs whom, a line each.
        problems: Why something that is needed cannot take part, once for each plugin and demand.
        misnamed: How many of them are names on the command line that no plugin has.
    """

    def __init__(self, request: ProjectSpec, registry: Registry) -> None:
        self.chosen: dict[str, InstalledPlugin] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.problems: list[Problem] = []
        self.misnamed = 0
        self._request = request
        self._registry = registry
        self._refused: set[tuple[str, str, str]] = set()

    def run(self) -> None:
        """Choose everything that was asked for and what it requires."""
        queue = list(self._asked())
        for wish in queue:
            plugin = self._taken(wish)
            if plugin is None:
                continue
            for requirement in plugin.card.requires:
                name, versions = split_requirement(requirement)
                line = f"{plugin.label} needs {requirement}"
                queue.append(_Wish(name, versions, "", (*wish.reason, line)))
            if parent := plugin.card.extends:
                line = f"{plugin.label} extends {parent}"
                queue.append(_Wish(parent, "", "theme", (*wish.reason, line)))

    def _asked(self) -> Iterator[_Wish]:
        request = self._request
        for name in IN_EVERY_PROJECT:
            yield _Wish(name, "", "core", ("every project is made of it",))
        for name in sorted(request.modules):
            reason = _asked_at(name, request.where("modules", name))
            yield _Wish(name, request.modules[name].version, "module", reason)
        for kind, one in (("theme", request.theme), ("deploy", request.deploy)):
            if one is not None:
                yield _Wish(one, "", kind, _asked_at(one, request.where(kind)))

    def _taken(self, wish: _Wish) -> InstalledPlugin | None:
        """Return the plugin if it is chosen now for the first time and nothing is wrong."""
        plugin = self._registry.get(wish.name)
        wrong: Problem | None = None
        if plugin is None:
            wrong = not_installed(wish.name, self._registry, wish.reason)
        elif isinstance(plugin, BrokenPlugin):
            told = plugin.problem
            wrong = replace(told, where=(*told.where, *wish.reason))
        elif wish.kind and plugin.card.kind != wish.kind:
            wrong = wrong_kind(plugin, wish.kind, wish.reason)
        else:
            wrong = wrong_version(plugin, wish.versions, wish.reason)
        if wrong is not None:
            demand = (wish.name, wish.versions if plugin else "", wish.kind if plugin else "")
            if demand not in self._refused:
                self._refused.add(demand)
                flagged = any(" is asked for by --" in it for it in wish.reason)
                self.misnamed += plugin is None and flagged and not is_known(wish.name)
                self.problems.append(wrong)
            return None
        if not isinstance(plugin, InstalledPlugin) or wish.name in self.chosen:
            return None
        self.chosen[wish.name] = plugin
        self.reasons[wish.name] = wish.reason
        return plugin


def split_requirement(requirement: str) -> tuple[str, str]:
    """Return the name and the version range of ``"auth>=1"``."""
    end = next((i for i, letter in enumerate(requirement) if letter in "<>=!~ "), len(requirement))
    return requirement[:end], requirement[end:].strip()


def _asked_at(name: str | None, place: str) -> tuple[str, ...]:
    return (f"{name} is asked for by {place}",) if place else ()
