"""Draw a component without the work that django-cotton does anew each time.

django-cotton turns ``<c-icon name="x" />`` into the tag ``{% cotton %}``, which is replaced here.
Its own parser still reads the tag, and what is drawn is the same to the letter. The template and
the defaults of a component are looked up once; what reads nothing from its page is drawn once for
each language; and what a component draws from plain values is kept for the next time it gets them.
``reading.py`` finds out which components that is true of.
"""

# ruff: noqa: SLF001 - what django-cotton has worked out of a tag is in its private names

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.template.base import VariableNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_cotton.templatetags import Attrs, UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.utils import get_cotton_data

from apps.components.blueprints import (
    Blueprint,
    blueprint_of,
    read_besides,
    template_of,
    with_constant_parts,
)
from apps.components.constant_parts import ConstantPart
from apps.components.plain_values import plain_value
from apps.components.reading import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.template import Context, NodeList
    from django.template.base import Parser, Template, Token
    from django_cotton.templatetags import InlineTemplate

KEPT: Final = 200
"""How many drawings of one component are kept."""

LONGEST: Final = 500
"""How many characters slots may have for the drawing around them to be kept."""


class ComponentNode(CottonComponentNode):  # type: ignore[misc]  # django-cotton has no types
    """A component's tag; attributes and slots mean what they mean to django-cotton."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        kinds = (AttrKind.STATIC, AttrKind.BOOLEAN)
        self.fixed = {it.key: it.value for it in self._prepared_attrs if it.kind in kinds}
        self.is_fixed = len(self.fixed) == len(self._prepared_attrs)
        self.nodelist: NodeList
        self.found: dict[object, tuple[Template, Blueprint]] = {}
        self.drawn_by: Callable[[Context], SafeString] | None = None

    def render(self, context: Context) -> SafeString:
        """Draw the component, or return what was drawn before where that cannot differ."""
        if self.only:
            return SafeString(super().render(context))
        if self.drawn_by is None:
            self.drawn_by = self.find_out()
        return self.drawn_by(context)

    def find_out(self) -> Callable[[Context], SafeString]:
        """Find out which of its parts are drawn once, and return what draws it."""
        addresses = read_besides(self, set())
        if addresses is not None:
            return ConstantPart(self.nodelist, self.draw, has_addresses=addresses).render
        self.nodelist = with_constant_parts(self.nodelist)
        return self.draw

    def draw(self, context: Context) -> SafeString:
        """Work out attributes and slots, then draw the template or return what is kept of it."""
        data = context.get("cotton_data") or get_cotton_data(context)
        values = self.fixed.copy() if self.is_fixed else self.work_out(context)
        attributes = Attrs(values)
        slots: dict[str, str] = {}
        data["stack"].append({"key": self.component_name, "attrs": attributes, "slots": slots})
        slot = self.nodelist.render(context)
        template, blueprint = self.find(values.get("is"))
        attributes._exclude_from_str = blueprint.declared
        key = keep_by(slot, values, slots, blueprint) if blueprint.closed else None
        drawn = blueprint.kept.get(key) if key else None
        if drawn is None:
            given = {**slots, **attributes.make_attrs_accessible()}
            given |= {"attrs": attributes, "slot": slot, "cotton_data": data}
            defaults = blueprint.defaults
            for node in blueprint.vars:
                defaults = defaults | node.extract_vars(context, attributes, slots)
            inner = self._create_partial_context(context, defaults | given)
            inner.template = inner.render_context.template = template
            drawn = blueprint.nodelist.render(inner)
            if key and not may_hold_token(blueprint, inner, drawn):
                if len(blueprint.kept) >= KEPT:
                    blueprint.kept.clear()
                blueprint.kept[key] = drawn
        data["stack"].pop()
        return drawn

    def find(self, chosen: object) -> tuple[Template, Blueprint]:
        """Return the component's template and what is known of it."""
        found = self.found.get(chosen)
        if found is None:
            template = template_of(self, chosen)
            found = self.found[chosen] = (template, blueprint_of(template))
        return found

    def work_out(self, context: Context) -> dict[str, Any]:
        """Return the values of the attributes, in their order."""
        values: dict[str, Any] = {}
        for key, kind, value, compiled in self._prepared_attrs:
            if compiled is None:
                values[key] = value
            elif kind == AttrKind.ESCAPED:
                values[key] = render_text(compiled, context)
            else:
                try:
                    resolved = compiled.resolve(context)
                except UnprocessableDynamicAttr:
                    if kind == AttrKind.DYNAMIC:
                        continue
                    resolved = value
                if key == "attrs" and kind == AttrKind.DYNAMIC:
                    values.update(resolved)
                else:
                    values[key] = resolved
        return values


def render_text(template: InlineTemplate, context: Context) -> SafeString:
    """Draw the text of an attribute; most are one variable, which needs no state of its own."""
    nodes = template.nodelist
    if len(nodes) == 1 and type(nodes[0]) is VariableNode:
        return SafeString(nodes[0].render(context))
    return SafeString(template.render(context))


def keep_by(
    slot: str, values: dict[str, Any], slots: dict[str, str], blueprint: Blueprint
) -> object:
    """Return what a drawing depends on, or nothing where it is not kept."""
    if len(slot) + sum(map(len, slots.values())) > LONGEST:
        return None
    said: list[object] = [*values]
    for value in values.values():
        plain = plain_value(value)
        if plain is None:
            return None
        said.append(plain)
    now: tuple[object, ...] = (get_language(), ConstantPart.settings_changes)
    if blueprint.besides:
        now = (*now, get_script_prefix(), get_urlconf())
    return (now, slot, *slots.items(), *said)


def may_hold_token(blueprint: Blueprint, context: Context, drawn: str) -> bool:
    """Tell whether a drawing holds a token, or would hold one where the page has a request."""
    if not blueprint.besides >= TOKEN:
        return False
    return "csrf_token" not in context or 'name="csrfmiddlewaretoken"' in drawn


def draw_component(parser: Parser, token: Token) -> ComponentNode:
    """Parse ``{% cotton %}`` as django-cotton does."""
    it = cotton_component(parser, token)
    return ComponentNode(it.component_name, it.nodelist, it.attrs, it.only, it.active_library)
