"""The projects of a landing's gates: a covering array of modules, switches, themes and targets.

Everything comes from the cards of the plugins: which modules, themes and deploy targets there are,
what a module requires, and which of its options have few values. A new module or option adds a row
or two, or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from quickscale_core.composition.collect import collect
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from quickscale_core.selection.resolve import resolve

from tests.covering_array import covering_rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from quickscale_core.plugin_api.plugin import Option, Plugin

    from tests.covering_array import Values

__all__ = ["CoveredProject", "Factors", "covered_projects", "switch_values"]

THEME, DEPLOY, NOWHERE = "theme", "deploy", ""
ORDERS = 6
"""From how many factors the search begins in turn; the fewest rows that it finds are taken."""


@dataclass(frozen=True)
class CoveredProject:
    """A row of the array.

    Attributes:
        modules: Names of its modules, with all that they require.
        theme: Its theme.
        deploy: Its deploy target, if any.
        answers: What it answers otherwise than by default, by plugin and option.
    """

    modules: tuple[str, ...]
    theme: str
    deploy: str | None = None
    answers: Mapping[str, Mapping[str, object]] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return a name for it: ``"auth-htmx-signup=closed"``."""
        said = [
            f"{option}={'all' if isinstance(value, tuple) else value}"
            for answers in self.answers.values()
            for option, value in answers.items()
        ]
        return "-".join([*self.modules, self.theme, *([self.deploy] if self.deploy else []), *said])

    def request(self) -> ProjectSpec:
        """Return what asks for it."""
        return ProjectSpec(
            name="acme",
            modules=dict.fromkeys(self.modules, ModuleRequest()),
            theme=self.theme,
            deploy=self.deploy,
            options=self.answers,
        )


def switch_values(option: Option) -> tuple[Hashable, ...]:
    """Return the values of an option that has few of them, or none for one that has many."""
    if option.type == "bool":
        return (option.default, not option.default)
    if option.type == "choice":
        return (option.default, *(it for it in option.choices if it != option.default))
    if option.type == "list" and option.choices:
        return ((), option.choices)
    return ()


class Factors:
    """What may be chosen in a project.

    Args:
        registry: The plugins to choose from.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.cards = {it.name: it.card for it in registry.plugins("module")}
        self.themes = {it.name: it.card for it in registry.plugins("theme")}
        targets = [it.name for it in registry.plugins("deploy")]
        self.values: dict[str, Sequence[Hashable]] = {
            **dict.fromkeys(self.cards, (True, False)),
            **dict(self._switches()),
            THEME: sorted(self.themes, key=lambda it: (it != "starter", it)),
            DEPLOY: (NOWHERE, *targets),
        }
        self._allowed: dict[str, bool] = {}

    def _switches(self) -> Iterator[tuple[str, tuple[Hashable, ...]]]:
        for card in self.cards.values():
            for option in card.options:
                if values := switch_values(option):
                    yield f"{card.name}.{option.name}", values

    def complete(self, values: Values) -> Values | None:
        """Return a whole row for some of its values, or ``None`` where no project is like that."""
        wanted = {name for name in self.cards if values.get(name)}
        wanted |= {name.partition(".")[0] for name in values if "." in name}
        wanted |= set(self.themes[str(values[THEME])].requires) if THEME in values else set()
        modules = _with_required(wanted, self.cards)
        if any(values.get(name) is False for name in modules):
            return None
        row: dict[str, Hashable] = {name: name in modules for name in self.cards}
        for name, known in self.values.items():
            if name not in self.cards:
                absent = "." in name and name.partition(".")[0] not in modules
                row[name] = None if absent else values.get(name, known[0])
        return row if self._composes(row) else None

    def project(self, row: Values) -> CoveredProject:
        """Return the project of a row."""
        answers: dict[str, dict[str, object]] = {}
        for name, value in row.items():
            plugin, _, option = name.partition(".")
            if option and value not in (None, self.values[name][0]):
                answers.setdefault(plugin, {})[option] = value
        return CoveredProject(
            modules=tuple(name for name in self.cards if row[name]),
            theme=str(row[THEME]),
            deploy=str(row[DEPLOY]) or None,
            answers=answers,
        )

    def _composes(self, row: Values) -> bool:
        project = self.project(row)
        key = f"{project} {project.deploy}"
        if key not in self._allowed:
            try:
                collect(resolve(project.request(), self.registry))  # where plugins refuse answers
            except QuickScaleError:
                self._allowed[key] = False
            else:
                self._allowed[key] = True
        return self._allowed[key]


def _with_required(names: set[str], cards: Mapping[str, Plugin]) -> set[str]:
    """Return modules with all that they require."""
    found: set[str] = set()
    while names - found:
        found |= names
        names = {
            Requirement(it).name for name in found if name in cards for it in cards[name].requires
        }
    return found


@cache
def covered_projects() -> tuple[CoveredProject, ...]:
    """Return the array's projects: first the smallest and the one of everything, by default."""
    factors = Factors(Registry.installed())
    themes = factors.values[THEME]
    smallest = factors.complete({THEME: themes[0]})
    largest = factors.complete({**dict.fromkeys(factors.cards, True), THEME: themes[-1]})
    first = [it for it in (smallest, largest) if it is not None]
    # A greedy search depends on the order in which it looks at factors.
    names = [*factors.values]
    orders = [names[start:] + names[:start] for start in range(ORDERS)]
    found = [
        covering_rows({name: factors.values[name] for name in order}, factors.complete, first)
        for order in orders
    ]
    fewest = min(found, key=len)
    return tuple(map(factors.project, fewest))
