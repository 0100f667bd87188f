"""Find the plugins that take part, in dependency order, or the reasons why they cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.plugin_api.spec import ProjectSpec, Spec
from quickscale_core.plugins.discovery import KNOWN_PLUGINS, InstalledPlugin, Registry
from quickscale_core.plugins.option_answers import near_miss, read_options
from quickscale_core.selection.frontends import frontend_refusals, spec_for
from quickscale_core.selection.refusals import conflicts, doubled_capabilities, surplus_themes
from quickscale_core.selection.requirement_search import Search, split_requirement
from quickscale_core.selection.topological_sort import CycleError, Node, arrange

if TYPE_CHECKING:
    from quickscale_core.plugin_api.plugin import OptionValue

__all__ = ["FALLBACK_THEME", "Selection", "choose_theme", "resolve"]

FALLBACK_THEME: Final = "starter"
"""The theme that ships in core."""

_RANKS: Final = {"core": 0, "module": 1, "theme": 2, "deploy": 3}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The plugins that take part in a project.

    Attributes:
        request: What was asked for, completed: the theme is named, answers have their types.
        plugins: Everything that takes part, in dependency order.
        theme_chain: The theme, then the theme it extends, and so on.
        spec: The view of the project that hooks get.
    """

    request: ProjectSpec
    plugins: tuple[InstalledPlugin, ...]
    theme_chain: tuple[InstalledPlugin, ...]
    spec: Spec

    def spec_for(self, plugin: InstalledPlugin) -> Spec:
        """Return the view of the project that a plugin's hooks get."""
        return spec_for(self.spec, plugin.card)

    def plugin(self, name: str) -> InstalledPlugin:
        """Return the plugin of a name that takes part."""
        return next(plugin for plugin in self.plugins if plugin.name == name)


def resolve(request: ProjectSpec, registry: Registry) -> Selection:
    """Return the plugins a project is made of.

    Raises:
        QuickScaleError: The choice cannot be met; every reason is told, each by its shortest
            chain of who needs what.
        UsageError: Nothing is wrong but answers to options, and names on the command line.
    """
    if request.theme is None:
        request = replace(request, theme=choose_theme(registry))
    search = Search(request, registry)
    search.run()
    answers, wrong = _answers(request, search.chosen, registry)
    if search.problems:
        misnamed = search.misnamed == len(search.problems)
        refusal = UsageError if misnamed else QuickScaleError
        raise refusal(*search.problems, *wrong)
    chosen, reasons = search.chosen, search.reasons
    chain = _theme_chain(request, chosen)
    problems = [
        *conflicts(chosen, reasons),
        *doubled_capabilities(chosen, reasons, chain),
        *surplus_themes(chosen, reasons, chain),
        *frontend_refusals(chosen.values(), chain),
    ]
    if problems:
        raise QuickScaleError(*problems, *wrong)
    if wrong:
        raise UsageError(*wrong)
    ordered = tuple(chosen[name] for name in _dependency_order(chosen))
    return Selection(
        request=replace(request, options=_typed(request, answers)),
        plugins=ordered,
        theme_chain=chain,
        spec=_spec(request, ordered, chain[0], answers),
    )


def choose_theme(registry: Registry) -> str:
    """Return the only installed theme that is not a part of core, else :data:`FALLBACK_THEME`."""
    names = [plugin.name for plugin in registry.plugins("theme") if not plugin.builtin]
    return names[0] if len(names) == 1 else FALLBACK_THEME


def _theme_chain(
    request: ProjectSpec, chosen: Mapping[str, InstalledPlugin]
) -> tuple[InstalledPlugin, ...]:
    """Return the theme and those it extends, nearest first."""
    chain: list[InstalledPlugin] = []
    name = request.theme
    while name and chosen[name] not in chain:
        chain.append(chosen[name])
        name = chain[-1].card.extends
    return tuple(chain)


def _dependency_order(chosen: Mapping[str, InstalledPlugin]) -> list[str]:
    """Return the names so that each plugin stands after those it requires or extends."""
    nodes = []
    for name in sorted(chosen, key=lambda name: (_RANKS[chosen[name].card.kind], name)):
        card = chosen[name].card
        needed = [split_requirement(requirement)[0] for requirement in card.requires]
        needed += [card.extends] if card.extends else []
        nodes.append(Node(key=name, after=tuple(needed), owner=chosen[name].label))
    try:
        return arrange(nodes)
    except CycleError as cycle:
        raise QuickScaleError(
            Problem(
                what="plugins require each other in a circle",
                where=tuple(f"{edge.owner} needs {edge.first}" for edge in cycle.edges),
                fix="leave one of them out, and report this to its authors",
            )
        ) from None


def _answers(
    request: ProjectSpec, chosen: Mapping[str, InstalledPlugin], registry: Registry
) -> tuple[dict[str, dict[str, OptionValue]], list[Problem]]:
    """Return every chosen plugin's options, and what is wrong with the answers given."""
    answers: dict[str, dict[str, OptionValue]] = {}
    problems: list[Problem] = []
    asked = {*request.modules, request.theme, request.deploy}
    # answers to what is asked for and cannot take part are checked as well, to tell all at once
    refused = {name: registry.get(name) for name in asked & set(request.options) if name}
    checked = {**refused, **chosen}
    for name, plugin in sorted(checked.items()):
        if not isinstance(plugin, InstalledPlugin):
            continue
        answers[name], wrong = read_options(
            plugin.card,
            request.options.get(name, {}),
            lambda option, name=name: request.where("options", name, option),  # type: ignore[misc]
        )
        problems += wrong
    known = {*registry, *KNOWN_PLUGINS}
    for name in sorted(set(request.options) - set(chosen) - asked):
        place = request.where("options", name)
        problems.append(
            Problem(
                what=f"options are given for {name}, which takes no part",
                where=(place,) if place else (),
                fix=f"add it: --with {name}" if name in known else near_miss(name, known),
            )
        )
    return answers, problems


def _typed(
    request: ProjectSpec, answers: Mapping[str, Mapping[str, OptionValue]]
) -> dict[str, dict[str, object]]:
    """Return the answers that were given, with their types."""
    return {
        name: {option: answers[name][option] for option in request.options[name]}
        for name in sorted(request.options)
    }


def _spec(
    request: ProjectSpec,
    ordered: tuple[InstalledPlugin, ...],
    theme: InstalledPlugin,
    answers: Mapping[str, Mapping[str, OptionValue]],
) -> Spec:
    return Spec(
        name=request.name,
        title=request.title,
        package=request.package,
        frontend=theme.card.frontend or "",
        theme=theme.name,
        deploy=request.deploy,
        modules=tuple(plugin.name for plugin in ordered if plugin.card.kind == "module"),
        settings=MappingProxyType(dict(request.settings)),
        plugins=tuple(plugin.name for plugin in ordered),
        providers=MappingProxyType(
            {capability: plugin.name for plugin in ordered for capability in plugin.card.provides}
        ),
        answers={name: MappingProxyType(answers[name]) for name in answers},
    )
