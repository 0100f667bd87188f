"""Write what each of our plugins was tested with, cut out of ``requirements/project.txt``.

Every plugin ships the closure of its own requirements, in ``tested.txt`` beside its module. All are
cut out of one lock, so they agree. What asks for what is read from the metadata of the environment
that the lock makes, since a lock does not tell by which extra something is needed.
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from quickscale_core.composition.tested_versions import TESTED, Pin, read_pins

from tools.checkout import ROOT
from tools.environments import project_env

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["main", "plugin_folders", "requires", "tested_files"]

HEAD: Final = "# Written by ./qs lock: what this plugin was tested with.\n"
CORE: Final = ROOT / "quickscale-core" / "src" / "quickscale_core"
ASKED: Final = """
import json
from importlib.metadata import distributions
print(json.dumps({it.metadata["name"]: it.requires or [] for it in distributions()}))
"""


def plugin_folders() -> list[Path]:
    """Return the folder of each plugin's module."""
    modules = sorted((ROOT / "plugins").glob("*/src/*/*/plugin.py"))
    return [CORE / "builtin" / "base_project", CORE / "builtin" / "starter"] + [
        path.parent for path in modules
    ]


def tested_files() -> dict[Path, str]:
    """Return the text of every plugin's file, by where it belongs."""
    pins: dict[str, list[Pin]] = {}
    for pin in read_pins((ROOT / "requirements" / "project.txt").read_text("utf-8")):
        pins.setdefault(pin.name, []).append(pin)
    edges = list(_edges(requires(), pins))
    found = {}
    for folder in plugin_folders():
        wanted = _closure(_roots(folder), edges)
        blocks = [
            _block(pin, sorted(_parents(name, wanted, edges)))
            for name in sorted({*wanted} & {*pins})
            for pin in pins[name]
        ]
        if blocks:
            found[folder / TESTED] = HEAD + "".join(blocks)
    return found


@cache
def requires() -> dict[str, list[str]]:
    """Return what each distribution of the project's environment requires."""
    command = [str(project_env().python), "-c", ASKED]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {canonicalize_name(name): lines for name, lines in json.loads(printed).items()}


def _edges(
    asked: dict[str, list[str]], pins: dict[str, list[Pin]]
) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield who asks for what: parent, its extra or nothing, child, and the child's extras."""
    for parent, lines in asked.items():
        for requirement in map(Requirement, lines):
            child = canonicalize_name(requirement.name)
            if child not in pins or parent not in pins:
                continue
            extras = re.findall(r"extra == ['\"]([\w.-]+)['\"]", str(requirement.marker or ""))
            for extra in extras or [""]:
                yield parent, extra, child, frozenset(requirement.extras)


def _closure(
    roots: Iterable[Requirement], edges: list[tuple[str, str, str, frozenset[str]]]
) -> dict[str, set[str]]:
    """Return what some requirements come to: names, and the extras that are asked for of each."""
    found: dict[str, set[str]] = {}
    waiting: list[tuple[str, frozenset[str]]] = [
        (canonicalize_name(it.name), frozenset(it.extras)) for it in roots
    ]
    while waiting:
        name, extras = waiting.pop()
        if name in found and extras <= found[name]:
            continue
        found.setdefault(name, set()).update(extras)
        waiting += [
            (child, more)
            for parent, extra, child, more in edges
            if parent == name and (not extra or extra in found[name])
        ]
    return found


def _parents(
    name: str, wanted: dict[str, set[str]], edges: list[tuple[str, str, str, frozenset[str]]]
) -> Iterator[str]:
    """Yield who asks for a distribution.

    An extra is named only of what a plugin asks for itself: those of others are always wanted.
    """
    by_others = {(child, extra) for _, _, child, extras in edges for extra in extras}
    for parent, extra, child, _ in edges:
        if child == name and parent in wanted and (not extra or extra in wanted[parent]):
            yield f"{parent}[{extra}]" if extra and (parent, extra) not in by_others else parent


def _roots(folder: Path) -> list[Requirement]:
    """Return what a plugin's own source asks for, whatever its options are."""
    sources = list(folder.glob("*.py"))
    if folder.name == "base_project":
        sources.append(CORE / "composition" / "celery_parts.py")
    texts = [path.read_text("utf-8") for path in sources]
    return [
        Requirement(line) for text in texts for line in re.findall(r'requirement="([^"]+)"', text)
    ]


def _block(pin: Pin, parents: list[str]) -> str:
    lines = [pin.requirement, *(f"    {one}" for one in pin.hashes)]
    told = f"    # via {', '.join(dict.fromkeys(parents))}\n" if parents else ""
    return " \\\n".join(lines) + "\n" + told


def main() -> None:
    """Write every file."""
    for path, text in tested_files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
