"""Compare the migrations of a plugin's apps over all neighbours and answers.

A project gains and loses neighbours and changes its answers while its databases keep what they have
applied. So an app has one history: the same migrations in every project that holds the app.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from quickscale_core.conformance.composing import describe, requests_with
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.updating.shipped_migrations import is_migration, meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.conformance.subject import Subject
    from quickscale_core.plugin_api.plugin import Option, OptionValue
    from quickscale_core.plugin_api.spec import ProjectSpec
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["check_migrations"]

History = dict[str, str]
"""What each migration of an app does, by file name."""


def check_migrations(subject: Subject) -> tuple[str, list[Problem]]:
    """Compose the plugin with every neighbour and answer, and compare what its apps migrate."""
    from quickscale_core.generate import compose_project

    histories: dict[str, dict[str, History]] = {}
    for plugin in subject.plugins:
        for request in _requests(plugin, subject):
            try:
                tree = compose_project(request, subject.registry).tree
            except QuickScaleError:  # a combination of answers that the plugin refuses
                continue
            found: dict[str, History] = {}
            for path, file in tree.items():
                if is_migration(path) and file.owner == plugin.name:
                    place = PurePosixPath(path)
                    found.setdefault(str(place.parent), {})[place.name] = meaning(file.data)
            for folder, history in found.items():
                histories.setdefault(folder, {})[describe(request)] = history
    problems = [it for folder, known in sorted(histories.items()) for it in _compare(folder, known)]
    return f"{len(histories)} apps with migrations compared", problems


def _requests(plugin: InstalledPlugin, subject: Subject) -> Iterator[ProjectSpec]:
    """Yield a request for each set of neighbours, and one for each answer that may change."""
    theme: str | None = None
    for request in requests_with(plugin, subject.registry):
        theme = theme or request.theme
        if request.theme != theme:  # no theme has a say in what is migrated
            continue
        yield request
        for option in plugin.card.options:
            for answer in _answers(option):
                yield replace(request, options={plugin.name: {option.name: answer}})


def _answers(option: Option) -> Iterator[OptionValue]:
    """Yield the other answers to an option that may change, as far as they can be listed."""
    if not option.mutable:
        return
    if option.type == "bool":
        yield not option.default
    elif option.type == "choice":
        yield from (it for it in option.choices if it != option.default)
    elif option.type == "list":
        yield from ((it,) for it in option.choices if (it,) != option.default)


def _compare(folder: str, known: dict[str, History]) -> Iterator[Problem]:
    """Yield a problem for each migration that some projects have otherwise, or not at all."""
    first, *others = known
    for name in sorted({it for history in known.values() for it in history}):
        for other in others:
            if known[first].get(name) == known[other].get(name):
                continue
            absent = name not in known[first] or name not in known[other]
            yield Problem(
                what=f"{folder}/{name} is {'only in some projects' if absent else 'not the same'}",
                where=(f"compare {first}", f"with {other}"),
                fix="give the app one history: put the models of a neighbour or an answer into an"
                " app of their own, or mark the option mutable=False"
                "  (docs: Get along with others)",
            )
            break
