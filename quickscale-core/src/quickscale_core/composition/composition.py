"""The Composition: one answer per setting, URL, dependency and service of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quickscale_core.composition.tested_versions import TestedVersions
from quickscale_core.plugin_api.contract_components import COMPONENTS

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contract_types import Component
    from quickscale_core.plugin_api.contributions import (
        AdminNumbers,
        ApiRoute,
        ApiScope,
        App,
        AuthBackend,
        CiStep,
        ContextProcessor,
        DashboardActivity,
        DashboardCard,
        DashboardChart,
        DashboardNumbers,
        DashboardStep,
        DashboardTasks,
        DeployCheck,
        DeployStep,
        EnvVar,
        Event,
        HealthCheck,
        Layer,
        LogLevel,
        Middleware,
        NavItem,
        NpmPackage,
        PagePart,
        PagePlace,
        PeriodicTask,
        PlanFeature,
        PlanLimit,
        Process,
        Purchase,
        QuickOpenEntries,
        Service,
        SettingsSection,
        ShowcaseCard,
        UrlInclude,
    )
    from quickscale_core.plugin_api.plugin import Kind
    from quickscale_core.plugin_api.values import Value

__all__ = ["Composition", "PlacedFragment", "PlacedSetting", "PluginInfo", "SettingGroup"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PluginInfo:
    """A plugin that takes part.

    Attributes:
        name: Its name.
        version: Its distribution's version.
        distribution: The distribution it comes in.
        kind: What it is.
        summary: One sentence, without a full stop.
    """

    name: str
    version: str
    distribution: str
    kind: Kind
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedSetting:
    """A setting as it stands in a settings module.

    Attributes:
        name: Upper case.
        value: What all contributions to it come to.
        comment: Why, in sentences, or empty.
    """

    name: str
    value: Value
    comment: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingGroup:
    """The settings of one plugin in one settings module.

    Attributes:
        plugin: The plugin's name; empty for the owner's own answers.
        title: A heading for them.
        settings: In the order they were declared.
    """

    plugin: str
    title: str
    settings: tuple[PlacedSetting, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedFragment:
    """A rendered piece of prose or markup.

    Attributes:
        plugin: Whose it is.
        text: What it says.
    """

    plugin: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Composition:
    """What the plugins of a project come to; core's templates loop over it.

    Attributes:
        plugins: Everything that takes part, in dependency order.
        apps: Entries of ``INSTALLED_APPS``.
        middleware: Entries of ``MIDDLEWARE``.
        context_processors: Context processors of the template engine.
        auth_backends: Entries of ``AUTHENTICATION_BACKENDS``.
        urls: The included URLconfs.
        api_routes: Endpoints of the API, where a module serves one.
        api_scopes: What keys of the API may be allowed.
        ci_steps: Steps of the test workflow.
        nav_items: Links of the navigation, of every area.
        dashboard_steps: Steps of the checklist for a first sign-in.
        dashboard_numbers: Numbers of the signed-in dashboard.
        dashboard_charts: Charts of the signed-in dashboard.
        dashboard_tasks: What people have to do.
        dashboard_activity: What happened.
        dashboard_cards: Cards of the signed-in dashboard with markup of their own.
        showcase_cards: Cards of the public home page.
        settings_sections: Pages of the settings area.
        quick_open: What quick open finds besides pages.
        settings: Groups of settings by layer; the owner's own answers are the last group of
            ``base``.
        imports: Import lines by layer that the layer's values need, sorted.
        names_used: By layer, which of ``BASE_DIR`` and ``env`` its values use.
        env_vars: Variables of ``.env`` and ``.env.example``.
        services: Services of ``docker-compose.yml``.
        processes: Processes beside ``web``.
        periodic_tasks: Celery tasks on a schedule.
        health_checks: Checks of ``/health/ready``.
        events: What other programs may hear of.
        plan_features: Features that plans get, where a module sells plans.
        plan_limits: Limits that plans get, where a module sells plans.
        purchases: What is bought once, where a module sells plans.
        log_levels: Levels of loggers that log too much.
        npm_packages: What parts of ``frontend/`` import beside the theme's own packages.
        deploy_checks: What is checked before a deploy.
        deploy_steps: What is done on a deployed site.
        csp: Sources by directive.
        layer_csp: Sources by directive that one settings module has beside these, by layer.
        dependencies: Merged requirements, sorted.
        dev_dependencies: Merged requirements of the development group, sorted.
        tested: The versions of all these, and of what they need, that the project is locked to.
        untyped_modules: Modules without types, sorted.
        import_names: Top-level names the dependencies install, with the requirement of each.
        fragments: Rendered pieces by slot; empty until rendering.
        icons: Names of all icons that the theme draws, sorted; empty until rendering.
    """

    plugins: tuple[PluginInfo, ...]
    apps: tuple[App, ...] = ()
    middleware: tuple[Middleware, ...] = ()
    context_processors: tuple[ContextProcessor, ...] = ()
    auth_backends: tuple[AuthBackend, ...] = ()
    urls: tuple[UrlInclude, ...] = ()
    api_routes: tuple[ApiRoute, ...] = ()
    api_scopes: tuple[ApiScope, ...] = ()
    ci_steps: tuple[CiStep, ...] = ()
    nav_items: tuple[NavItem, ...] = ()
    dashboard_steps: tuple[DashboardStep, ...] = ()
    dashboard_numbers: tuple[DashboardNumbers, ...] = ()
    dashboard_charts: tuple[DashboardChart, ...] = ()
    dashboard_tasks: tuple[DashboardTasks, ...] = ()
    dashboard_activity: tuple[DashboardActivity, ...] = ()
    dashboard_cards: tuple[DashboardCard, ...] = ()
    showcase_cards: tuple[ShowcaseCard, ...] = ()
    settings_sections: tuple[SettingsSection, ...] = ()
    page_places: tuple[PagePlace, ...] = ()
    page_parts: tuple[PagePart, ...] = ()
    admin_numbers: tuple[AdminNumbers, ...] = ()
    quick_open: tuple[QuickOpenEntries, ...] = ()
    settings: Mapping[str, tuple[SettingGroup, ...]] = field(default_factory=dict)
    imports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names_used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    env_vars: tuple[EnvVar, ...] = ()
    services: tuple[Service, ...] = ()
    processes: tuple[Process, ...] = ()
    periodic_tasks: tuple[PeriodicTask, ...] = ()
    health_checks: tuple[HealthCheck, ...] = ()
    events: tuple[Event, ...] = ()
    plan_features: tuple[PlanFeature, ...] = ()
    plan_limits: tuple[PlanLimit, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    log_levels: tuple[LogLevel, ...] = ()
    npm_packages: tuple[NpmPackage, ...] = ()
    deploy_checks: tuple[DeployCheck, ...] = ()
    deploy_steps: tuple[DeployStep, ...] = ()
    csp: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    layer_csp: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    dev_dependencies: tuple[str, ...] = ()
    tested: TestedVersions = field(default_factory=TestedVersions)
    untyped_modules: tuple[str, ...] = ()
    import_names: Mapping[str, str] = field(default_factory=dict)
    fragments: Mapping[str, tuple[PlacedFragment, ...]] = field(default_factory=dict)
    icons: tuple[str, ...] = ()

    @property
    def uses_celery(self) -> bool:
        """Whether Celery, its worker and its beat process belong to the project."""
        return bool(self.periodic_tasks)

    @property
    def development_apps(self) -> tuple[App, ...]:
        """The apps in the project's ``dev/``, each once, as the first layer has it."""
        found: dict[str, App] = {}
        for app in self.apps:
            if app.path.startswith("dev."):
                found.setdefault(app.path, app)
        return tuple(found.values())

    @property
    def components(self) -> tuple[Component, ...]:
        """The components of the theme contract, for the gallery of them."""
        return COMPONENTS

    def apps_of(self, layer: Layer) -> tuple[App, ...]:
        """Return the apps that stand in one settings module."""
        return tuple(app for app in self.apps if app.layer == layer)

    def urls_of(self, layer: Layer) -> tuple[UrlInclude, ...]:
        """Return the URLconfs that are included with one settings module."""
        return tuple(url for url in self.urls if url.layer == layer)

    def has(self, name: str) -> bool:
        """Return whether a plugin of that name takes part."""
        return any(plugin.name == name for plugin in self.plugins)
