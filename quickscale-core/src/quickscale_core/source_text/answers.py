"""Texts that somebody answered: they reach a file through a filter for its language alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quickscale_core.plugin_api.plugin import OptionValue, Plugin

__all__ = ["FILTERED", "Answer", "answers", "control_characters", "finalize"]

FILTERED: Final = (
    "reaches the file as it was answered; let it pass a filter of the file's language:"
    " py, docstring, toml, yaml, json, md, code, env, or e for HTML and XML"
)
_CONTROLS: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
"""What ends a line, moves the cursor, turns the order of letters, or is half of one."""


class Answer(str):
    """A text that somebody answered, as templates get it. What a filter returns is none."""

    __slots__ = ()


def answers(card: Plugin, options: Mapping[str, OptionValue]) -> dict[str, object]:
    """Return a plugin's options with each free text of them as an :class:`Answer`.

    What is one of some choices, or matches a pattern, is what the plugin's author allows.

    Args:
        card: The plugin.
        options: A value for each of its options.
    """
    found: dict[str, object] = dict(options)
    for option in card.options:
        value = options[option.name]
        if option.choices or option.pattern:
            continue
        if isinstance(value, str):
            found[option.name] = Answer(value)
        elif isinstance(value, tuple):
            found[option.name] = tuple(map(Answer, value))
    return found


def finalize(value: object) -> object:
    """Return what a template puts into a file.

    Raises:
        ValueError: It is an answer that passed no filter.
    """
    if isinstance(value, Answer):
        raise ValueError(FILTERED)  # noqa: TRY004 - the template is wrong, not a type
    return value


def control_characters(text: str) -> str:
    """Return the control characters of a text, escaped, with a space between them; or nothing.

    Line ends are among them, what turns the order of letters, and halves of a letter.
    """
    return " ".join(ascii(it)[1:-1] for it in dict.fromkeys(_CONTROLS.findall(text)))
