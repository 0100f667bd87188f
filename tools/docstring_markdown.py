"""Docstrings as Markdown: prose, tables of arguments, and examples as code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["defaults", "docstring", "methods", "prose"]

_EMPTY: Final = {"field(default_factory=dict)": "{}"}
_ROLE = re.compile(r":(?:class|func|data|meth|mod|attr):`~?(?:[\w.]+\.)?(\w+)`")


def methods(one: griffe.Class) -> Iterator[str]:
    """Yield a class's public methods, and what is called when it is called."""
    for method in one.functions.values():
        called = method.name == "__call__"
        if method.docstring and (called or not method.name.startswith("_")):
            arguments = ", ".join(it.name for it in method.parameters if it.name != "self")
            yield f"#### {one.name}{'' if called else '.' + method.name}({arguments})"
            yield from docstring(method)


def docstring(thing: griffe.Object | griffe.Alias) -> Iterator[str]:
    """Yield an object's docstring as Markdown."""
    if thing.docstring is None:
        return
    for section in thing.docstring.parse("google", warnings=False):
        match section.kind:
            case griffe.DocstringSectionKind.text:
                yield prose(section.value)
            case griffe.DocstringSectionKind.attributes:
                yield _rows(("attribute", "what it is"), [(i.name, i) for i in section.value])
            case griffe.DocstringSectionKind.parameters:
                yield _rows(("argument", "what it is"), [(i.name, i) for i in section.value])
            case griffe.DocstringSectionKind.returns:
                yield "Returns: " + " ".join(prose(item.description) for item in section.value)
            case griffe.DocstringSectionKind.raises:
                pairs = [(str(item.annotation), item) for item in section.value]
                yield _rows(("raises", "when"), pairs)
            case griffe.DocstringSectionKind.examples:
                yield from (_example(text) for _, text in section.value)
            case griffe.DocstringSectionKind.admonition:
                yield _example(section.value.description)
            case _:
                continue


def _rows(head: tuple[str, str], rows: Sequence[tuple[str, griffe.DocstringElement]]) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    for name, item in rows:
        text = prose(item.description).replace("\n", " ").replace("|", "\\|")
        lines.append(f"| `{name}` | {text} |")
    return "\n".join(lines)


def defaults(one: griffe.Class) -> str:
    """Return which of a class's fields may be left out, in one line, or nothing."""
    fields = [
        f"`{attribute.name}={_EMPTY.get(str(attribute.value), attribute.value)}`"
        for attribute in one.attributes.values()
        if attribute.value is not None
        and "init=False" not in str(attribute.value)
        and ("field(" not in str(attribute.value) or "default" in str(attribute.value))
    ]
    return f"May be left out: {', '.join(fields)}." if fields else ""


def _example(text: str) -> str:
    """Return an example as code: a doctest's prompts are taken off, indented code is kept."""
    lines = text.strip("\n").splitlines()
    code = [line[4:] if line.startswith((">>> ", "... ")) else line for line in lines]
    code = ["" if line in {">>>", "..."} else line for line in code]
    return "```python\n" + "\n".join(code) + "\n```"


def prose(text: str) -> str:
    """Return a docstring's prose as Markdown: roles and double backticks become code."""
    text = _ROLE.sub(r"`\1`", text.strip()).replace("``", "`")
    return re.sub(r"::\n\n((?:    .*\n?|\n)+)", lambda m: f":\n\n{m.group(1)}", text)
