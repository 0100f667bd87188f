"""What was asked for: :class:`ProjectSpec`, and :class:`Spec`, the view that hooks get of it.

A ``ProjectSpec`` comes from the command line or from ``quickscale.yml`` and is unchecked against
plugins. ``resolve`` completes it: a theme is chosen, every option has a value of its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from quickscale_core.plugin_api.plugin import OptionValue
    from quickscale_core.plugin_api.values import Value

T = TypeVar("T", bool, int, str, tuple[str, ...])

__all__ = ["FlagText", "ModuleRequest", "ProjectSpec", "Spec", "package_name", "title_of"]


class FlagText(str):
    """An answer as it was typed on the command line, to be read by its option's type.

    A value from ``quickscale.yml`` has a type already and must have the right one.
    """

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleRequest:
    """A module that was asked for by name.

    Attributes:
        version: The versions that are accepted, as in PEP 440: ``">=1,<2"``; empty accepts all.
    """

    version: str = ""


def package_name(name: str) -> str:
    """Return the import name of a project: its name with underscores for dashes."""
    return name.replace("-", "_")


def title_of(name: str) -> str:
    """Return a readable title for a project's name: ``my-saas-app`` gives ``My saas app``."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, kw_only=True)
class ProjectSpec:
    """A project as it was asked for.

    Attributes:
        name: The project's name and folder: ``"my-saas-app"``.
        title: Its name for people: ``"My SaaS app"``.
        modules: The modules asked for, by name. What these require need not be named.
        theme: The theme's name, or ``None`` to take the only one installed, else ``starter``.
        deploy: The deploy target's name, or ``None`` for none.
        options: Answers by plugin name and option name, for modules, theme and deploy target
            alike; a :class:`FlagText` is read by its option's type.
        settings: The owner's own Django settings, which override every plugin's.
        said: Where each answer was given, by its path: ``("options", "auth", "signup")`` was said
            at ``"--set auth.signup"`` or ``"quickscale.yml:7:15"``. No part of equality.
    """

    name: str
    title: str = ""
    modules: Mapping[str, ModuleRequest] = field(default_factory=dict)
    theme: str | None = None
    deploy: str | None = None
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    settings: Mapping[str, Value] = field(default_factory=dict)
    said: Mapping[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.title:
            object.__setattr__(self, "title", title_of(self.name))

    @property
    def package(self) -> str:
        """The project's import name: ``"my_saas_app"``."""
        return package_name(self.name)

    def where(self, *path: str) -> str:
        """Return where an answer was given: a flag, a position in ``quickscale.yml``, or ``""``.

        Args:
            path: The answer's path, for example ``"options", "auth", "signup"``. Without an entry
                of its own, the nearest enclosing answer's place is returned.
        """
        for end in range(len(path), 0, -1):
            if found := self.said.get(path[:end]):
                return found
        return ""


@dataclass(frozen=True, kw_only=True)
class Spec:
    """The view of the project that hooks get: every answer, validated and with defaults.

    Attributes:
        name: The project's name and folder: ``"my-saas-app"``.
        title: Its name for people.
        package: Its import name: ``"my_saas_app"``.
        frontend: How pages are made: ``"html"`` or ``"react"``; ``"html"`` for a plugin that has no
            pages for the theme's frontend, see :class:`Plugin`.
        theme: The theme's name.
        deploy: The deploy target's name, or ``None``.
        modules: Names of the modules that take part, in dependency order.
        settings: The owner's own Django settings.
        plugins: Names of everything that takes part, in dependency order.
        providers: Which plugin provides each capability.
        answers: Validated options by plugin name; read them with :meth:`options`.
    """

    name: str
    title: str
    package: str
    frontend: str
    theme: str
    deploy: str | None
    modules: tuple[str, ...]
    settings: Mapping[str, Value]
    plugins: tuple[str, ...]
    providers: Mapping[str, str]
    answers: Mapping[str, Mapping[str, OptionValue]] = field(repr=False)

    def has(self, name: str) -> bool:
        """Return whether a plugin of that name takes part, of whatever kind."""
        return name in self.plugins

    def options(self, name: str) -> Mapping[str, OptionValue]:
        """Return a plugin's options, validated and with defaults.

        Args:
            name: A plugin that takes part.

        Raises:
            LookupError: No such plugin takes part; ask :meth:`has` first.
        """
        try:
            return self.answers[name]
        except KeyError:
            raise LookupError(
                f"no plugin {name!r} takes part; ask spec.has({name!r}) first"
            ) from None

    def option(self, plugin: str, name: str, kind: type[T]) -> T:
        """Return one option of a plugin, in the type it is known to have.

        Args:
            plugin: A plugin that takes part.
            name: The option's name.
            kind: ``bool``, ``int``, ``str`` (a ``choice`` too) or ``tuple`` (a ``list``).

        Raises:
            LookupError: No such plugin takes part, or it has no such option.
            TypeError: The option is of another type.
        """
        options = self.options(plugin)
        if name not in options:
            raise LookupError(f"{plugin} has no option {name!r}")
        value = options[name]
        if not isinstance(value, kind):
            raise TypeError(
                f"option {name!r} of {plugin} is of type {type(value).__name__},"
                f" not {kind.__name__}"
            )
        return value

    def provided(self, capability: str) -> bool:
        """Return whether some plugin provides a capability, for example ``"login"``."""
        return capability in self.providers
