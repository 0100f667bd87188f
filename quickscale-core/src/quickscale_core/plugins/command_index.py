"""An index of all commands, so that ``--help`` imports no plugin.

Importing ten plugins and scanning their metadata costs more than all the rest of ``--help``. So
the first run writes down which plugin offers which command, in the user's cache folder, together
with the change times of every folder plugins are found in and of the files their commands came
from. Installing, upgrading or removing anything changes one of these times, and the next run asks
the plugins again. Without a folder to write to, every run asks.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import __version__
from quickscale_core.plugins.user_cache import cache_root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import click

    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["CommandIndex", "IndexedCommand", "IndexedPlugin", "load_index"]

_LONGEST: Final = 200  # characters; a first sentence is shorter and is shown whole


@dataclass(frozen=True, slots=True)
class IndexedCommand:
    """A command, as lists show it.

    Attributes:
        name: What is typed.
        help: One sentence on what it does.
        plugins: Names of the plugins that offer it; of a group several may.
        hidden: Whether lists leave it out.
        place: Of a command of core's own, ``module:attribute`` of it, so that running it imports
            none of the others; empty where it has to be asked for.
    """

    name: str
    help: str
    plugins: tuple[str, ...]
    hidden: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class IndexedPlugin:
    """A plugin, as completion shows it.

    Attributes:
        name: Its name.
        kind: What it is.
        summary: One sentence.
        options: Names of its options, each with the values it may take, comma-separated.
    """

    name: str
    kind: str
    summary: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CommandIndex:
    """Every command and every plugin that works.

    Attributes:
        commands: By name, sorted.
        plugins: By name, sorted.
        warnings: Sentences on plugins whose commands are left out.
    """

    commands: Mapping[str, IndexedCommand]
    plugins: Mapping[str, IndexedPlugin]
    warnings: tuple[str, ...] = ()


def load_index(*, fresh: bool = False) -> CommandIndex:
    """Return the index: the one written down if nothing changed since, else a new one.

    Args:
        fresh: Whether to ask the plugins in any case.
    """
    place = _cache_file()
    if not fresh and place is not None and (known := _read(place)) is not None:
        return known
    index, files, lasting = _ask_plugins()
    if place is not None and lasting:
        _write(place, index, files)
    return index


def _cache_file() -> str | None:
    """Return where this environment's index is kept, or ``None`` where there is no home."""
    root = cache_root()
    return f"{root}/commands-{zlib.crc32(sys.prefix.encode()):08x}.json" if root else None


def _stamps(files: list[str]) -> list[list[object]]:
    """Return what must be as it was: this program, and the change time of folders and files."""
    stamps: list[list[object]] = [["quickscale", __version__, sys.version, sys.prefix]]
    for place in [*sys.path, *files]:
        try:
            stamps.append([place, os.stat(place).st_mtime_ns])
        except OSError:
            stamps.append([place, 0])
    return stamps


def _read(place: str) -> CommandIndex | None:
    """Return the index in a file, if it is whole and still true."""
    try:
        with open(place, "rb") as file:
            known = json.load(file)
        if known["stamps"] != _stamps(known["files"]):
            return None
        return CommandIndex(
            commands={
                it["name"]: IndexedCommand(**{**it, "plugins": tuple(it["plugins"])})
                for it in known["commands"]
            },
            plugins={
                it["name"]: IndexedPlugin(
                    **{**it, "options": tuple((name, values) for name, values in it["options"])}
                )
                for it in known["plugins"]
            },
            warnings=tuple(known["warnings"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # absent, cut short, or not ours: ask the plugins instead


def _write(place: str, index: CommandIndex, files: list[str]) -> None:
    """Write the index down in one step, if the user's cache folder lets us."""
    document = {
        "stamps": _stamps(files),
        "files": files,
        "commands": [asdict(it) for it in index.commands.values()],
        "plugins": [asdict(it) for it in index.plugins.values()],
        "warnings": index.warnings,
    }
    beside = Path(f"{place}.{os.getpid()}")
    with suppress(OSError):
        beside.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(json.dumps(document), encoding="utf-8")
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


def _ask_plugins() -> tuple[CommandIndex, list[str], bool]:
    """Import every plugin and ask for its commands.

    Returns:
        The index, the files its commands came from, and whether it may be written down: not while
        a plugin is broken, for what repairs that may be in any file, even in another distribution.
    """
    from quickscale_core.plugins.commands import merge_commands
    from quickscale_core.plugins.discovery import Registry

    registry = Registry.installed()
    working = registry.plugins()
    commands, problems = merge_commands(working)
    index = CommandIndex(
        commands={
            name: IndexedCommand(
                name,
                _short_help(command),
                tuple(plugin.name for plugin in owners),
                command.hidden,
                _place(command) if all(it.builtin for it in owners) else "",
            )
            for name, (command, owners) in sorted(commands.items())
        },
        plugins={plugin.name: _indexed(plugin) for plugin in working},
        warnings=tuple(str(problem) for problem in problems),
    )
    files = sorted({file for plugin in working for file in _sources(plugin)})
    return index, files, not registry.broken()


def _short_help(command: click.Command) -> str:
    return command.get_short_help_str(_LONGEST)


def _place(command: click.Command) -> str:
    """Return ``module:attribute`` of a command, if it is one of its function's module."""
    module = getattr(command.callback, "__module__", "")
    names = vars(sys.modules[module]) if module in sys.modules else {}
    return next((f"{module}:{name}" for name, it in names.items() if it is command), "")


def _indexed(plugin: InstalledPlugin) -> IndexedPlugin:
    options = tuple(
        (option.name, "true,false" if option.type == "bool" else ",".join(option.choices))
        for option in plugin.card.options
    )
    return IndexedPlugin(plugin.name, plugin.card.kind, plugin.card.summary, options)


def _sources(plugin: InstalledPlugin) -> Iterator[str]:
    """Yield the files of a plugin that its card and commands may come from."""
    folder = f"{plugin.folder}{os.sep}"
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and file.startswith(folder):
            yield file
