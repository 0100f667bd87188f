"""What a plugin may add to a project: frozen, keyword-only data, never source text.

``contribute_templates`` yields :class:`FileSet` and :class:`Fragment`; ``contribute_settings``
yields everything else. How two contributions of one kind meet is told by their base class:

* :class:`Ordered`: all are kept, in an order that ``after`` and ``before`` constrain;
* :class:`Keyed`: one per key; equal ones merge, two different ones clash;
* :class:`ListItem`: one element of a list that several plugins extend;
* :class:`Dependency`: requirements on one distribution are intersected;
* :class:`FileSet`: every path has one owner.

Every contribution remembers the line that made it, so that a clash can be explained.

It is long because it is a list: nearly all of it is docstrings of fields, which are the reference
for plugin authors, and a new kind of contribution has one place to go.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from quickscale_core.plugin_api.values import Value

__all__ = [
    "App",
    "AuthBackend",
    "CiStep",
    "ContextProcessor",
    "Contribution",
    "CspSource",
    "DashboardCard",
    "Dependency",
    "EnvVar",
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
    "Ordered",
    "PeriodicTask",
    "Process",
    "Service",
    "Setting",
    "SettingsSection",
    "ShowcaseCard",
    "Slot",
    "UrlInclude",
]

Layer = Literal["base", "local", "production", "test"]
"""One of the generated settings modules; ``base`` is imported by the other three."""

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
"""How much a message matters."""

NavArea = Literal["main", "public", "anonymous", "user", "footer"]
"""Where a link stands: the signed-in sidebar, the public header for everybody, the public header
for visitors who are not signed in, the user menu, the footer."""

Slot = Literal["readme", "agents", "head", "body_end", "sidebar_top", "page_top", "home"]
"""The closed registry of places for prose and markup: sections of README.md and AGENTS.md, the end
of every page's ``<head>`` and ``<body>``, the top of the signed-in sidebar, the top of every
signed-in page, the home page below its cards."""


def declared_at() -> str:
    """Return ``file:line`` of the nearest frame outside this module's generated constructors."""
    frame = sys._getframe(1)  # noqa: SLF001 - the documented way to find a caller cheaply
    while frame.f_back is not None and frame.f_code.co_filename in {__file__, "<string>"}:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What every contribution has.

    Attributes:
        declared: ``file:line`` where it was made; filled in by itself, no part of equality.
    """

    declared: str = field(default_factory=declared_at, init=False, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Ordered(Contribution):
    """A contribution whose place among its kind matters.

    Attributes:
        after: Keys (see each type) that stand before this one when they are present.
        before: Keys that stand after this one when they are present.
    """

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Keyed(Contribution):
    """A contribution of which a project has one per key."""


@dataclass(frozen=True, kw_only=True)
class App(Ordered):
    """An entry of ``INSTALLED_APPS``; its key is ``path`` within ``layer``.

    An app of another layer than ``base`` stands in that settings module alone, after those of
    ``base``. A tool for development is contributed twice, for ``local`` and for ``test``; its files
    go below ``dev/``, which no image holds.

    Attributes:
        path: Dotted path of the app or of its ``AppConfig``: ``"apps.billing"``.
        summary: Of an app in the project's ``apps/`` or ``dev/``, what it holds, for the table in
            AGENTS.md: ``"plans, subscriptions, invoices"``.
        layer: The settings module that installs it.
    """

    path: str
    summary: str = ""
    layer: Layer = "base"


@dataclass(frozen=True, kw_only=True)
class Middleware(Ordered):
    """An entry of ``MIDDLEWARE``; its key is ``path``.

    Attributes:
        path: Dotted path of the middleware.
    """

    path: str


@dataclass(frozen=True, kw_only=True)
class ContextProcessor(Ordered):
    """A context processor of the Django template engine; its key is ``path``.

    Attributes:
        path: Dotted path of the callable.
    """

    path: str


@dataclass(frozen=True, kw_only=True)
class AuthBackend(Ordered):
    """An entry of ``AUTHENTICATION_BACKENDS``; its key is ``path``.

    Attributes:
        path: Dotted path of the backend.
    """

    path: str


@dataclass(frozen=True, kw_only=True)
class UrlInclude(Ordered):
    """A URLconf included in the project's; its key is ``prefix`` within ``layer``.

    Two plugins on one prefix clash, unless the same plugin declares both. Prefixes that core
    reserves belong to the plugin of that name (see the contribution reference). A URLconf of
    another layer than ``base`` is included with that settings module alone, before those of
    ``base``; ``dev/`` is for those of ``local`` and ``test``, which stand nowhere else.

    Attributes:
        prefix: Path without a leading slash and with a trailing one: ``"billing/"``.
        module: Dotted path of the URLconf: ``"apps.billing.urls"``.
        layer: The settings module with which it is included.
    """

    prefix: str
    module: str
    layer: Layer = "base"


@dataclass(frozen=True, kw_only=True)
class CiStep(Ordered):
    """A step of the generated test workflow, after installation; its key is ``name``.

    Attributes:
        name: What the step does, as GitHub shows it: ``"Check translations"``.
        run: One shell command line.
    """

    name: str
    run: str


@dataclass(frozen=True, kw_only=True)
class NavItem(Ordered):
    """A link of the navigation; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"billing"``.
        label: What it says, in English; translated at run time.
        url: Name of a URL pattern without arguments: ``"billing:overview"``.
        icon: Name of a lucide icon in the theme's sprite: ``"credit-card"``.
        area: Where it stands; see :data:`NavArea`.
        method: ``"post"`` renders a one-button form, as signing out needs.
        primary: Whether it is its area's one prominent action.
        staff: Whether only staff see it, those who may enter Django's admin.
        permission: A Django permission without which it is not shown: ``"billing.view_plan"``.
        setting: Name of a boolean setting; while that is false the link is not shown.
    """

    name: str
    label: str
    url: str
    icon: str
    area: NavArea = "main"
    method: Literal["get", "post"] = "get"
    primary: bool = False
    staff: bool = False
    permission: str = ""
    setting: str = ""


@dataclass(frozen=True, kw_only=True)
class DashboardCard(Ordered):
    """A card on the signed-in dashboard; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"billing"``.
        template: Template of the card's markup: ``"billing/dashboard_card.html"``.
        context: Dotted path of a callable ``(request) -> dict`` that feeds it, or empty.
        wide: Whether it takes the row's whole width.
    """

    name: str
    template: str
    context: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class ShowcaseCard(Ordered):
    """A card on the public home page that presents a module; its key is ``name``.

    Attributes:
        name: Unique key, usually the plugin's name.
        title: Heading, in English; translated at run time.
        body: One or two sentences on what it does for a visitor.
        icon: Name of a lucide icon in the theme's sprite.
        url: Name of the URL pattern it links to.
        link_label: Text of that link.
    """

    name: str
    title: str
    body: str
    icon: str
    url: str
    link_label: str


@dataclass(frozen=True, kw_only=True)
class SettingsSection(Ordered):
    """A page of the signed-in settings area, ``/settings/<name>/``; its key is ``name``.

    Attributes:
        name: Unique key, for example ``"security"``.
        label: What the section's link says, in English.
        url: Name of a URL pattern without arguments: ``"accounts:security"``.
        icon: Name of a lucide icon in the theme's sprite.
    """

    name: str
    label: str
    url: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Setting(Keyed):
    """A Django setting; its key is ``name`` within ``layer``.

    Equal values merge, dicts merge key by key, a firm value beats a default, and two firm values
    clash. The owner's answer in ``quickscale.yml`` beats them all.

    Attributes:
        name: The setting, upper case.
        value: Its value; see :data:`quickscale_core.plugin_api.values.Value`.
        layer: The settings module it stands in.
        default: Whether another plugin may override it without a clash.
        comment: Why it has this value: a sentence written above it, or empty.
    """

    name: str
    value: Value
    layer: Layer = "base"
    default: bool = False
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class EnvVar(Keyed):
    """A variable of ``.env`` and ``.env.example``; its key is ``name``.

    Attributes:
        name: The variable, upper case.
        comment: One line on what it does, written above it.
        example: What ``.env.example`` shows; empty writes the line commented out.
        local: What a fresh ``.env`` holds; ``None`` leaves the variable out, commented.
        secret: Whether its value must never be printed.
        generate: Whether a fresh ``.env`` gets a random value (50 URL-safe characters).
        required: Whether production refuses to start without it.
    """

    name: str
    comment: str
    example: str = ""
    local: str | None = None
    secret: bool = False
    generate: bool = False
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Service(Keyed):
    """A service of ``docker-compose.yml`` beside the project's own; its key is ``name``.

    Attributes:
        name: The service's name: ``"search"``.
        image: Image with its tag: ``"postgres:17-alpine"``.
        command: Arguments after the image, or empty for its own command.
        environment: Variables as pairs of name and value.
        volumes: Volumes as ``name:/path``; each name is declared as a persistent volume.
        healthcheck: Shell command that succeeds once the service is ready.
        wait: Whether ``web`` waits until the health check passes.
        web_environment: Variables that ``web``, ``migrate`` and every process get to reach it.
    """

    name: str
    image: str
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    volumes: tuple[str, ...] = ()
    healthcheck: str = ""
    wait: bool = True
    web_environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Process(Keyed):
    """A process of the project beside ``web``, run from its image; its key is ``name``.

    Attributes:
        name: The process's name: ``"worker"``.
        command: Arguments, the program first.
    """

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodicTask(Keyed):
    """A Celery task run on a schedule; its key is ``name``.

    The first one brings Celery, its worker and its beat process into the project.

    Attributes:
        name: Unique key, for example ``"accounts-clear-sessions"``.
        task: Dotted path of the task: ``"apps.accounts.tasks.clear_sessions"``.
        every_seconds: Interval in seconds, at least 1.
    """

    name: str
    task: str
    every_seconds: int


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Keyed):
    """A check of ``/health/ready``; its key is ``name``.

    Attributes:
        name: What is checked: ``"search"``.
        check: Dotted path of a callable without arguments that returns nothing and raises when
            the part is not ready.
    """

    name: str
    check: str


@dataclass(frozen=True, kw_only=True)
class LogLevel(Keyed):
    """From which level on a logger's messages are logged; its key is ``name``.

    All else is logged from ``LOG_LEVEL`` on. It is for libraries that say too much.

    Attributes:
        name: The logger: ``"stripe"``.
        level: One of ``"DEBUG"``, ``"INFO"``, ``"WARNING"``, ``"ERROR"`` and ``"CRITICAL"``.
    """

    name: str
    level: Level


@dataclass(frozen=True, kw_only=True)
class CspSource(Keyed):
    """A source the Content-Security-Policy allows; its key is directive and source.

    Attributes:
        directive: A fetch directive: ``"script-src"``.
        source: A host source, scheme or keyword: ``"https://js.stripe.com"``. Sources that undo
            the policy (``'unsafe-inline'``, ``'unsafe-eval'``, ``*``) are refused.
    """

    directive: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ListItem(Ordered):
    """One element of a setting that is a list; its key is ``value``'s text.

    It is the only way for two plugins to extend one list: a plain list in a :class:`Setting` is
    one firm value.

    Attributes:
        setting: The setting's name, upper case.
        value: The element.
        layer: The settings module it stands in.
    """

    setting: str
    value: Value
    layer: Layer = "base"


@dataclass(frozen=True, kw_only=True)
class Dependency(Contribution):
    """A distribution the project needs.

    Requirements on one distribution are met together: extras united, specifiers intersected; an
    empty intersection is a clash.

    Attributes:
        requirement: A PEP 508 requirement: ``"django-allauth[mfa]>=65.22,<65.23"``.
        group: ``"main"`` or the development group, ``"dev"``.
        imports: Top-level names it installs, where they are not its own name with underscores;
            a project may not carry one of these names.
        untyped: Modules of it without types, told to mypy by name: ``("djstripe.*",)``.
    """

    requirement: str
    group: Literal["main", "dev"] = "main"
    imports: tuple[str, ...] = ()
    untyped: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileSet(Contribution):
    """A folder of files copied into the project.

    A file whose name ends in ``.j2`` is rendered and loses that ending; every other file is
    copied byte for byte with its executable bit. The path part ``__package__`` becomes the
    project's import name. ``__pycache__`` and ``*.pyc`` are never read.

    Attributes:
        root: The folder, absolute: ``Path(__file__).parent / "files"``.
        target: Where its contents go, relative to the project.
        frontend: Only for themes of this frontend (``"html"``, ``"react"``), or ``None`` for all.
        replaces: Project paths taken over from another plugin on purpose.
    """

    root: Path
    target: str = ""
    frontend: str | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fragment(Ordered):
    """A piece of prose or markup for one of core's slots; its key is the plugin's name.

    Attributes:
        slot: Where it goes; see :data:`Slot`.
        template: The file, absolute. ``*.j2`` is rendered, anything else copied.
    """

    slot: Slot
    template: Path
