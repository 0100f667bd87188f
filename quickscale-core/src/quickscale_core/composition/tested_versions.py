"""Choose the versions a project is locked to from those its plugins were tested with.

A plugin's folder may hold ``tested.txt``: requirements with hashes, as pip reads them, of all that
its own requirements come to. A comment below each says what asked for it::

    sqlparse==0.6.1
        --hash=sha256:...
        # via django-allauth[mfa], fido2

``django-allauth[mfa]`` means that only whoever asks for that extra gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["TESTED", "Pin", "TestedVersions", "lock_versions", "read_pins"]

TESTED: Final = "tested.txt"
"""The file beside a plugin's module that says what the plugin was tested with."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of a distribution.

    Attributes:
        name: The distribution, by its canonical name.
        extras: Its extras that anything asks for, in brackets, or empty: before version 23.3 pip
            took a pin without them for another requirement.
        version: The version.
        marker: Where it counts, as PEP 508 has it, or empty for everywhere.
        hashes: pip's options with the hashes of its files.
        parents: What asked for it: a distribution, or ``"distribution[extra]"``.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    parents: tuple[str, ...] = ()
    extras: str = ""

    @property
    def requirement(self) -> str:
        """The pin as PEP 508 has it."""
        return f"{self.name}{self.extras}=={self.version}" + (
            f" ; {self.marker}" if self.marker else ""
        )


@dataclass(frozen=True, slots=True)
class TestedVersions:
    """What a project is locked to.

    Attributes:
        main: What the site needs to run, sorted by name.
        dev: What only its development needs, sorted by name.
        untested: Requirements of the project that no plugin was tested with, in any version they
            allow; with one of these the lock is not whole.
    """

    main: tuple[Pin, ...] = ()
    dev: tuple[Pin, ...] = ()
    untested: tuple[str, ...] = ()

    @property
    def pins(self) -> tuple[Pin, ...]:
        """All of it, sorted by name."""
        return tuple(sorted([*self.main, *self.dev], key=lambda it: (it.name, it.marker)))

    def version(self, name: str) -> str:
        """Return a distribution as a requirement of its tested version, or its name alone."""
        return next((it.requirement for it in self.pins if it.name == name), name)


def lock_versions(
    plugins: Iterable[InstalledPlugin], main: Sequence[str], dev: Sequence[str]
) -> TestedVersions:
    """Return the versions that the plugins of a project were tested with.

    Where two plugins were tested with different versions, the highest counts that the project's
    requirements allow.

    Args:
        plugins: Those that take part.
        main: The project's requirements, merged.
        dev: Those of its development, merged.
    """
    from packaging.requirements import Requirement

    asked = {line: Requirement(line) for line in (*main, *dev)}
    ranges = {it.name: it.specifier for it in asked.values()}
    known = _chosen(plugins, ranges)
    for one in asked.values():
        if one.extras and one.name in known:
            known[one.name] = [_with_extras(pin, one.extras) for pin in known[one.name]]
    children = _children(known)
    runs = _closure([asked[line] for line in main], known, children)
    everything = _closure(list(asked.values()), known, children)
    return TestedVersions(
        main=tuple(pin for name in sorted(runs) for pin in known[name]),
        dev=tuple(pin for name in sorted(everything - runs) for pin in known[name]),
        untested=tuple(line for line, it in asked.items() if it.name not in known),
    )


def read_pins(text: str) -> list[Pin]:
    """Read a file of tested versions.

    Args:
        text: Its text; comments before the first pin are left out.
    """
    found: list[Pin] = []
    head, hashes, parents = "", [], []  # type: tuple[str, list[str], list[str]]
    for line in [*text.splitlines(), "end"]:
        word = line.strip().removesuffix("\\").strip()
        if word.startswith("--hash"):
            hashes.append(word)
        elif word.startswith("# via "):
            parents += word.removeprefix("# via ").split(", ")
        elif word and not word.startswith("#"):
            if head:
                named, _, rest = head.partition("==")
                name, bracket, extras = named.partition("[")
                version, _, marker = (part.strip() for part in rest.partition(";"))
                pin = Pin(name, version, marker, tuple(hashes), tuple(parents), bracket + extras)
                found.append(pin)
            head, hashes, parents = word, [], []
    return found


def _chosen(
    plugins: Iterable[InstalledPlugin], ranges: dict[str, SpecifierSet]
) -> dict[str, list[Pin]]:
    """Return the pins of each distribution: of one plugin, those it has."""
    offered: dict[str, list[list[Pin]]] = {}
    for plugin in plugins:
        try:
            text = (plugin.folder / TESTED).read_text("utf-8")
        except FileNotFoundError:
            continue
        own: dict[str, list[Pin]] = {}
        for pin in read_pins(text):
            own.setdefault(pin.name, []).append(pin)
        for name, pins in own.items():
            offered.setdefault(name, []).append(pins)
    chosen: dict[str, list[Pin]] = {}
    for name, sets in offered.items():
        allowed = ranges.get(name)
        fit = [it for it in sets if allowed is None or all(pin.version in allowed for pin in it)]
        if fit:
            best = fit[0] if all(_same(fit[0], it) for it in fit) else max(fit, key=_newest)
            parents = tuple(dict.fromkeys(p for it in sets for pin in it for p in pin.parents))
            extras = max((pin.extras for it in sets for pin in it), key=len)
            chosen[name] = [replace(it, parents=parents, extras=extras) for it in best]
    return chosen


def _with_extras(pin: Pin, more: Iterable[str]) -> Pin:
    """Return a pin with further extras, sorted."""
    extras = {*pin.extras.strip("[]").split(","), *more} - {""}
    return replace(pin, extras=f"[{','.join(sorted(extras))}]")


def _same(one: list[Pin], other: list[Pin]) -> bool:
    return [(it.version, it.marker) for it in one] == [(it.version, it.marker) for it in other]


def _newest(pins: list[Pin]) -> Version:
    from packaging.version import Version

    return max(Version(it.version) for it in pins)


def _children(known: dict[str, list[Pin]]) -> dict[str, list[tuple[str, str]]]:
    """Return, by distribution, what it asks for: the extra that does, and the child."""
    children: dict[str, list[tuple[str, str]]] = {}
    for name, pins in known.items():
        for parent in pins[0].parents:
            owner, _, extra = parent.partition("[")
            children.setdefault(owner, []).append((extra.removesuffix("]"), name))
    return children


def _closure(
    roots: Iterable[Requirement],
    known: dict[str, list[Pin]],
    children: dict[str, list[tuple[str, str]]],
) -> set[str]:
    """Return the names of everything that some requirements install."""
    found: set[str] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(it.name, frozenset(it.extras)) for it in roots]
    while waiting:
        name, extras = waiting.pop()
        if name not in known:
            continue
        found.add(name)
        for extra, child in children.get(name, ()):
            if child not in found and (not extra or extra in extras):
                waiting.append((child, frozenset()))
    return found
