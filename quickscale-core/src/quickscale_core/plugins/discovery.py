"""The installed plugins, and why some of them cannot be loaded.

Finding names reads entry points only. A plugin is imported the first time it is asked for, alone
and guarded, so a broken one costs nobody else anything.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from quickscale_core import __version__
from quickscale_core.errors import Problem
from quickscale_core.plugin_api.plugin import Plugin
from quickscale_core.plugins.card_checks import check_card, make_manager
from quickscale_core.plugins.entry_points import Candidate, built_in, on_path
from quickscale_core.plugins.import_guard import PluginFault, run_guarded

if TYPE_CHECKING:
    import pluggy

__all__ = ["KNOWN_PLUGINS", "BrokenPlugin", "InstalledPlugin", "Registry"]

KNOWN_PLUGINS: Final[Mapping[str, str]] = {
    "api": "quickscale-api",
    "auth": "quickscale-auth",
    "billing": "quickscale-billing",
    "railway": "quickscale-railway",
    "teams": "quickscale-teams",
    "htmx": "quickscale-theme-htmx",
    "react": "quickscale-theme-react",
}
"""Our own plugins and the distributions they come in, to say what to install."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledPlugin:
    """A plugin whose code is imported and whose card was checked.

    Attributes:
        card: What it says of itself.
        distribution: The distribution it comes in: ``"quickscale-auth"``.
        version: That distribution's version.
        manager: A pluggy manager that holds this plugin and no other.
        folder: The folder of its module.
        builtin: Whether it is a part of core.
    """

    card: Plugin
    distribution: str
    version: str
    manager: pluggy.PluginManager = field(repr=False, compare=False)
    folder: Path = field(repr=False, compare=False)
    builtin: bool = False

    @property
    def name(self) -> str:
        """The plugin's name."""
        return self.card.name

    @property
    def label(self) -> str:
        """How errors call it: ``"auth 1.0.0 (quickscale-auth)"``."""
        return f"{self.card.name} {self.version} ({self.distribution})"

    def implements(self, hook: str) -> bool:
        """Return whether it has an implementation of a hook."""
        return bool(getattr(self.manager.hook, hook).get_hookimpls())

    def shorten(self, place: str) -> str:
        """Return a path, with or without ``:line``, relative to the plugin's folder if in it."""
        path, colon, line = place.rpartition(":")
        if not line.isdigit():
            path, colon, line = place, "", ""
        inside = self.inside(path)
        return f"{inside}{colon}{line}" if inside else place

    def inside(self, path: str) -> str:
        """Return a path relative to the plugin's folder, or nothing if it is not in it."""
        inside = path.removeprefix(f"{self.folder}{os.sep}")
        return "" if inside == path else inside.replace(os.sep, "/")

    @property
    def module_path(self) -> str:
        """Its module as a path from where packages are: ``"quickscale_modules/auth/plugin.py"``."""
        module = next(it for it in self.manager.get_plugins() if isinstance(it, ModuleType))
        package = (module.__package__ or "").replace(".", "/")
        return f"{package}/{Path(module.__file__ or '').name}".removeprefix("/")


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenPlugin:
    """A plugin that is installed and cannot be used.

    Attributes:
        name: The entry point's name.
        distribution: The distribution it comes in; of several, all of them.
        version: That distribution's version.
        problem: What is wrong with it.
    """

    name: str
    distribution: str
    version: str
    problem: Problem


