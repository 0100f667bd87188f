"""What a plugin may add to a project: frozen, keyword-only data, never source text.

``contribute_templates`` yields :class:`FileSet` and :class:`Fragment`; ``contribute_settings``
yields everything else. The base class of a contribution says how two of a kind are merged:

* :class:`Ordered`: all are kept, in an order that ``after`` and ``before`` constrain;
* :class:`Keyed`: one per key; equal ones merge, two different ones clash;
* :class:`ListItem`: one element of a list that several plugins extend;
* :class:`Dependency`: requirements on one distribution are intersected;
* :class:`FileSet`: every path has one owner.

Every contribution remembers the line that made it, so that a clash can be explained.
"""

from __future__ import annotations

from quickscale_core.plugin_api.contributions.api import (
    ApiRoute,
    ApiScope,
)
from quickscale_core.plugin_api.contributions.dashboard import (
    AdminNumbers,
    DashboardActivity,
    DashboardCard,
    DashboardChart,
    DashboardNumbers,
    DashboardStep,
    DashboardTasks,
)
from quickscale_core.plugin_api.contributions.deployment import (
    DeployCheck,
    DeployStep,
)
from quickscale_core.plugin_api.contributions.django import (
    App,
    AuthBackend,
    ContextProcessor,
    CspSource,
    ListItem,
    LogLevel,
    Middleware,
    Setting,
    UrlInclude,
)
from quickscale_core.plugin_api.contributions.events import (
    Event,
    EventField,
)
from quickscale_core.plugin_api.contributions.files import (
    FileSet,
    Fragment,
)
from quickscale_core.plugin_api.contributions.kinds import (
    Contribution,
    EventFormat,
    EventReach,
    Keyed,
    Layer,
    Level,
    NavArea,
    Ordered,
    PlanReach,
    SettingsGroup,
    Slot,
)
from quickscale_core.plugin_api.contributions.operation import (
    CiStep,
    Dependency,
    EnvVar,
    HealthCheck,
    NpmPackage,
    PeriodicTask,
    Process,
    Service,
)
from quickscale_core.plugin_api.contributions.pages import (
    NavItem,
    PagePart,
    PagePlace,
    QuickOpenEntries,
    SettingsSection,
    ShowcaseCard,
)
from quickscale_core.plugin_api.contributions.plans import (
    PlanFeature,
    PlanLimit,
    Purchase,
)

__all__ = [
    "AdminNumbers",
    "ApiRoute",
    "ApiScope",
    "App",
    "AuthBackend",
    "CiStep",
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
    "EnvVar",
    "Event",
    "EventField",
    "EventFormat",
    "EventReach",
    "FileSet",
    "Fragment",
    "HealthCheck",
    "Keyed",
    "Layer",
    "Level",
    "ListItem",
    "LogLevel",
    "Middleware",
    "NavArea",
    "NavItem",
    "NpmPackage",
    "Ordered",
    "PagePart",
    "PagePlace",
    "PeriodicTask",
    "PlanFeature",
    "PlanLimit",
    "PlanReach",
    "Process",
    "Purchase",
    "QuickOpenEntries",
    "Service",
    "Setting",
    "SettingsGroup",
    "SettingsSection",
    "ShowcaseCard",
    "Slot",
    "UrlInclude",
]
