"""Render every component of the theme contract in a project's theme and look at the markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, cast

from quickscale_core.plugin_api.contract import COMPONENTS, Component

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quickscale_core.testing.projects.project import Project

__all__ = ["component_problems", "render_components"]

RULE = re.compile(r"(?P<tag>\*|[a-z0-9]+)\[(?P<name>[a-z-]+)(?:=(?P<value>.*))?\]")
INLINE = re.compile(r"on[a-z]+|style")
"""Attributes that the content security policy refuses."""


class _Markup(HTMLParser):
    """Collects every start tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def render_components(
    project: Project, components: Iterable[Component] = COMPONENTS
) -> dict[str, tuple[str, str]]:
    """Return the markup of each component's sample in a project, or why it was not rendered.

    Args:
        project: A project whose theme has the frontend ``"html"``.
        components: What to render.
    """
    return {name: (it["markup"], it["error"]) for name, it in _rendered(project, components)}


def _rendered(
    project: Project, components: Iterable[Component]
) -> Iterable[tuple[str, Mapping[str, str]]]:
    samples = {component.name: component.sample() for component in components}
    told = cast("Mapping[str, Mapping[str, str]]", project.inside("render_components.py", samples))
    return told.items()


def component_problems(project: Project, components: Iterable[Component] = COMPONENTS) -> list[str]:
    """Return what in a project's theme does not meet the contract.

    Each component must render all its samples, carry the ARIA the contract asks of it, leave
    nothing unrendered, need no inline style, script or handler, escape hostile text, and look the
    same the second time and as django-cotton itself draws it.

    Args:
        project: A project whose theme has the frontend ``"html"``.
        components: What to look at.
    """
    components = tuple(components)
    rendered = dict(_rendered(project, components))
    return [
        f"c-{component.name}: {problem}"
        for component in components
        for problem in _problems(component, rendered[component.name])
    ]


def _problems(component: Component, rendered: Mapping[str, str]) -> list[str]:
    if rendered["error"]:
        return [f"does not render: {rendered['error']}"]
    markup = rendered["markup"]
    reader = _Markup()
    reader.feed(markup)
    tags = reader.tags
    problems = [f"has no {rule}" for rule in component.aria if not _meets(tags, rule)]
    for tag, attributes in tags:
        if tag.startswith("c-"):
            problems.append(f"leaves <{tag}> unrendered")
        if tag == "script" and "src" not in attributes:
            problems.append("has an inline script")
        inline = sorted(name for name in attributes if INLINE.fullmatch(name))
        problems += [f"has the inline attribute {name} on <{tag}>" for name in inline]
    if rendered["again"] != markup:
        problems.append("looks different the second time")
    if rendered["django_cotton"] != markup:
        problems.append("looks different from what django-cotton draws")
    if "{{" in markup or "{%" in markup:
        problems.append("leaves template source in its markup")
    if "<script>alert" in markup:
        problems.append("does not escape what a visitor wrote")
    return problems


def _meets(tags: list[tuple[str, dict[str, str | None]]], rule: str) -> bool:
    """Return whether some tag matches a rule such as ``input[aria-invalid=true]``."""
    found = RULE.fullmatch(rule)
    if found is None:
        raise ValueError(f"{rule!r} is not a tag[attribute] or tag[attribute=value]")
    wanted, name, value = found["tag"], found["name"], found["value"]
    return any(
        wanted in ("*", tag) and name in attributes and (value is None or attributes[name] == value)
        for tag, attributes in tags
    )
