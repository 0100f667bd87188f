"""Write a setting's value as Python source, laid out as ruff's formatter lays it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from quickscale_core.plugin_api.values import REQUIRED, Env, ProjectPath, Ref, Value

__all__ = ["LINE_LENGTH", "assignment", "import_lines", "names_used", "python_source"]

LINE_LENGTH: Final = 100
"""The line length of generated projects."""


def python_source(value: Value, *, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """Return a value as an expression, broken into lines where it does not fit on one.

    Args:
        value: The value.
        indent: Columns that the line it begins on is indented by.
        before: Columns that stand before it on its first line, indentation included.
        after: Columns that stand after it on its last line.
    """
    line = _one_line(value)
    if before + len(line) + after <= LINE_LENGTH:
        return line
    return _broken(value, indent)


def assignment(name: str, value: Value) -> str:
    """Return ``NAME = value`` at the top level of a module.

    A value that does not show a type checker what its elements are is annotated, as mypy asks
    for (its error code ``var-annotated``).
    """
    target = f"{name}: {_ANNOTATIONS[type(value)]}" if _elements_unknown(value) else name
    before = len(target) + 3
    text = python_source(value, before=before)
    if "\n" not in text and before + len(text) > LINE_LENGTH and 4 + len(text) <= LINE_LENGTH:
        text = f"(\n    {text}\n)"
    return f"{target} = {text}"


_ANNOTATIONS: Final[dict[type, str]] = {
    list: "list[object]",
    dict: "dict[str, object]",
    tuple: "tuple[object, ...]",
}


def _elements_unknown(value: Value) -> bool:
    """Return whether a value holds nothing that tells the type of the elements it may get."""
    if isinstance(value, dict | list):
        items = list(value.values() if isinstance(value, dict) else value)
        telling = [it for it in items if it is not None and not _elements_unknown(it)]
        return not telling and (not items or any(map(_elements_unknown, items)))
    return isinstance(value, tuple) and any(map(_elements_unknown, value))


def import_lines(values: Sequence[Value]) -> tuple[str, ...]:
    """Return the import lines that these values need, sorted by module."""
    found: dict[str, set[str]] = {}
    for value in values:
        for part in _parts(value):
            if isinstance(part, timedelta):
                found.setdefault("datetime", set()).add("timedelta")
            elif isinstance(part, Ref):
                module, _, name = part.target.partition(":")
                found.setdefault(module, set()).add(name)
    return tuple(
        f"from {module} import {', '.join(sorted(found[module]))}" for module in sorted(found)
    )


def names_used(values: Sequence[Value]) -> tuple[str, ...]:
    """Return which of ``BASE_DIR`` and ``env`` these values use."""
    names = set()
    for value in values:
        for part in _parts(value):
            if isinstance(part, Env):
                names.add("env")
            elif isinstance(part, ProjectPath):
                names.add("BASE_DIR")
    return tuple(sorted(names))


def _parts(value: Value) -> Iterator[Value]:
    yield value
    if isinstance(value, dict):
        for item in value.values():
            yield from _parts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, Env) and value.default is not REQUIRED:
        yield from _parts(value.default)  # type: ignore[arg-type]


def _one_line(value: Value) -> str:  # noqa: PLR0911 - one answer per type
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        pairs = (f"{_text(key)}: {_one_line(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        items = ", ".join(_one_line(item) for item in value)
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        left, right = "[]" if isinstance(value, list) else "()"
        return f"{left}{items}{comma}{right}"
    if isinstance(value, Ref):
        return value.target.partition(":")[2]
    if isinstance(value, ProjectPath):
        return _project_path(value)
    if isinstance(value, Env | timedelta):
        name, arguments = _call(value)
        shown = (f"{key}={_one_line(item)}" if key else _one_line(item) for key, item in arguments)
        return f"{name}({', '.join(shown)})"
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    raise TypeError(f"Python source cannot hold a {type(value).__name__} as a setting's value")


def _broken(value: Value, indent: int) -> str:
    """Return a value over several lines; what has no brackets to break stays on one."""
    inner = indent + 4
    margin, closing = " " * inner, " " * indent
    if isinstance(value, dict) and value:
        rows = []
        for key, item in value.items():
            start = f"{margin}{_text(key)}: "
            rows.append(start + python_source(item, indent=inner, before=len(start), after=1))
        return "{\n" + "".join(f"{row},\n" for row in rows) + closing + "}"
    if isinstance(value, list | tuple) and value:
        left, right = "[]" if isinstance(value, list) else "()"
        rows = [python_source(item, indent=inner, before=inner, after=1) for item in value]
        return left + "\n" + "".join(f"{margin}{row},\n" for row in rows) + closing + right
    if isinstance(value, Env | timedelta):
        name, arguments = _call(value)
        line = _one_line(value)[len(name) + 1 : -1]
        if inner + len(line) <= LINE_LENGTH:
            return f"{name}(\n{margin}{line}\n{closing})"
        rows = []
        for key, item in arguments:
            start = f"{key}=" if key else ""
            before = inner + len(start)
            rows.append(start + python_source(item, indent=inner, before=before, after=1))
        return f"{name}(\n" + "".join(f"{margin}{row},\n" for row in rows) + f"{closing})"
    return _one_line(value)


def _call(value: Env | timedelta) -> tuple[str, list[tuple[str, Value]]]:
    """Return the callable and the arguments that a value is written as."""
    if isinstance(value, Env):
        name = "env" if value.type == "str" else f"env.{_ENV_METHODS.get(value.type, value.type)}"
        arguments: list[tuple[str, Value]] = [("", value.name)]
        if value.default is not REQUIRED:
            arguments.append(("default", value.default))  # type: ignore[arg-type]
        return name, arguments
    units = [("days", value.days), ("seconds", value.seconds), ("microseconds", value.microseconds)]
    if not value.microseconds and value.seconds and not value.seconds % 3600:
        units = [("days", value.days), ("hours", value.seconds // 3600)]
    elif not value.microseconds and value.seconds and not value.seconds % 60:
        units = [("days", value.days), ("minutes", value.seconds // 60)]
    return "timedelta", [(unit, number) for unit, number in units if number]


_ENV_METHODS: Final = {"db_url": "db", "cache_url": "cache", "email_url": "email"}


def _project_path(value: ProjectPath) -> str:
    inner = f"BASE_DIR / {_text(value.path)}" if value.path else "BASE_DIR"
    if not value.prefix:
        return inner
    # before Python 3.12 an f-string's expression holds neither backslashes nor its own quotes
    if not re.fullmatch(r"[ -~]*", value.prefix + value.path) or re.search(
        r"[\\'\"{}]", value.prefix + value.path
    ):
        return f"{_text(value.prefix)} + str({inner})"
    return f'f"{value.prefix}{{{inner.replace(chr(34), chr(39))}}}"'


def _text(value: str) -> str:
    """Return a string literal with the quotes a formatter prefers."""
    shown = repr(value)
    if shown[0] == '"':
        return shown
    if '"' not in value:
        return f'"{shown[1:-1]}"'
    if "'" not in value or value.count('"') > value.count("'"):
        return shown
    return '"' + shown[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
