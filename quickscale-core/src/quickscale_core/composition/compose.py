"""Merge what all plugins contribute into one answer each, or report every clash at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, get_args

from quickscale_core.composition.celery_parts import celery_parts
from quickscale_core.composition.collect import Contributed
from quickscale_core.composition.composition import Composition, PluginInfo
from quickscale_core.composition.cross_references import (
    check_npm_packages,
    check_places,
    check_purchases,
)
from quickscale_core.composition.dependencies import merge_dependencies
from quickscale_core.composition.keyed_and_ordered import merge_keyed, merge_ordered
from quickscale_core.composition.provenance import Attributed, of_type
from quickscale_core.composition.settings import merge_settings
from quickscale_core.composition.tested_versions import lock_versions
from quickscale_core.composition.urls import check_api_prefixes, check_prefixes
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api import contributions as types
from quickscale_core.plugin_api.contributions import Contribution, Keyed, Layer, Ordered
from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.selection.resolve import Selection
from quickscale_core.source_text.python_source import import_lines, names_used

__all__ = ["KEYED", "ORDERED", "compose", "reserved_answers"]


def compose(
    selection: Selection, offers: Sequence[Contributed], reserved: Mapping[str, str]
) -> Composition:
    """Return the Composition of what a selection's plugins offer.

    Args:
        selection: The plugins, in dependency order.
        offers: What each of them offers, in that order.
        reserved: Settings that core's templates write themselves, and what to contribute instead.

    Raises:
        QuickScaleError: Contributions clash; every clash is told.
    """
    contributions = [
        Attributed(offer.plugin, item) for offer in offers for item in offer.contributions
    ]
    if any(isinstance(contribution.item, types.PeriodicTask) for contribution in contributions):
        contributions = [*contributions, *_celery_parts(selection)]
    problems = [
        *_reserved_problems(contributions, selection, reserved),
        *check_prefixes(
            of_type(contributions, types.UrlInclude),
            of_type(contributions, types.SettingsSection),
            selection.spec.providers,
        ),
        *check_api_prefixes(of_type(contributions, types.ApiRoute)),
        *check_places(
            of_type(contributions, types.PagePart), of_type(contributions, types.PagePlace)
        ),
        *check_npm_packages(of_type(contributions, types.NpmPackage), selection.spec.frontend),
        *check_purchases(
            of_type(contributions, types.Purchase), of_type(contributions, types.PlanLimit)
        ),
    ]
    groups, wrong = merge_settings(
        of_type(contributions, types.Setting),
        of_type(contributions, types.ListItem),
        selection.spec.settings,
    )
    problems += wrong
    dependencies, wrong = merge_dependencies(of_type(contributions, types.Dependency))
    problems += wrong
    parts: dict[str, Any] = {}
    for name, (ordered, thing) in ORDERED.items():
        parts[name], wrong = merge_ordered(contributions, ordered, thing)
        problems += wrong
    for name, (keyed, thing) in KEYED.items():
        parts[name], wrong = merge_keyed(contributions, keyed, thing)
        problems += wrong
    sources, wrong = merge_keyed(contributions, types.CspSource, "CSP source")
    if problems := [*problems, *wrong]:
        raise QuickScaleError(*problems)
    values = {
        layer: [one.value for group in groups[layer] for one in group.settings]
        for layer in get_args(Layer)
    }
    return Composition(
        plugins=_plugin_infos(selection),
        settings=groups,
        imports={layer: import_lines(values[layer]) for layer in values},
        names_used={layer: names_used(values[layer]) for layer in values},
        csp=_csp(one for one in sources if one.layer == "base"),
        layer_csp={
            layer: found
            for layer in get_args(Layer)
            if layer != "base" and (found := _csp(it for it in sources if it.layer == layer))
        },
        dependencies=dependencies.main,
        dev_dependencies=dependencies.dev,
        tested=lock_versions(selection.plugins, dependencies.main, dependencies.dev),
        untyped_modules=dependencies.untyped,
        import_names=dependencies.imports,
        **parts,
    )


ORDERED: Final[Mapping[str, tuple[type[Ordered], str]]] = {
    "apps": (types.App, "app"),
    "middleware": (types.Middleware, "middleware"),
    "context_processors": (types.ContextProcessor, "context processor"),
    "auth_backends": (types.AuthBackend, "authentication backend"),
    "urls": (types.UrlInclude, "URL prefix"),
    "api_routes": (types.ApiRoute, "endpoint"),
    "api_scopes": (types.ApiScope, "scope of the API"),
    "ci_steps": (types.CiStep, "CI step"),
    "nav_items": (types.NavItem, "navigation item"),
    "dashboard_steps": (types.DashboardStep, "step of the checklist"),
    "dashboard_numbers": (types.DashboardNumbers, "source of numbers"),
    "dashboard_charts": (types.DashboardChart, "chart"),
    "dashboard_tasks": (types.DashboardTasks, "source of things to do"),
    "dashboard_activity": (types.DashboardActivity, "source of activity"),
    "dashboard_cards": (types.DashboardCard, "dashboard card"),
    "showcase_cards": (types.ShowcaseCard, "showcase card"),
    "settings_sections": (types.SettingsSection, "settings section"),
    "page_parts": (types.PagePart, "part of a page"),
    "admin_numbers": (types.AdminNumbers, "source of numbers"),
    "quick_open": (types.QuickOpenEntries, "source of quick open"),
    "deploy_steps": (types.DeployStep, "step after a deploy"),
}
"""Fields of a Composition in which all contributions of a type are kept, in an order; with what
explanations call one."""

KEYED: Final[Mapping[str, tuple[type[Keyed], str]]] = {
    "env_vars": (types.EnvVar, "environment variable"),
    "services": (types.Service, "service"),
    "processes": (types.Process, "process"),
    "periodic_tasks": (types.PeriodicTask, "periodic task"),
    "health_checks": (types.HealthCheck, "health check"),
    "events": (types.Event, "event"),
    "plan_features": (types.PlanFeature, "plan feature"),
    "plan_limits": (types.PlanLimit, "plan limit"),
    "purchases": (types.Purchase, "purchase"),
    "page_places": (types.PagePlace, "place on a page"),
    "log_levels": (types.LogLevel, "level of the logger"),
    "npm_packages": (types.NpmPackage, "package of npm"),
    "deploy_checks": (types.DeployCheck, "check before a deploy"),
}
"""Fields of a Composition with one contribution of a type for each key."""


def _celery_parts(selection: Selection) -> list[Attributed[Contribution]]:
    """Return what the first periodic task brings with it."""
    return [Attributed(selection.plugin("base"), item) for item in celery_parts(selection.spec)]


def _plugin_infos(selection: Selection) -> tuple[PluginInfo, ...]:
    return tuple(
        PluginInfo(
            name=plugin.name,
            version=plugin.version,
            distribution=plugin.distribution,
            kind=plugin.card.kind,
            summary=plugin.card.summary,
        )
        for plugin in selection.plugins
    )


def _csp(sources: Iterable[types.CspSource]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in sources:
        found.setdefault(one.directive, []).append(one.source)
    return {directive: tuple(found[directive]) for directive in found}


def _reserved_problems(
    contributions: Sequence[Attributed[Contribution]],
    selection: Selection,
    reserved: Mapping[str, str],
) -> list[Problem]:
    """Return a problem for each setting that core's templates write themselves."""
    problems = []
    for contribution in contributions:
        item = contribution.item
        name = item.name if isinstance(item, types.Setting) else ""
        name = item.setting if isinstance(item, types.ListItem) else name
        if name in reserved:
            problems.append(
                Problem(
                    what=f"{contribution.plugin.label} sets {name}, which core writes itself",
                    where=(contribution.place,),
                    fix=f"use {reserved[name]}",
                )
            )
    return [*problems, *reserved_answers(selection.request, reserved)]


def reserved_answers(request: ProjectSpec, reserved: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each of the owner's settings that core's templates write themselves.

    Args:
        request: What was asked for.
        reserved: The settings that core writes.
    """
    problems = []
    for name in request.settings:
        if name in reserved:
            place = request.where("settings", name)
            problems.append(
                Problem(
                    what=f"{name} cannot be set under settings:, because core writes it itself",
                    where=(place,) if place else (),
                    fix="change it in the generated settings, which are yours",
                )
            )
    return problems
