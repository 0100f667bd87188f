"""What is known of a component's template, found out once."""

# ruff: noqa: SLF001 - what django-cotton has worked out of a tag is in its private names

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError
from django_cotton.templatetags import Attrs
from django_cotton.templatetags._component import AttrKind, CottonComponentNode
from django_cotton.templatetags._vars import CottonVarsNode

from apps.components.constant_parts import join_constant_parts
from apps.components.reading import ADDRESSES, BESIDES, Names, UnknownReadingError, names_read

if TYPE_CHECKING:
    from django.template import Node, NodeList
    from django.template.base import Template
    from django.utils.safestring import SafeString

__all__ = ["Blueprint", "blueprint_of", "read_besides", "template_of", "with_constant_parts"]


class Blueprint:
    """What is known of a component's template for as long as that template is in use.

    Attributes:
        nodelist: What it is made of.
        vars: Its ``c-vars``, where their values have to be worked out for each drawing.
        defaults: Their values, where not.
        valued: Names of the attributes that have a default, and so a value wherever they are read.
        declared: Names of the attributes that are not among ``{{ attrs }}``.
        closed: Whether it reads nothing but its attributes and slots.
        besides: What it reads that is no name: addresses of the site's, a token for a form.
        kept: What was drawn of it from plain values.
    """

    def __init__(self, template: Template) -> None:
        self.nodelist = template.nodelist
        nodes = [node for node in self.nodelist if isinstance(node, CottonVarsNode)]
        variables = [variable for node in nodes for variable in node._prepared_vars]
        fixed = all(_is_fixed(variable) for variable in variables)
        self.vars = [] if fixed else nodes
        # One without a value is looked up in what the page's context processors say of its reader.
        self.valued = {variable.exclude_key for variable in variables}
        self.declared = {"is", *self.valued}
        self.defaults: dict[str, Any] = {}
        for node in nodes:
            self.declared.update(node.empty_vars)
            if fixed:
                self.defaults |= node.extract_vars(Context(), Attrs({}), {})
        self.closed = False
        self.besides: Names = frozenset()
        self.kept: dict[object, SafeString] = {}

    def find_out(self) -> None:
        """Find out whether it is closed; a component that holds itself is not."""
        own = {"attrs", "slot", *(name.replace("-", "_") for name in self.valued)}
        with suppress(UnknownReadingError):
            names = names_read(self.nodelist, _read_by)
            self.closed = not self.vars and names - BESIDES <= own
            self.besides = names & BESIDES
        self.nodelist = with_constant_parts(self.nodelist)


_blueprints: WeakKeyDictionary[Template, Blueprint] = WeakKeyDictionary()


def blueprint_of(template: Template) -> Blueprint:
    """Return what is known of a component's template."""
    found = _blueprints.get(template)
    if found is None:
        found = _blueprints[template] = Blueprint(template)
        found.find_out()
    return found


def template_of(component: CottonComponentNode, chosen: object = None) -> Template:
    """Return a component's template.

    Args:
        component: Its tag.
        chosen: What ``<c-component is="...">`` names.
    """
    template: Template = component._get_cached_template(Context(), {"is": chosen})
    return template


def read_besides(node: Node, known: set[str]) -> bool | None:
    """Tell whether a node that reads nothing looks up addresses; ``None`` where it does read.

    Args:
        node: A component, or another node.
        known: Names that are known wherever the node stands.
    """
    try:
        names = names_read(node, _read_by) - known
    except UnknownReadingError:
        return None
    return bool(names) if names <= ADDRESSES else None


def with_constant_parts(nodes: NodeList) -> NodeList:
    """Return a list of nodes with those joined that are drawn once in each language."""
    return join_constant_parts(nodes, read_besides)


def _read_by(component: CottonComponentNode) -> Names | None:
    """Return what a component reads besides what it is given, as far as is known now."""
    if component.only or component.component_name == "component":
        return None
    try:
        blueprint = blueprint_of(template_of(component))
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return None  # said where it is drawn, if it ever is
    return blueprint.besides if blueprint.closed else None


def _is_fixed(variable: Any) -> bool:
    """Tell whether the default of an attribute is the same in every context and language."""
    if variable.kind == AttrKind.STATIC:
        return True
    value = variable.compiled
    if variable.kind == AttrKind.ESCAPED or value._template is not None:
        return False
    return not names_read(value, _read_by)
