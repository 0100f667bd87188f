"""Parts of templates that look the same wherever they stand, drawn once in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from django.core.signals import setting_changed
from django.template import Node, NodeList, defaulttags
from django.template.base import TextNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language
from django_cotton.templatetags._component import CottonComponentNode
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.utils import get_cotton_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.template import Context
    from django.utils.safestring import SafeString

WITHOUT_WORK: Final = (TextNode, defaulttags.CommentNode, defaulttags.LoadNode)
"""What costs as little to draw as to look up."""


class ConstantPart(Node):
    """A part of a template that reads nothing, so that it is drawn once in each language.

    Attributes:
        has_addresses: Whether it looks up an address of the site's, which a prefix may precede.
        settings_changes: How often tests have changed settings, since which all is drawn anew.
    """

    settings_changes: ClassVar[int] = 0

    def __init__(
        self, nodelist: NodeList, draw: Callable[[Context], SafeString], *, has_addresses: bool
    ) -> None:
        self.nodelist = nodelist
        self.draw = draw
        self.has_addresses = has_addresses
        self.drawn: dict[object, tuple[SafeString, dict[str, object]]] = {}

    def render(self, context: Context) -> SafeString:
        """Draw it, or return what was drawn, and leave behind the names that it sets."""
        key: object = (get_language(), context.autoescape, context.use_l10n, self.settings_changes)
        if self.has_addresses:
            key = (key, *where_addresses_begin(context))
        found = self.drawn.get(key)
        if found is None:
            get_cotton_data(context)  # puts a name of its own into the context
            with context.push() as inner:
                text = self.draw(context)
            found = self.drawn[key] = (text, dict(inner))
        text, names = found
        for name, value in names.items():
            context[name] = value
        return text


def where_addresses_begin(context: Context) -> tuple[str | None, ...]:
    """Return what the address of a page depends on, apart from its name."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    app = getattr(request, "current_app", None) or getattr(match, "namespace", None)
    return get_script_prefix(), get_urlconf(), app


def join_constant_parts(
    nodes: Iterable[Node], read_by: Callable[[Node, set[str]], bool | None]
) -> NodeList:
    """Return a list of nodes with those joined that stand beside each other and read nothing.

    Args:
        nodes: Nodes of a template; those within them are joined where they stand.
        read_by: Tells of a node, and of names that are known, whether it looks up addresses;
            ``None`` where it reads a name besides, or may read anything.
    """
    joined, beside, known, has_addresses = NodeList(), NodeList(), set[str](), False

    def close() -> None:
        if all(isinstance(node, WITHOUT_WORK) for node in beside):
            joined.extend(beside)
        else:
            part = NodeList(beside)
            joined.append(ConstantPart(part, part.render, has_addresses=has_addresses))
        beside.clear()
        known.clear()

    for node in nodes:
        reads = None if _fills_slot(node) else read_by(node, known)
        if reads is None:
            close()
            has_addresses = False
            _join_within(node, read_by)
            joined.append(node)
        else:
            beside.append(node)
            has_addresses = has_addresses or reads
            known.add(getattr(node, "asvar", None) or getattr(node, "varname", None) or "")
    close()
    return joined


def _fills_slot(node: Node) -> bool:
    """Tell whether a node may fill a slot of the component it stands in, which takes it anew."""
    if isinstance(node, CottonComponentNode):
        return False  # those in it are its own
    return bool(node.get_nodes_by_type(CottonSlotNode))


def _join_within(node: Node, read_by: Callable[[Node, set[str]], bool | None]) -> None:
    """Join what a node holds whose parts are drawn in the names of the page around it."""
    if isinstance(node, defaulttags.IfNode):
        node.conditions_nodelists = [
            (condition, join_constant_parts(nodes, read_by))
            for condition, nodes in node.conditions_nodelists
        ]
    elif isinstance(node, defaulttags.ForNode):
        node.nodelist_loop = join_constant_parts(cast("NodeList", node.nodelist_loop), read_by)
        node.nodelist_empty = join_constant_parts(cast("NodeList", node.nodelist_empty), read_by)
    elif isinstance(node, defaulttags.WithNode | CottonSlotNode):
        node.nodelist = join_constant_parts(node.nodelist, read_by)


def draw_anew(**_: object) -> None:
    """Draw nothing as it was drawn with other settings, as tests ask for it."""
    ConstantPart.settings_changes += 1


setting_changed.connect(draw_anew)
