"""The questions of ``quickscale init``, asked where nothing was chosen on a terminal."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import questionary

from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api.spec import FlagText
from quickscale_core.plugins.option_answers import read_options
from quickscale_core.project_file.names import name_error
from quickscale_core.writing.destination import current_folder, new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quickscale_core.cli.choosing.choices import Choices
    from quickscale_core.plugin_api.plugin import Option
    from quickscale_core.plugins.discovery import InstalledPlugin, Registry

__all__ = ["ask"]


def ask(choices: Choices, registry: Registry) -> Choices:
    """Ask for what was not given by flags.

    Args:
        choices: What was said: a name perhaps, and how to go about it.
        registry: What there is to choose from.

    Raises:
        KeyboardInterrupt: The user stops the wizard.
    """
    if choices.name is None:
        choices = replace(choices, name=_ask_name(choices.dest or Path()))
    modules = _ask_modules(registry)
    theme = _ask_one("Theme", registry.plugins("theme"))
    deploy = _ask_one("Deploy target", registry.plugins("deploy"), none="none for now")
    chosen = [registry.get(name) for name in (*modules, theme, deploy) if name]
    answers = tuple(it for plugin in chosen for it in _ask_options(plugin))  # type: ignore[arg-type]
    git = _confirm("Make a git repository", default=choices.git)
    choices = replace(
        choices, modules=modules, theme=theme, deploy=deploy, answers=answers, git=git
    )
    if not _confirm("Create the project", default=True):
        raise KeyboardInterrupt
    return choices


def _ask_name(parent: Path) -> str | None:
    """Ask for the project's name; ``None`` takes the current folder."""
    with suppress(QuickScaleError):
        place = current_folder()
        if not name_error(place.folder.name) and _confirm(
            f"Make the project in this folder, {place.folder.name}", default=True
        ):
            return None

    def check(text: str) -> bool | str:
        if wrong := name_error(text):
            return wrong
        try:
            new_folder(parent, text)
        except QuickScaleError as error:
            return error.problems[0].what
        return True

    return str(questionary.text("Name of the project", validate=check).unsafe_ask())


def _ask_modules(registry: Registry) -> tuple[str, ...]:
    modules = registry.plugins("module")
    if not modules:
        return ()
    chosen = questionary.checkbox("Modules", choices=_entries(modules)).unsafe_ask()
    return tuple(chosen)


def _ask_one(what: str, plugins: tuple[InstalledPlugin, ...], none: str = "") -> str | None:
    """Ask for one plugin of a kind; with nothing to choose, say nothing."""
    if not plugins or (len(plugins) == 1 and not none):
        return plugins[0].name if plugins else None
    first = sorted(plugins, key=lambda it: it.builtin)  # a theme that was installed on purpose
    entries = [*_entries(first)]
    if none:
        entries.insert(0, questionary.Choice(none, value=""))
    return questionary.select(what, choices=entries).unsafe_ask() or None


def _entries(plugins: Iterable[InstalledPlugin]) -> list[questionary.Choice]:
    return [questionary.Choice(f"{it.name}: {it.card.summary}", value=it.name) for it in plugins]


def _ask_options(plugin: InstalledPlugin) -> Iterator[str]:
    """Ask for a plugin's options, if the reader wants to see them; yield what is no default."""
    options = plugin.card.options
    if not options or not _confirm(f"Change how {plugin.name} works", default=False):
        return
    for option in options:
        answer = _ask_option(option, plugin)
        if answer != _typed(option):
            yield f"{plugin.name}.{option.name}={answer}"


def _ask_option(option: Option, plugin: InstalledPlugin) -> str:
    """Ask for one option; the answer is as it would be typed after ``--set``."""

    def check(text: str) -> bool | str:
        _, wrong = read_options(plugin.card, {option.name: FlagText(text)}, lambda _: "")
        return wrong[0].what if wrong else True

    what = option.help.removesuffix(".")
    if option.type == "bool":
        return "true" if _confirm(what, default=bool(option.default)) else "false"
    if option.type == "choice":
        chosen = questionary.select(what, choices=list(option.choices), default=_typed(option))
        return str(chosen.unsafe_ask())
    if option.type == "list" and option.choices:
        default = option.default if isinstance(option.default, tuple) else ()
        entries = [questionary.Choice(it, checked=it in default) for it in option.choices]
        return ",".join(questionary.checkbox(what, choices=entries).unsafe_ask())
    return str(questionary.text(what, default=_typed(option), validate=check).unsafe_ask())


def _typed(option: Option) -> str:
    """Return an option's default as it would be typed."""
    if isinstance(option.default, tuple):
        return ",".join(option.default)
    return str(option.default).lower() if option.type == "bool" else str(option.default)


def _confirm(what: str, *, default: bool) -> bool:
    return bool(questionary.confirm(what, default=default).unsafe_ask())
