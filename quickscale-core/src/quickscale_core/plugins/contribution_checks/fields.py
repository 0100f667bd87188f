"""Check that a contribution's fields hold what their types and descriptions say.

Plugins are not always type-checked: a text in place of a tuple would be read as its letters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from quickscale_core.errors import Problem
from quickscale_core.plugin_api import contributions as types
from quickscale_core.plugin_api.values import value_error
from quickscale_core.plugins.contribution_checks.deployment import wrong_deployment
from quickscale_core.plugins.contribution_checks.events import wrong_event

if TYPE_CHECKING:
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["wrong_fields"]

_DOTTED: Final = r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*"
_COMPOSE_NAME: Final = r"[a-z][a-z0-9_-]*"
_PLAN_NAME: Final = r"[a-z][a-z0-9_]*"
_MOST: Final = 99_999_999  # Stripe's, see https://docs.stripe.com/currencies
_OWN_PROCESSES: Final = ("migrate", "web")  # of docker-compose.yml's own template
_CSP_DIRECTIVE: Final = r"[a-z]+(-[a-z]+)*"
_CSP_REFUSED: Final = re.compile(
    r"'unsafe-|^\*$|^https?:(//\*?)?$|^wss?:$|^data:$|[;,\s]", re.IGNORECASE
)


def wrong_fields(plugin: InstalledPlugin, item: types.Contribution) -> Iterator[Problem]:
    """Yield a problem for every field of a contribution that holds what it may not."""
    if type(item) not in _KNOWN:
        yield _problem(plugin, item, "is of a type that core does not merge", "use one of core's")
        return
    wrong = False
    for field in fields(item):
        value = getattr(item, field.name)
        check, expected = _CHECKS[str(field.type)]
        if check(value):
            continue
        wrong = True
        found = f"of type {type(value).__name__}"
        if field.type == "Value":
            found = f"that holds {value_error(value)}"
        elif isinstance(value, str) and field.type not in _NEVER_TEXTS:
            found = f'"{value}"'
        yield _problem(plugin, item, f"has {field.name} {found}", f"give {expected}")
    if not wrong:
        for what, fix in _RULES.get(type(item), _no_rules)(item):
            yield _problem(plugin, item, what, fix)


def _problem(plugin: InstalledPlugin, item: types.Contribution, what: str, fix: str) -> Problem:
    return Problem(
        what=f"{type(item).__name__} of {plugin.label} {what}",
        where=(plugin.shorten(item.declared),),
        fix=fix,
    )


def _texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _amounts(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(item, tuple)
        and len(item) == 2  # noqa: PLR2004 - a pair
        and isinstance(item[0], str)
        and _is_number(item[1])
        for item in value
    )


def _pairs(value: object) -> bool:
    return isinstance(value, tuple) and all(_texts(item) and len(item) == 2 for item in value)  # noqa: PLR2004 - a pair


def _event_fields(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, types.EventField) for item in value)


_CHECKS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "str": (lambda value: isinstance(value, str), "a text"),
    "bool": (lambda value: isinstance(value, bool), "True or False"),
    "int": (_is_number, "a number"),
    "int | None": (lambda value: value is None or _is_number(value), "a number or None"),
    "str | None": (lambda value: value is None or isinstance(value, str), "a text or None"),
    "tuple[str, ...]": (_texts, 'a tuple of texts, such as ("a",)'),
    "tuple[tuple[str, str], ...]": (_pairs, "a tuple of pairs of texts"),
    "tuple[tuple[str, int], ...]": (_amounts, "a tuple of pairs of a text and a number"),
    "tuple[EventField, ...]": (_event_fields, "a tuple of EventField"),
    "Path": (lambda value: isinstance(value, Path), "a pathlib.Path"),
    "Value": (lambda value: not value_error(value), "a value a setting may hold"),
    "NavArea": (lambda value: value in get_args(types.NavArea), "an area of the navigation"),
    "SettingsGroup": (lambda value: value in get_args(types.SettingsGroup), "account or team"),
    "Layer": (lambda value: value in get_args(types.Layer), "base, local, production or test"),
    "Level": (lambda value: value in get_args(types.Level), "a level such as WARNING"),
    "EventReach": (lambda value: value in get_args(types.EventReach), "team or person"),
    "PlanReach": (lambda value: value in get_args(types.PlanReach), "all, paid, largest or none"),
    "Slot": (lambda value: value in get_args(types.Slot), "one of core's slots"),
    "Literal['get', 'post']": (lambda value: value in ("get", "post"), '"get" or "post"'),
    "Literal['main', 'dev']": (lambda value: value in ("main", "dev"), '"main" or "dev"'),
}
"""How the fields' annotations are checked, and what is asked for instead."""


