"""Check the answers to a plugin's options and fill in the defaults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.spec import FlagText
from quickscale_core.source_text.answers import control_characters

if TYPE_CHECKING:
    from quickscale_core.plugin_api.plugin import Option, OptionValue, Plugin

__all__ = ["near_miss", "read_options", "wrong_definitions"]

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


class _WrongError(Exception):
    """An answer is not valid; the text says which would be."""


def read_options(
    card: Plugin, answers: Mapping[str, object], where: Callable[[str], str]
) -> tuple[dict[str, OptionValue], list[Problem]]:
    """Return a value for every option of a plugin, and what is wrong with the answers.

    Args:
        card: The plugin that asks.
        answers: Option names and answers; a
            :class:`~quickscale_core.plugin_api.spec.FlagText` is read by
            the option's type, anything else must have it.
        where: Tells where the answer to an option was given.

    Returns:
        The values, in the order the plugin declares its options, and the problems.
    """
    values: dict[str, OptionValue] = {}
    problems = [
        _unknown(card, name, where(name))
        for name in answers
        if name not in {option.name for option in card.options}
    ]
    for option in card.options:
        values[option.name] = option.default
        if option.name not in answers:
            continue
        try:
            values[option.name] = _read(option, answers[option.name])
        except _WrongError as wrong:
            problems.append(
                Problem(
                    what=f"{card.name}.{option.name} must be {wrong}",
                    where=_lines(where(option.name)),
                    fix=f"choose {_example(option)}" if option.help else "",
                )
            )
    return values, problems


def near_miss(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "x"?`` for the nearest of the known words, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""


def wrong_definitions(card: Plugin) -> list[str]:
    """Return what is wrong with a plugin's own options, as phrases that follow its name."""
    wrong = []
    seen = set()
    for option in card.options:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", option.name):
            wrong.append(f"names an option {option.name!r}, which is not a lower-case identifier")
        if option.name in seen:
            wrong.append(f"declares option {option.name!r} twice")
        seen.add(option.name)
        if fault := _pattern_fault(option):
            wrong.append(f"gives option {option.name!r} a pattern that cannot be read: {fault}")
            continue
        if option.pattern and not option.shape:
            wrong.append(f"gives option {option.name!r} a pattern and no shape, its words")
        try:
            if _read(option, _as_list(option.default)) != option.default:
                wrong.append(f"gives option {option.name!r} a default of another type")
        except _WrongError as reason:
            wrong.append(f"gives option {option.name!r} a default that is not {reason}")
    return wrong


def _pattern_fault(option: Option) -> str:
    try:
        re.compile(option.pattern)
    except re.error as error:
        return str(error)
    return ""


def _as_list(default: OptionValue) -> object:
    return list(default) if isinstance(default, tuple) else default


def _unknown(card: Plugin, name: str, place: str) -> Problem:
    names = [option.name for option in card.options]
    known = f"its options are {', '.join(names)}" if names else "it takes no options"
    return Problem(
        what=f'{card.name} has no option "{name}"',
        where=_lines(place),
        fix=near_miss(name, names) or known,
    )


def _lines(place: str) -> tuple[str, ...]:
    return (place,) if place else ()


def _example(option: Option) -> str:
    if option.choices:
        return " or ".join(f'"{choice}"' for choice in option.choices)
    if option.pattern and option.default:
        return f'a value such as "{option.default}"'
    shown = {"bool": "true or false", "int": "a number such as 3", "list": "a list such as a,b"}
    return shown.get(option.type, "another value")


def _read(option: Option, answer: object) -> OptionValue:
    """Return the answer as the option's type, or raise what it should have been."""
    readers: dict[str, Callable[[Option, object], OptionValue]] = {
        "bool": _read_bool,
        "int": _read_int,
        "str": _read_str,
        "choice": _read_choice,
        "list": _read_list,
    }
    return readers[option.type](option, answer)


def _read_bool(_: Option, answer: object) -> bool:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, FlagText) and answer.lower() in _TRUE | _FALSE:
        return answer.lower() in _TRUE
    raise _WrongError(f"true or false, not {_shown(answer)}")


def _read_int(_: Option, answer: object) -> int:
    if isinstance(answer, int) and not isinstance(answer, bool):
        return answer
    if isinstance(answer, FlagText) and re.fullmatch(r"[+-]?[0-9]{1,18}", answer):
        return int(answer)
    raise _WrongError(f"a whole number, not {_shown(answer)}")


def _read_str(option: Option, answer: object) -> str:
    if not isinstance(answer, str):
        raise _WrongError(f"text, not {_shown(answer)}")
    if option.pattern and not re.fullmatch(option.pattern, answer):
        raise _WrongError(f"{option.shape}, not {_shown(answer)}")
    _check_letters(answer)
    return str(answer)


def _check_letters(text: str) -> None:
    if found := control_characters(text):
        raise _WrongError(f"text on one line without control characters, and has {found}")


def _read_choice(option: Option, answer: object) -> str:
    if isinstance(answer, str) and answer in option.choices:
        return str(answer)
    near = near_miss(answer, option.choices) if isinstance(answer, str) else ""
    choices = ", ".join(option.choices)
    raise _WrongError(f"one of {choices}, not {_shown(answer)}{f' ({near})' if near else ''}")


def _read_list(option: Option, answer: object) -> tuple[str, ...]:
    if isinstance(answer, FlagText):
        items: list[object] = [part.strip() for part in answer.split(",") if part.strip()]
    elif isinstance(answer, list | tuple):
        items = list(answer)
    else:
        raise _WrongError(f"a list, not {_shown(answer)}")
    for item in items:
        if not isinstance(item, str):
            raise _WrongError(f"a list of texts, not of {_shown(item)}")
        _check_letters(item)
        if option.choices and item not in option.choices:
            choices = ", ".join(option.choices)
            raise _WrongError(f"a list out of {choices}, not {_shown(item)}")
    return tuple(str(item) for item in items)


def _shown(answer: object) -> str:
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return f'"{answer}"' if isinstance(answer, str) else repr(answer)
