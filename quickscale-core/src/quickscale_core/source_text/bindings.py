"""Which names a file binds, scope by scope: of two bindings in one scope the first is dead."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Bindings", "bindings"]

Bindings: TypeAlias = dict[tuple[str, ...], Counter[str]]
"""By scope and name, how often each binding stands there: ``("Team", "note")`` is a field."""

_BLOCK: Final = re.compile(r"\{%-?\s*block\s+(\w+)")
_VARIABLE: Final = re.compile(r"^(?:export\s+)?([A-Z_][A-Z0-9_]*)=(.*)$", re.MULTILINE)
_PATCHES: Final = {"setter", "getter", "deleter", "register", "overload"}
"""Decorators of a function that adds to the one of its name before it."""


def bindings(path: str, data: bytes) -> Bindings:
    """Return the names that a file binds, each scope's own; none where it cannot be read.

    In Python these are a module's and its classes' names and the keys of their dicts; what only an
    ``if`` or ``try`` binds is left out. In a template they are its blocks, in ``.env.example`` its
    variables. Other formats refuse a name that stands there twice.

    Args:
        path: The file's path, whose ending says what it is.
        data: Its bytes.
    """
    name = path.rpartition("/")[2]
    read = _READERS.get(name) or _READERS.get(f".{name.rpartition('.')[2]}")
    found: Bindings = {}
    if read is not None:
        try:
            for key, what in read(data.decode()):
                found.setdefault(key, Counter())[what] += 1
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return {}
    return found


def _python(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a "\d" in the owner's text is none of our business
        tree = ast.parse(text)
    yield from _of_body(tree.body, ())


def _of_body(body: list[ast.stmt], scope: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield (*scope, node.name), "class"
            yield from _of_body(node.body, (*scope, node.name))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not any(_last_name(it) in _PATCHES for it in node.decorator_list):
                yield (*scope, node.name), ast.dump(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for it in node.names:
                bound = it.asname or it.name
                yield (*scope, bound), f"{getattr(node, 'module', '')} {it.name}"
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _of_target(target, node.value, scope)
        elif isinstance(node, ast.AnnAssign):
            yield from _of_target(node.target, node.value or node.annotation, scope)


def _of_target(
    target: ast.expr, value: ast.expr, scope: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(target, ast.Tuple | ast.List):
        for it in target.elts:
            yield from _of_target(it, value, scope)
    elif isinstance(target, ast.Name):
        yield (*scope, target.id), ast.dump(value)
        yield from _of_dict(value, (*scope, target.id))


def _of_dict(value: ast.expr, scope: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, ast.Dict):
        for key, item in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant):
                named = (*scope, repr(key.value))
                yield named, ast.dump(item)
                yield from _of_dict(item, named)


def _last_name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _template(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for found in _BLOCK.finditer(text):
        yield (found[1],), text[found.end() :].partition("endblock")[0]


def _variables(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for found in _VARIABLE.finditer(text):
        yield (found[1],), found[2]


_READERS: Final[dict[str, Callable[[str], Iterator[tuple[tuple[str, ...], str]]]]] = {
    ".py": _python,
    ".html": _template,
    ".env.example": _variables,
}
