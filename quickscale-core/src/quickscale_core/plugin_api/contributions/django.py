"""Contributions to Django's settings and URLs."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import Keyed, Layer, Level, Ordered
from quickscale_core.plugin_api.values import Value

__all__ = [
    "App",
    "AuthBackend",
    "ContextProcessor",
    "CspSource",
    "ListItem",
    "LogLevel",
    "Middleware",
    "Setting",
    "UrlInclude",
]


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
class LogLevel(Keyed):
    """The lowest level of a logger's messages that is logged; its key is ``name``.

    All other loggers log from ``LOG_LEVEL`` on. It is for libraries that log too much.

    Attributes:
        name: The logger: ``"stripe"``.
        level: One of ``"DEBUG"``, ``"INFO"``, ``"WARNING"``, ``"ERROR"`` and ``"CRITICAL"``.
    """

    name: str
    level: Level


@dataclass(frozen=True, kw_only=True)
class CspSource(Keyed):
    """A source the Content-Security-Policy allows; its key is both and ``layer``.

    Attributes:
        directive: A fetch directive: ``"script-src"``.
        source: A host source, scheme or keyword: ``"https://js.stripe.com"``. Sources that undo
            the policy (``'unsafe-inline'``, ``'unsafe-eval'``, ``*``) are refused.
        layer: The settings module that allows it: ``"local"`` for what serves developers alone.
    """

    directive: str
    source: str
    layer: Layer = "base"
