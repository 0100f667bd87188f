"""Check a plugin's card, and that its hooks are hooks that core calls."""

from __future__ import annotations

import re
from inspect import signature
from types import ModuleType
from typing import Final, get_args

import pluggy

from quickscale_core.plugin_api import hookspecs
from quickscale_core.plugin_api.plugin import Kind, Option, OptionType, Plugin
from quickscale_core.plugins.import_guard import PluginFault
from quickscale_core.plugins.option_answers import near_miss, wrong_definitions

__all__ = ["HOOKS", "check_card", "make_manager"]

HOOKS = ("contribute_templates", "contribute_settings", "contribute_commands", "post_generate")
"""The hooks, in the order core calls them."""

_MARK: Final = f"{hookspecs.PROJECT_NAME}_impl"
"""The attribute that pluggy's marker gives a function."""

_TEXTS = ("name", "kind", "summary")
_TEXTS_OR_NONE = ("frontend", "extends")
_OPTION_TEXTS = ("name", "help", "pattern", "shape")
_TUPLES = ("requires", "conflicts", "provides", "frontends")


def check_card(module: ModuleType, name: str, path: str, *, builtin: bool) -> Plugin:
    """Return a plugin module's card.

    Args:
        module: The imported module.
        name: The entry point's name.
        path: The entry point's module.
        builtin: Whether it is a part of core, whose modules need not be named after it.

    Raises:
        PluginFault: It has no card, or the card is not valid.
    """
    card = getattr(module, "PLUGIN", None)
    if card is None:
        raise PluginFault("has no PLUGIN in its module", path)
    if not isinstance(card, Plugin):
        raise PluginFault(f"has a PLUGIN of type {type(card).__name__}, not Plugin", path)
    wrong = [*_wrong_types(card)]
    if not wrong:
        wrong = [*_wrong_values(card, name), *wrong_definitions(card)]
    segment = path.removesuffix(".plugin").rpartition(".")[2]
    if not wrong and not builtin and segment != name:
        wrong.append(f'lives in a package called "{segment}"; it must end in its name')
    if wrong:
        raise PluginFault(wrong[0], path)
    return card


def make_manager(module: ModuleType) -> pluggy.PluginManager:
    """Return a pluggy manager that holds this one plugin.

    With a manager per plugin the owner of every result is known, and one plugin's exception does
    not keep core from asking the others.

    Raises:
        PluginFault: It implements a hook that does not exist, or with an argument that core does
            not pass, or has a function of a hook's name without ``@hookimpl``.
    """
    for name in HOOKS:
        if callable(made := getattr(module, name, None)) and not hasattr(made, _MARK):
            raise PluginFault(
                f"has a function {name} without @hookimpl above it, so it would never be called",
                _place(made),
            )
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(module)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        text = str(error)
        if found := re.match(r"unknown hook '(\w+)'", text):
            near = near_miss(found[1], list(HOOKS))
            hint = f"; {near}" if near else ""
            raise PluginFault(
                f'implements a hook "{found[1]}", which does not exist{hint}'
            ) from error
        raise PluginFault(_wrong_arguments(module) or text.strip().splitlines()[-1]) from error
    return manager


def _wrong_arguments(module: ModuleType) -> str:
    """Return which hook takes an argument that core does not pass."""
    for name in HOOKS:
        passed = signature(getattr(hookspecs, name)).parameters
        made = getattr(module, name, None)
        taken = signature(made).parameters if callable(made) else {}
        if odd := [argument for argument in taken if argument not in passed]:
            given = f"passes {', '.join(passed)}" if passed else "passes none"
            return f'has a hook {name} that takes "{odd[0]}", and core {given}'
    return ""


def _place(made: object) -> str:
    """Return where a function was written, as ``path:line``."""
    code = getattr(made, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else ""


def _wrong_types(card: Plugin) -> list[str]:
    wrong = [
        f"has a PLUGIN whose {attribute} is not a text"
        for attribute in _TEXTS
        if not isinstance(getattr(card, attribute), str)
    ]
    for attribute in _TUPLES:
        value = getattr(card, attribute)
        if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
            wrong.append(f"has a PLUGIN whose {attribute} is not a tuple of texts")
    wrong += [
        f"has a PLUGIN whose {attribute} is neither a text nor None"
        for attribute in _TEXTS_OR_NONE
        if not isinstance(getattr(card, attribute), str | None)
    ]
    if not isinstance(card.options, tuple) or not all(
        isinstance(option, Option) for option in card.options
    ):
        return [*wrong, "has a PLUGIN whose options are not a tuple of Option"]
    wrong += [
        f"has an option {option.name!r} of type {option.type!r};"
        f" use one of {', '.join(get_args(OptionType))}"
        for option in card.options
        if option.type not in get_args(OptionType)
    ]
    return [*wrong, *(found for option in card.options for found in _wrong_option_types(option))]


def _wrong_option_types(option: Option) -> list[str]:
    wrong = [
        f"has an option {option.name!r} whose {attribute} is not a text"
        for attribute in _OPTION_TEXTS
        if not isinstance(getattr(option, attribute), str)
    ]
    choices = option.choices
    if not isinstance(choices, tuple) or not all(isinstance(item, str) for item in choices):
        wrong.append(f"has an option {option.name!r} whose choices are not a tuple of texts")
    return wrong


def _wrong_values(card: Plugin, name: str) -> list[str]:
    wrong = []
    if card.name != name:
        wrong.append(f'calls itself "{card.name}", but its entry point is "{name}"')
    if not re.fullmatch(r"[a-z][a-z0-9_]*", card.name):
        wrong.append("has a name that is not a lower-case identifier")
    if card.kind not in get_args(Kind):
        wrong.append(f'is of a kind "{card.kind}", which does not exist')
    if card.kind == "theme" and not card.frontend:
        wrong.append("is a theme without a frontend")
    return wrong
