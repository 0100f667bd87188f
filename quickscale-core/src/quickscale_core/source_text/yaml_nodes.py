"""Read YAML into values with their positions in the text.

Positions are kept for every key and value, in characters from the start of the text as well, so
that an edit can replace one value and leave every other byte alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from quickscale_core.errors import Problem, UsageError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node as RuamelNode

__all__ = ["Scalar", "YmlNode", "parse_yaml"]

Scalar: TypeAlias = str | int | float | bool | None

_TAG: Final = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class YmlNode:
    """A key or a value of a YAML file.

    Attributes:
        value: A scalar, a list of nodes, or a dict of nodes by their keys.
        line: The line it begins on, from 1.
        column: The column it begins at, from 1.
        start: Characters before its first one.
        end: Characters before the first one after it.
        flow: Whether a list or dict is written in brackets or braces.
        keys: Of a dict, the nodes of the keys.
    """

    value: Scalar | list[YmlNode] | dict[str, YmlNode]
    line: int
    column: int
    start: int
    end: int
    flow: bool = False
    keys: dict[str, YmlNode] = field(default_factory=dict)

    def plain(self) -> object:
        """Return the value without positions."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def parse_yaml(text: str, name: str) -> YmlNode | None:
    """Return the root of a YAML 1.2 document, or ``None`` of an empty one.

    Args:
        text: The document.
        name: What errors call the file.

    Raises:
        UsageError: It is not YAML, or it uses duplicate keys, aliases or tags.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        reader = YAML(typ="safe", pure=True)
        # a later node may have the same anchor (YAML 1.2, 7.1); ruamel would print a warning
        reader.composer.warn_double_anchors = False
        root = reader.compose(text)
        if root is None:
            return None
        reading = _Reading(name)
        node = reading.node(root)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        what = f"{name} is not valid YAML: {error.problem or error.context}"
        raise UsageError(Problem(what=what, where=(place,), fix="correct that line")) from error
    except (YAMLError, RecursionError) as error:
        said = str(error).strip().splitlines()[0]
        raise UsageError(Problem(what=f"{name} is not valid YAML: {said}")) from error
    if reading.problems:
        raise UsageError(*reading.problems)
    return node


class _Reading:
    """Turns ruamel's nodes into ours, and collects what is not allowed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def node(self, given: RuamelNode) -> YmlNode:
        """Return a node and all nodes below it."""
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        value: Scalar | list[YmlNode] | dict[str, YmlNode] = None
        keys: dict[str, YmlNode] = {}
        if given.anchor or id(given) in self._seen:
            self._wrong(given, "an anchor or alias", "write the value out where it is needed")
        elif isinstance(given, MappingNode):
            pairs = list(self._pairs(given))
            keys = {key.value: key for key, _ in pairs if isinstance(key.value, str)}
            value = {key.value: item for key, item in pairs if isinstance(key.value, str)}
        elif isinstance(given, SequenceNode):
            value = [self.node(item) for item in given.value]
        else:
            value = self._scalar(given)
        self._seen.add(id(given))
        return YmlNode(
            value=value,
            line=given.start_mark.line + 1,
            column=given.start_mark.column + 1,
            start=given.start_mark.index,
            end=given.end_mark.index,
            flow=bool(getattr(given, "flow_style", False)),
            keys=keys,
        )

    def _pairs(self, given: RuamelNode) -> Iterator[tuple[YmlNode, YmlNode]]:
        """Yield the keys and values of a mapping; of a doubled key the first."""
        first: dict[str, int] = {}
        for key, value in given.value:
            if key.id != "scalar":
                self._wrong(key, "a key that is not a word", "write a plain word before the colon")
                continue
            if key.value in first:
                place = f"it is on line {first[key.value]} already"
                self._wrong(key, f'the key "{key.value}" twice', f"{place}; keep one of them")
                continue
            first[key.value] = key.start_mark.line + 1
            # in YAML 1.2 a key such as 1 or true is not a text, but here every key is a name
            marks = key.start_mark, key.end_mark
            yield (
                YmlNode(
                    value=str(key.value),
                    line=marks[0].line + 1,
                    column=marks[0].column + 1,
                    start=marks[0].index,
                    end=marks[1].index,
                ),
                self.node(value),
            )

    def _scalar(self, given: RuamelNode) -> Scalar:
        kind = str(given.tag).removeprefix(_TAG)
        text = str(given.value)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in {"int", "float"}:
            return self._number(given, kind, text)
        # YAML 1.2's core schema has no dates: what looks like one is a text
        if kind not in {"str", "timestamp"}:
            self._wrong(given, f'the tag "{given.tag}"', "write the value without it")
        return text

    def _number(self, given: RuamelNode, kind: str, text: str) -> Scalar:
        from ruamel.yaml import YAML

        read = YAML(typ="safe", pure=True).constructor
        try:
            number = read.construct_yaml_int(given) if kind == "int" else None
            return number if number is not None else float(read.construct_yaml_float(given))
        except ValueError:
            self._wrong(given, f'the number "{text[:40]}"', "write a number, or quote the text")
            return None

    def _wrong(self, given: RuamelNode, what: str, fix: str) -> None:
        mark = given.start_mark
        self.problems.append(
            Problem(
                what=f"{self.name} has {what}",
                where=(f"{self.name}:{mark.line + 1}:{mark.column + 1}",),
                fix=fix,
            )
        )
