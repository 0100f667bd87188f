"""Change what a ``quickscale.yml`` asks for, and leave every other byte of it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from quickscale_core.errors import Problem, QuickScaleError, UsageError
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.project_file.edits import (
    Document,
    Drop,
    Edit,
    Ensure,
    edited,
    may_vanish,
    same_document,
)
from quickscale_core.project_file.reading import forward_yml, read_yml
from quickscale_core.source_text.filters import yaml
from quickscale_core.source_text.yaml_entries import drop_entry, put_entry
from quickscale_core.source_text.yaml_nodes import YmlNode, parse_yaml

__all__ = ["edit_yml"]

_ORDER: Final = {
    (): ("schema", "project", "theme", "deploy", "modules", "settings"),
    ("project",): ("name", "title"),
    ("theme",): ("name", "options"),
    ("deploy",): ("name", "options"),
}
"""The order of the keys in a fresh file; those of a module, then options, by name."""


def edit_yml(text: str, edits: Sequence[Edit], name: str = FILE_NAME) -> str:
    """Return a ``quickscale.yml`` after some edits, made one after the other.

    Only the entries that an edit names are written anew: comments, quotes, indentation, line ends,
    braces and a missing last line's end stay as they are. After each edit the file is read again:
    its document must have changed exactly as :func:`~.edits.edited` says. A fresh file becomes what
    :func:`~quickscale_core.project_file.writing.write_yml` writes for the changed project.

    Args:
        text: The file's text, with the line ends it has.
        edits: What is to change.
        name: What errors call the file.

    Raises:
        UsageError: The text is no ``quickscale.yml``, before or after the edits.
        QuickScaleError: The file is written in a way that could not be edited; it names the line
            that is to be changed by hand.
    """
    text = forward_yml(text)
    read_yml(text, name)
    for edit in edits:
        root = cast("YmlNode", parse_yaml(text, name))  # read_yml refuses an empty file
        after = _carry_out(text, root, edit)
        try:
            node = parse_yaml(after, name)
        except UsageError as error:
            raise _not_editable(root, edit, name) from error
        if not same_document(_document(node), edited(_document(root), edit)):
            raise _not_editable(root, edit, name)
        text = after
    read_yml(text, name)
    return text


def _document(root: YmlNode | None) -> Document:
    return cast("Document", root.plain()) if root else {}


def _carry_out(text: str, root: YmlNode, edit: Edit) -> str:
    is_there = len(_trail(root, edit.path)) > len(edit.path)
    if isinstance(edit, Drop):
        return drop_entry(text, root, edit.path, may_vanish) if is_there else text
    if isinstance(edit, Ensure):
        return text if is_there else put_entry(text, root, edit.path, {}, _is_before)
    return put_entry(text, root, edit.path, edit.value, _is_before)


def _is_before(path: Sequence[str], one: str, other: str) -> bool:
    """Return whether a key is written before another one; settings keep the order they came in."""
    if tuple(path) == ("settings",):
        return True
    order = _ORDER.get(tuple(path), ())
    if path[:1] == ("modules",) and len(path) == 2:  # noqa: PLR2004 - in one module
        order = ("version", "options")
    if one in order and other in order:
        return order.index(one) < order.index(other)
    return one < other


def _trail(root: YmlNode, path: Sequence[str]) -> list[YmlNode]:
    """Return the nodes along a path, as far as there are any; the root is the first."""
    trail = [root]
    for name in path:
        inner = trail[-1].value
        if not isinstance(inner, dict) or name not in inner:
            break
        trail.append(inner[name])
    return trail


def _not_editable(root: YmlNode, edit: Edit, name: str) -> QuickScaleError:
    """Return the error that names the line to edit by hand."""
    last = _trail(root, edit.path)[-1]
    path = ".".join(edit.path)
    value = yaml({} if isinstance(edit, Ensure) else getattr(edit, "value", None))
    wanted = f"no {path}" if isinstance(edit, Drop) else f"{path}: {value}"
    return QuickScaleError(
        Problem(
            what=f"{name} is written in a way that quickscale cannot change",
            where=(f"{name}:{last.line}:{last.column}",),
            fix=f"change it by hand, so that it has {wanted}",
        )
    )
