"""QuickScale: composes Django projects from plugins.

This package's names are the public API for plugin authors. They load on first use, because the
command line must start without paying for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import (
        App,
        AuthBackend,
        CiStep,
        ContextProcessor,
        CspSource,
        DashboardCard,
        Dependency,
        EnvVar,
        FileSet,
        Fragment,
        HealthCheck,
        ListItem,
        LogLevel,
        Middleware,
        NavItem,
        PeriodicTask,
        Process,
        Service,
        Setting,
        SettingsSection,
        ShowcaseCard,
        UrlInclude,
    )
    from quickscale_core.errors import Problem, QuickScaleError, UsageError
    from quickscale_core.plugin_api.hookspecs import hookimpl
    from quickscale_core.plugin_api.plugin import Option, Plugin
    from quickscale_core.plugin_api.spec import Spec
    from quickscale_core.plugin_api.steps import GeneratedProject, Note, Run
    from quickscale_core.plugin_api.values import REQUIRED, Env, ProjectPath, Ref

__version__ = "1.0.0"

_HOMES = {
    "contributions": (
        "App AuthBackend CiStep ContextProcessor CspSource DashboardCard Dependency EnvVar FileSet"
        " Fragment HealthCheck ListItem LogLevel Middleware NavItem PeriodicTask Process Service"
        " Setting SettingsSection ShowcaseCard UrlInclude"
    ),
    "errors": "Problem QuickScaleError UsageError",
    "hookspecs": "hookimpl",
    "plugin": "Option Plugin",
    "spec": "Spec",
    "steps": "GeneratedProject Note Run",
    "values": "REQUIRED Env ProjectPath Ref",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "REQUIRED",
    "App",
    "AuthBackend",
    "CiStep",
    "ContextProcessor",
    "CspSource",
    "DashboardCard",
    "Dependency",
    "Env",
    "EnvVar",
    "FileSet",
    "Fragment",
    "GeneratedProject",
    "HealthCheck",
    "ListItem",
    "LogLevel",
    "Middleware",
    "NavItem",
    "Note",
    "Option",
    "PeriodicTask",
    "Plugin",
    "Problem",
    "Process",
    "ProjectPath",
    "QuickScaleError",
    "Ref",
    "Run",
    "Service",
    "Setting",
    "SettingsSection",
    "ShowcaseCard",
    "Spec",
    "UrlInclude",
    "UsageError",
    "hookimpl",
]


def __getattr__(name: str) -> object:
    """Import the module a public name lives in the first time the name is used."""
    from importlib import import_module  # noqa: PLC0415 - paid for only when a name is used

    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"quickscale_core.{home}"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted([*globals(), *__all__])