_NEVER_TEXTS: Final = (
    *("Path", "bool", "int", "int | None", "tuple[str, ...]"),
    *("tuple[tuple[str, str], ...]", "tuple[tuple[str, int], ...]"),
    "tuple[EventField, ...]",
)
"""Annotations for which the type of a text is what is wrong with it, not what it says."""


def _no_rules(_: types.Contribution) -> Iterator[tuple[str, str]]:
    return iter(())


def _dotted_path(item: types.Contribution) -> Iterator[tuple[str, str]]:
    path = str(getattr(item, "path", "") or getattr(item, "module", ""))
    if not re.fullmatch(_DOTTED, path):
        yield f'names "{path}", which is not a dotted path', 'write it like "apps.billing"'


def _url_include(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.UrlInclude)  # noqa: S101 - for the type checker
    if item.prefix.startswith("/") or (item.prefix and not item.prefix.endswith("/")):
        yield f'has the prefix "{item.prefix}"', 'write it like "billing/", or ""'
    yield from _dotted_path(item)


def _api_route(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.ApiRoute)  # noqa: S101
    if not re.fullmatch(r"([^/\s]+/)+", item.prefix):
        yield f'has the prefix "{item.prefix}"', 'write it like "notes/"'
    yield from _dotted_path(item)


def _api_scope(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.ApiScope)  # noqa: S101
    if not re.fullmatch(_PLAN_NAME, item.name):
        yield f'is named "{item.name}"', 'use lower-case letters, digits and _: "notes"'
    if not item.label.strip():
        yield "has no label", "say what it is about"


def _npm_package(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.NpmPackage)  # noqa: S101
    # as npm says of "name" in package.json
    if not re.fullmatch(r"(@[a-z0-9][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*", item.name):
        yield f'is named "{item.name}"', 'write it as npm does: "@dnd-kit/core"'
    if not re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", item.version):
        yield f'has the version "{item.version}"', 'name the one that was tested: "6.3.1"'


def _setting(item: types.Contribution) -> Iterator[tuple[str, str]]:
    name = item.setting if isinstance(item, types.ListItem) else getattr(item, "name", "")
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        yield f'names "{name}", which is not an upper-case identifier', "write it like STRIPE_MODE"


def _env_var(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.EnvVar)  # noqa: S101
    yield from _setting(item)
    for field in ("comment", "example", "local"):
        if len((getattr(item, field) or "").splitlines()) > 1:
            yield f"has a {field} of several lines", "write it on one line, as .env needs it"


def _periodic(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.PeriodicTask)  # noqa: S101
    if item.every_seconds < 1:
        yield f"runs every {item.every_seconds} seconds", "give every_seconds of at least 1"
    if not re.fullmatch(_DOTTED, item.task):
        yield f'names "{item.task}", which is not a dotted path', "name the task's function"


def _run_in_compose(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.Service | types.Process)  # noqa: S101
    if not re.fullmatch(_COMPOSE_NAME, item.name):
        yield f'is named "{item.name}"', 'use lower-case letters, digits and dashes: "search"'
    if item.name in _OWN_PROCESSES:
        yield f'is named "{item.name}", as one of the project\'s own is', "choose another name"
    if isinstance(item, types.Process):
        return
    if not re.fullmatch(r"\S+", item.image):
        yield f'has the image "{item.image}"', 'write it with its tag: "postgres:17-alpine"'
    for name, _ in (*item.environment, *item.web_environment):
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            yield f'sets the variable "{name}"', 'write it like "SEARCH_URL"'
    for volume in item.volumes:
        if not re.fullmatch(rf"{_COMPOSE_NAME}:/\S*", volume):
            yield f'has the volume "{volume}"', 'write it as a name and a path: "data:/var/lib"'


def _health_check(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.HealthCheck)  # noqa: S101
    if not re.fullmatch(_DOTTED, item.check):
        yield f'names "{item.check}", which is not a dotted path', "name the check's function"


def _source(item: types.Contribution) -> Iterator[tuple[str, str]]:
    source = str(getattr(item, "source", "") or getattr(item, "done", ""))
    if not re.fullmatch(_DOTTED + r"\.[A-Za-z_]\w*", source):
        yield (
            f'names "{source}", which is not the dotted path of a function',
            'write it like "apps.billing.dashboard.numbers"',
        )


def _page_part(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.PagePart)  # noqa: S101
    if item.context and not re.fullmatch(_DOTTED + r"\.[A-Za-z_]\w*", item.context):
        yield (
            f'names "{item.context}", which is not the dotted path of a function',
            'write it like "apps.notes.parts.of_team", or leave it empty',
        )


def _page_place(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.PagePlace)  # noqa: S101
    if not re.fullmatch(_COMPOSE_NAME, item.name):
        yield f'is named "{item.name}"', 'use lower-case letters, digits and dashes: "team"'
    if not item.summary.strip():
        yield "has no summary", "say which page it is on, and who sees it"


