"""What plugin authors import: contributions, values, cards, hooks and the theme contract.

Every name of it can be imported from ``quickscale_core`` as well. A name loads the module it lives
in on first use, because the command line must start without paying for all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.errors import (
        Problem,
        QuickScaleError,
        UsageError,
    )
    from quickscale_core.plugin_api.brand import (
        BRAND_OPTIONS,
        check_brand,
        contrast,
    )
    from quickscale_core.plugin_api.contract import (
        COMPONENTS,
        CONTRACT_VERSION,
        ICONS,
        LAYOUTS,
        SAMPLE_NAMES,
        Attribute,
        AttributeKind,
        Component,
        Layout,
        find_component,
    )
    from quickscale_core.plugin_api.contributions import (
        AdminNumbers,
        ApiRoute,
        ApiScope,
        App,
        AuthBackend,
        CiStep,
        ContextProcessor,
        Contribution,
        CspSource,
        DashboardActivity,
        DashboardCard,
        DashboardChart,
        DashboardNumbers,
        DashboardStep,
        DashboardTasks,
        Dependency,
        DeployCheck,
        DeployStep,
        EnvVar,
        Event,
        EventField,
        EventFormat,
        EventReach,
        FileSet,
        Fragment,
        HealthCheck,
        Layer,
        Level,
        ListItem,
        LogLevel,
        Middleware,
        NavArea,
        NavItem,
        NpmPackage,
        PagePart,
        PagePlace,
        PeriodicTask,
        PlanFeature,
        PlanLimit,
        PlanReach,
        Process,
        Purchase,
        QuickOpenEntries,
        Service,
        Setting,
        SettingsGroup,
        SettingsSection,
        ShowcaseCard,
        Slot,
        UrlInclude,
    )
    from quickscale_core.plugin_api.hookspecs import (
        hookimpl,
    )
    from quickscale_core.plugin_api.icons import (
        ICONS_OPTION,
    )
    from quickscale_core.plugin_api.plugin import (
        Kind,
        Option,
        OptionValue,
        Plugin,
    )
    from quickscale_core.plugin_api.spec import (
        Spec,
    )
    from quickscale_core.plugin_api.steps import (
        GeneratedProject,
        Note,
        NoteStage,
        Run,
    )
    from quickscale_core.plugin_api.values import (
        REQUIRED,
        Env,
        ProjectPath,
        Ref,
        Value,
    )

_HOMES = {
    "quickscale_core.errors": ("Problem QuickScaleError UsageError"),
    "quickscale_core.plugin_api.brand": "BRAND_OPTIONS check_brand contrast",
    "quickscale_core.plugin_api.contract": (
        "COMPONENTS CONTRACT_VERSION ICONS LAYOUTS SAMPLE_NAMES Attribute AttributeKind"
        " Component Layout find_component"
    ),
    "quickscale_core.plugin_api.contributions": (
        "AdminNumbers ApiRoute ApiScope App AuthBackend CiStep ContextProcessor Contribution"
        " CspSource DashboardActivity DashboardCard DashboardChart DashboardNumbers"
        " DashboardStep DashboardTasks Dependency DeployCheck DeployStep EnvVar Event"
        " EventField EventFormat EventReach FileSet Fragment HealthCheck Layer Level ListItem"
        " LogLevel Middleware NavArea NavItem NpmPackage PagePart PagePlace PeriodicTask"
        " PlanFeature PlanLimit PlanReach Process Purchase QuickOpenEntries Service Setting"
        " SettingsGroup SettingsSection ShowcaseCard Slot UrlInclude"
    ),
    "quickscale_core.plugin_api.hookspecs": ("hookimpl"),
    "quickscale_core.plugin_api.icons": ("ICONS_OPTION"),
    "quickscale_core.plugin_api.plugin": ("Kind Option OptionValue Plugin"),
    "quickscale_core.plugin_api.spec": ("Spec"),
    "quickscale_core.plugin_api.steps": ("GeneratedProject Note NoteStage Run"),
    "quickscale_core.plugin_api.values": ("REQUIRED Env ProjectPath Ref Value"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "BRAND_OPTIONS",
    "COMPONENTS",
    "CONTRACT_VERSION",
    "ICONS",
    "ICONS_OPTION",
    "LAYOUTS",
    "REQUIRED",
    "SAMPLE_NAMES",
    "AdminNumbers",
    "ApiRoute",
    "ApiScope",
    "App",
    "Attribute",
    "AttributeKind",
    "AuthBackend",
    "CiStep",
    "Component",
    "ContextProcessor",
    "Contribution",
    "CspSource",
    "DashboardActivity",
    "DashboardCard",
    "DashboardChart",
    "DashboardNumbers",
    "DashboardStep",
    "DashboardTasks",
    "Dependency",
    "DeployCheck",
    "DeployStep",
    "Env",
    "EnvVar",
    "Event",
    "EventField",
    "EventFormat",
    "EventReach",
    "FileSet",
    "Fragment",
    "GeneratedProject",
    "HealthCheck",
    "Kind",
    "Layer",
    "Layout",
    "Level",
    "ListItem",
    "LogLevel",
    "Middleware",
    "NavArea",
    "NavItem",
    "Note",
    "NoteStage",
    "NpmPackage",
    "Option",
    "OptionValue",
    "PagePart",
    "PagePlace",
    "PeriodicTask",
    "PlanFeature",
    "PlanLimit",
    "PlanReach",
    "Plugin",
    "Problem",
    "Process",
    "ProjectPath",
    "Purchase",
    "QuickOpenEntries",
    "QuickScaleError",
    "Ref",
    "Run",
    "Service",
    "Setting",
    "SettingsGroup",
    "SettingsSection",
    "ShowcaseCard",
    "Slot",
    "Spec",
    "UrlInclude",
    "UsageError",
    "Value",
    "check_brand",
    "contrast",
    "find_component",
    "hookimpl",
]


def __getattr__(name: str) -> object:
    """Import the module a public name lives in the first time the name is used."""
    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted([*globals(), *__all__])
