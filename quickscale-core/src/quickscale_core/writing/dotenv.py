"""The project's ``.env``: local answers and fresh secrets, in no tree, lock or object."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from quickscale_core.source_text.filters import env

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quickscale_core.plugin_api.contributions import EnvVar

__all__ = ["DOTENV", "complete_dotenv", "missing_variables", "random_secret"]

DOTENV: Final = ".env"
"""Where it stands in a project."""

_HEADER = "# This machine's own settings and secrets. Never commit this file.\n"
_NAME = re.compile(
    r"\s*(?P<hint>#\s*)?(?:export\s+)?(?P<name>[A-Z_][A-Z0-9_]*)\s*=\s*(?P<value>.*)"
)
_SECRET_BYTES = 38  # 51 URL-safe characters, of which 50 are taken


def complete_dotenv(text: str, variables: Iterable[EnvVar]) -> str:
    """Return a ``.env`` with the variables it lacks; what it holds stays as it is.

    Args:
        text: What the file holds, or ``""`` while there is none.
        variables: Every variable of the project. One that ``generate`` asks for gets 50 random
            characters (about 300 bits) from the system's source of randomness.
    """
    blocks = [
        f"\n# {variable.comment}\n{_line(variable)}\n"
        for variable in missing_variables(text, variables)
    ]
    start = text or _HEADER
    return start + ("" if start.endswith("\n") else "\n") + "".join(blocks) if blocks else text


def missing_variables(text: str, variables: Iterable[EnvVar]) -> list[EnvVar]:
    """Return the variables that a ``.env`` does not name, in their order.

    Args:
        text: What the file holds, or ``""`` while there is none.
        variables: Every variable of the project.
    """
    present = set(_names(text))
    return [it for it in variables if it.name not in present]


def _names(text: str) -> Iterator[str]:
    """Yield the names a ``.env`` gives values to, or hints at; a value in quotes has many lines."""
    quote = ""
    for line in text.splitlines():
        if quote:
            if _closed(line, quote):
                quote = ""
            continue
        if found := _NAME.match(line):
            yield found["name"]
            value = found["value"]
            opened = value[:1] if value[:1] in {"'", '"'} and not found["hint"] else ""
            if opened and not _closed(value[1:], opened) and _closed_later(text, line, opened):
                quote = opened


def _closed(line: str, quote: str) -> bool:
    """Return whether a quote is closed on a line; within double quotes a backslash escapes."""
    plain = re.sub(r"\\.", "", line) if quote == '"' else line
    return quote in plain


def _closed_later(text: str, line: str, quote: str) -> bool:
    """Return whether a quote is closed below a line; an apostrophe alone opens nothing."""
    return _closed(text.partition(line)[2], quote)


def _line(variable: EnvVar) -> str:
    if variable.generate:
        return f"{variable.name}={random_secret()}"
    if variable.local is None:
        return f"# {variable.name}="
    return f"{variable.name}={env(variable.local)}"


def random_secret() -> str:
    """Return 50 random URL-safe characters (about 300 bits)."""
    return secrets.token_urlsafe(_SECRET_BYTES)[:50]