def _log_level(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.LogLevel)  # noqa: S101
    if not re.fullmatch(_DOTTED, item.name):
        yield f'names "{item.name}", which is not a logger', 'write it like "stripe"'


def _settings_section(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.SettingsSection)  # noqa: S101
    if not re.fullmatch(_COMPOSE_NAME, item.name):
        yield (
            f'is named "{item.name}", which is not a part of an address',
            'write it like "security"',
        )


def _sold(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.PlanFeature | types.PlanLimit | types.Purchase)  # noqa: S101
    if not re.fullmatch(_PLAN_NAME, item.name):
        yield f'is named "{item.name}"', 'use lower-case letters, digits and _: "notes_export"'
    if len(item.label.strip().splitlines()) != 1:
        yield "has no label of one line", "say what the pricing page shows"
    if isinstance(item, types.PlanLimit):
        amounts = [math.inf if it is None else it for it in (item.free, item.paid, item.largest)]
        if amounts != sorted(amounts):
            yield (
                f"allows {item.free}, {item.paid} and {item.largest}, which grows less",
                "give whoever pays no less than who does not",
            )
        for field in ("free", "paid", "largest"):
            if (getattr(item, field) or 0) < 0:
                yield f"allows {getattr(item, field)}", "give 0 for nothing, None for any number"
    if isinstance(item, types.Purchase):
        if not 0 < item.amount <= _MOST:
            yield f"costs {item.amount}", f"give an amount of at least 1 and at most {_MOST}"
        names = {name for name, _ in item.adds}
        if len(names) < len(item.adds) or not names or any(it < 1 for _, it in item.adds):
            yield f"adds {item.adds}", "name each limit once, and how much more of it one gets"


def _ci_step(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.CiStep)  # noqa: S101
    for field in ("name", "run"):
        if len(getattr(item, field).splitlines()) != 1:
            yield f"has a {field} that is not one line", "write it on one line"


def _csp(item: types.Contribution) -> Iterator[tuple[str, str]]:
    assert isinstance(item, types.CspSource)  # noqa: S101
    if not re.fullmatch(_CSP_DIRECTIVE, item.directive):
        yield f'names "{item.directive}", which is not a directive', 'write it like "script-src"'
    images = item.directive in {"img-src", "font-src", "media-src"} and item.source == "data:"
    if not item.source or (_CSP_REFUSED.search(item.source) and not images):
        yield (
            f'allows {item.directive} "{item.source}", which undoes the policy',
            "allow the hosts that are needed, by name",
        )


def _dependency(item: types.Contribution) -> Iterator[tuple[str, str]]:
    from packaging.requirements import InvalidRequirement, Requirement

    assert isinstance(item, types.Dependency)  # noqa: S101
    try:
        requirement = Requirement(item.requirement)
    except InvalidRequirement:
        yield f'requires "{item.requirement}", which cannot be read', "write it as in PEP 508"
        return
    if requirement.url:
        yield f'requires "{item.requirement}" from an address', "require a released version"


def _fragment(item: types.Contribution) -> Iterator[tuple[str, str]]:
    path = item.template if isinstance(item, types.Fragment) else getattr(item, "root", Path())
    if not path.is_absolute():
        yield f"names {path}, which is relative", "begin with Path(__file__).parent"


_RULES: Final[Mapping[type, Callable[[types.Contribution], Iterator[tuple[str, str]]]]] = {
    types.App: _dotted_path,
    types.Middleware: _dotted_path,
    types.ContextProcessor: _dotted_path,
    types.AuthBackend: _dotted_path,
    types.UrlInclude: _url_include,
    types.ApiRoute: _api_route,
    types.ApiScope: _api_scope,
    types.Setting: _setting,
    types.ListItem: _setting,
    types.EnvVar: _env_var,
    types.PeriodicTask: _periodic,
    types.CspSource: _csp,
    types.Dependency: _dependency,
    types.FileSet: _fragment,
    types.Fragment: _fragment,
    types.CiStep: _ci_step,
    types.SettingsSection: _settings_section,
    types.Service: _run_in_compose,
    types.Process: _run_in_compose,
    types.HealthCheck: _health_check,
    types.LogLevel: _log_level,
    types.NpmPackage: _npm_package,
    types.DeployCheck: wrong_deployment,
    types.DeployStep: wrong_deployment,
    types.DashboardStep: _source,
    types.DashboardNumbers: _source,
    types.DashboardChart: _source,
    types.DashboardTasks: _source,
    types.DashboardActivity: _source,
    types.QuickOpenEntries: _source,
    types.Event: wrong_event,
    types.AdminNumbers: _source,
    types.PagePart: _page_part,
    types.PagePlace: _page_place,
    types.PlanFeature: _sold,
    types.PlanLimit: _sold,
    types.Purchase: _sold,
}

_KNOWN: Final = (*_RULES, types.NavItem, types.DashboardCard, types.ShowcaseCard)
