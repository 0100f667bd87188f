"""Check whether a file's text can be parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["parses"]


def parses(path: str, data: bytes) -> bool | None:
    """Return whether a file can be parsed.

    Args:
        path: Its path, whose ending says what it is.
        data: Its bytes.

    Returns:
        ``None`` where nothing is known of files with that ending.
    """
    parse = _PARSERS.get(path.rpartition(".")[2].lower())
    if parse is None:
        return None
    try:
        parse(data)
    except (ValueError, SyntaxError, RecursionError, MemoryError):  # ast: too deeply nested
        return False
    return True


def _python(data: bytes) -> None:
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a "\d" in the owner's text is none of our business
        ast.parse(data)


def _toml(data: bytes) -> None:
    import tomllib

    tomllib.loads(data.decode("utf-8"))


def _json(data: bytes) -> None:
    import json

    json.loads(data, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object with one key twice, as both sides' additions may leave it."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _yaml(data: bytes) -> None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        reader = YAML(typ="rt", pure=True)
        reader.composer.warn_double_anchors = False  # which are allowed
        for _ in reader.load_all(data):
            pass
    except YAMLError as error:
        raise ValueError(str(error)) from error


def _ini(data: bytes) -> None:
    import configparser

    try:
        configparser.RawConfigParser(allow_no_value=True).read_string(data.decode("utf-8"))
    except configparser.Error as error:
        raise ValueError(str(error)) from error


_PARSERS: dict[str, Callable[[bytes], None]] = {
    "py": _python,
    "toml": _toml,
    "json": _json,
    "yml": _yaml,
    "yaml": _yaml,
    "cfg": _ini,
}
