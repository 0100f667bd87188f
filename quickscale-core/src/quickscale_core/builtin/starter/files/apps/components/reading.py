"""Find out which names of its context a part of a template reads.

What reads no name looks the same wherever it stands, and what reads nothing but its own attributes
looks the same whenever they are the same: in one language, which texts and numbers follow, and
below one prefix, which addresses follow. A tag that is not known here may read anything, the clock
and the request among it, so nothing is said of a part that holds one.
"""

# ruff: noqa: SLF001 - what django-cotton has worked out of a tag is in its private names

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from django.template import Node, NodeList, defaulttags
from django.template.base import (
    FilterExpression,
    TextNode,
    Token,
    TokenType,
    Variable,
    VariableNode,
)
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django_cotton.templatetags import InlineTemplate
from django_cotton.templatetags._component import CottonComponentNode, PreparedValue
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.templatetags._vars import CottonVarsNode

from apps.components.constant_parts import ConstantPart

Names: TypeAlias = frozenset[str]
Reads: TypeAlias = Callable[[CottonComponentNode], Names | None]
"""Says what the template of a component reads apart from the component's attributes, if known."""

NOTHING: Final[Names] = frozenset()
ADDRESSES: Final[Names] = frozenset({"{% url %}"})
"""What stands among the names for where the site's addresses begin, and which there are."""
TOKEN: Final[Names] = frozenset({"{% csrf_token %}"})
"""What stands among the names for a token that is another one each time."""
BESIDES: Final[Names] = ADDRESSES | TOKEN
CONSTANTS: Final = frozenset({"True", "False", "None"})

KNOWN_NODES: Final = (
    *(TextNode, VariableNode, TranslateNode, StaticNode, CottonSlotNode),
    *(defaulttags.CommentNode, defaulttags.FirstOfNode, defaulttags.IfNode),
    *(defaulttags.LoadNode, defaulttags.WidthRatioNode),
)
"""Tags that read what is written in them, and put at most the name ``asvar`` into the context."""

FILTERS_FROM: Final = (
    "apps.pages.templatetags.people",
    "apps.pages.templatetags.tables",
    "django.contrib.humanize.templatetags.humanize",
    "django.template.defaultfilters",
    "django.templatetags.l10n",
)
CHANGING_FILTERS: Final = frozenset(
    {"naturalday", "naturaltime", "random", "timesince", "timeuntil"}
)
"""Filters whose answer is another one the next time."""


class UnknownReadingError(Exception):
    """It cannot be told what a part of a template reads."""


def names_read(part: object, reads: Reads) -> Names:
    """Return the names that a part of a template reads from the context it is drawn in.

    Args:
        part: A node, a list of them, or a piece of one.
        reads: Asked of every component in it.

    Raises:
        UnknownReadingError: There is something in it that may read anything.
    """
    if isinstance(part, str):
        return NOTHING
    if isinstance(part, NodeList):
        return _of_siblings(part, reads)
    if isinstance(part, Node):
        return _of_node(part, reads)
    if isinstance(part, Variable):
        return _of_lookup(part.lookups)
    if isinstance(part, FilterExpression):
        return _of_expression(part, reads)
    return _of_all(_pieces(part), reads)


def _pieces(part: object) -> Iterable[object]:
    """Return what a part that is no node is made of."""
    if isinstance(part, dict):
        return part.values()
    if isinstance(part, list | tuple):
        return part
    if isinstance(part, TokenBase):
        return [getattr(part, name, None) for name in ("first", "second", "value")]
    if isinstance(part, PreparedValue):
        return [part._variable, part._template]
    if isinstance(part, InlineTemplate):
        return [part.nodelist]
    return ()


def _of_all(parts: Iterable[object], reads: Reads) -> Names:
    return NOTHING.union(*(names_read(part, reads) for part in parts))


def _of_lookup(lookups: tuple[str, ...] | None) -> Names:
    first = lookups[0] if lookups else "True"
    return NOTHING if first in CONSTANTS or not first.isidentifier() else frozenset({first})


def _of_expression(expression: FilterExpression, reads: Reads) -> Names:
    for function, _ in expression.filters:
        name = getattr(function, "_filter_name", "")
        if function.__module__ not in FILTERS_FROM or name in CHANGING_FILTERS:
            raise UnknownReadingError(name)
    arguments = [value for _, given in expression.filters for is_name, value in given if is_name]
    return _of_all([expression.var, *arguments], reads)


def _of_siblings(nodes: Iterable[Node], reads: Reads) -> Names:
    """Return what nodes read, apart from names that one of them set for those after it."""
    names, set_before = NOTHING, NOTHING
    for node in nodes:
        names |= names_read(node, reads) - set_before
        set_before |= {getattr(node, "asvar", None) or getattr(node, "varname", None) or ""}
    return names


def _of_node(node: Node, reads: Reads) -> Names:
    if isinstance(node, defaulttags.URLNode):
        return ADDRESSES | _of_all([node.view_name, node.args, node.kwargs], reads)
    if isinstance(node, defaulttags.CsrfTokenNode):
        return TOKEN
    if isinstance(node, ConstantPart):
        return ADDRESSES if node.has_addresses else NOTHING
    if type(node) in KNOWN_NODES:
        return _of_all(vars(node).values(), reads)
    if isinstance(node, CottonVarsNode | CottonComponentNode):
        return _of_component(node, reads)
    return _of_block(node, reads)


def _of_component(node: CottonVarsNode | CottonComponentNode, reads: Reads) -> Names:
    if isinstance(node, CottonVarsNode):
        return names_read(node._prepared_vars, reads)
    read = reads(node)
    if read is None:
        raise UnknownReadingError(node.component_name)
    return read | _of_all([node._prepared_attrs, node.nodelist], reads)


def _of_block(node: Node, reads: Reads) -> Names:
    if isinstance(node, defaulttags.ForNode):
        inside = names_read(node.nodelist_loop, reads) - {*node.loopvars, "forloop"}
        return inside | _of_all([node.sequence, node.nodelist_empty], reads)
    if isinstance(node, defaulttags.WithNode):
        inside = names_read(node.nodelist, reads) - set(node.extra_context)
        return inside | names_read(node.extra_context, reads)
    if isinstance(node, BlockTranslateNode):
        tokens: list[Token] = [*node.singular, *(node.plural or ())]
        said = [token.contents for token in tokens if token.token_type == TokenType.VAR]
        inside = NOTHING.union(*(_of_lookup((text.split(".")[0],)) for text in said))
        given = [node.extra_context, node.counter, node.message_context]
        return inside - {*node.extra_context, node.countervar} | _of_all(given, reads)
    raise UnknownReadingError(type(node).__name__)