class Registry(Mapping[str, InstalledPlugin | BrokenPlugin]):
    """The installed plugins by name, sorted, each imported when it is first looked at.

    Args:
        candidates: Every plugin found. No other distribution can take the name of a part of core.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        found: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            found.setdefault(candidate.name, []).append(candidate)
        self._found = {name: found[name] for name in sorted(found)}
        self._loaded: dict[str, InstalledPlugin | BrokenPlugin] = {}

    @classmethod
    def installed(cls) -> Registry:
        """Return core's own parts and the plugins of every distribution on ``sys.path``."""
        return cls([*built_in(), *on_path()])

    @classmethod
    def core(cls) -> Registry:
        """Return core's own parts alone."""
        return cls(built_in())

    def extended(self, *candidates: Candidate) -> Registry:
        """Return a registry of the same plugins and some more."""
        return Registry([*chain.from_iterable(self._found.values()), *candidates])

    def __getitem__(self, name: str) -> InstalledPlugin | BrokenPlugin:
        """Return the plugin of a name, imported now if it was not yet."""
        if name not in self._loaded:
            self._loaded[name] = _load(self._found[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, sorted; imports nothing."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        """Return whether a plugin of that name is installed; imports nothing."""
        return name in self._found

    def plugins(self, *kinds: str) -> tuple[InstalledPlugin, ...]:
        """Return the plugins that work, of these kinds or of all; imports every one."""
        return tuple(
            plugin
            for plugin in self.values()
            if isinstance(plugin, InstalledPlugin) and (not kinds or plugin.card.kind in kinds)
        )

    def broken(self) -> tuple[BrokenPlugin, ...]:
        """Return the plugins that cannot be used; imports every one."""
        return tuple(plugin for plugin in self.values() if isinstance(plugin, BrokenPlugin))


def _own(candidates: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.source is None]


def _load(candidates: list[Candidate]) -> InstalledPlugin | BrokenPlugin:
    """Import the one candidate of a name, or say why there is none to use."""
    own = _own(candidates)
    if len(candidates) > 1 and not own:
        return _impostors(candidates)
    first = (own or candidates)[0]
    metadata = first.metadata()
    distribution, version = metadata["name"][0], metadata["version"][0]
    label = f"{first.name} {version} ({distribution})"

    def broken(what: str, place: str = "", fix: str = "") -> BrokenPlugin:
        problem = Problem(
            what=f"{label} {what}",
            where=(place,) if place else (),
            fix=fix or f"update or uninstall {distribution}",
        )
        return BrokenPlugin(
            name=first.name, distribution=distribution, version=version, problem=problem
        )

    if wrong := _outside_range(metadata.get("requires-dist", [])):
        return broken(wrong, fix=f"install versions of quickscale and {distribution} that match")
    try:
        module = _import(first.module)
    except PluginFault as fault:
        return broken(f"{fault.what} when it is imported", fault.where)
    try:
        # guarded too: the fields of a plugin's card may have any type
        card = run_guarded(
            lambda: check_card(module, first.name, first.module, builtin=first.source is None)
        )
        manager = run_guarded(lambda: make_manager(module))
    except PluginFault as fault:
        return broken(fault.what, fault.where)
    return InstalledPlugin(
        card=card,
        distribution=distribution,
        version=version,
        manager=manager,
        folder=_folder(module),
        builtin=first.source is None,
    )


def _import(name: str) -> ModuleType:
    """Import a plugin's module; forget the import where it failed or was refused.

    Its code would not run a second time otherwise, and what it does would pass unseen in the next
    registry of this process.

    Raises:
        PluginFault: What it did.
    """
    before = {*sys.modules}
    try:
        return run_guarded(lambda: importlib.import_module(name))
    except PluginFault:
        package = name.rpartition(".")[0] or name
        for it in {*sys.modules} - before:
            if it in {name, package} or it.startswith(f"{package}."):
                del sys.modules[it]
        raise


def _folder(module: ModuleType) -> Path:
    return Path(module.__file__ or ".").parent


def _outside_range(requirements: Iterable[str]) -> str:
    """Return how a distribution's own requirement on quickscale is not met, or nothing."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            return f'has a requirement that cannot be read, "{text}"'
        if canonicalize_name(requirement.name) != "quickscale":
            continue
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if not requirement.specifier.contains(__version__, prereleases=True):
            return f"needs quickscale {requirement.specifier}, and this is {__version__}"
    return ""


def _keep_one(name: str, distributions: list[str]) -> str:
    """Return how to end up with one of several distributions that provide the same plugin."""
    ours = KNOWN_PLUGINS.get(name)
    others = [one for one in distributions if one != ours]
    if ours in distributions:
        return f"pip uninstall {' '.join(others)}"
    choices = "\n".join(f"  pip uninstall {one}" for one in others)
    return f"uninstall all but the one you want:\n{choices}"


def _impostors(candidates: list[Candidate]) -> BrokenPlugin:
    """Return the problem of a name that several distributions have."""
    claims = []
    for candidate in candidates:
        metadata = candidate.metadata()
        claims.append((metadata["name"][0], metadata["version"][0], candidate.module))
    claims.sort()
    name = candidates[0].name
    names = [claim[0] for claim in claims]
    return BrokenPlugin(
        name=name,
        distribution=" and ".join(names),
        version=" and ".join(claim[1] for claim in claims),
        problem=Problem(
            what=f"{len(claims)} distributions provide a plugin named {name}",
            where=tuple(f"{claim[0]} {claim[1]}: {claim[2]}" for claim in claims),
            fix=_keep_one(name, names),
        ),
    )
