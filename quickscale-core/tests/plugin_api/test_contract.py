"""The component contract is complete, consistent and matched by its samples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugin_api.contract import (
    COMPONENTS,
    ICONS,
    LAYOUTS,
    SAMPLE_NAMES,
    Component,
    find_component,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG = re.compile(r"<c-([a-z-]+)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w:-]+)(?:=\"([^\"]*)\")?")
SLOT = re.compile(r'<c-slot name="(\w+)"')

each_component = pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.name)


def tags(markup: str) -> Iterator[tuple[Component, dict[str, str]]]:
    """Yield each component tag in a piece of markup with its attributes as written."""
    for name, written in TAG.findall(markup):
        if name != "slot":
            yield find_component(name), dict(ATTRIBUTE.findall(written))


def test_components_layouts_and_icons_are_named_once_in_order() -> None:
    names = [component.name for component in COMPONENTS]
    assert names == sorted(set(names))
    assert len({layout.template for layout in LAYOUTS}) == len(LAYOUTS)
    assert list(ICONS) == sorted(set(ICONS))


@each_component
def test_attributes_are_named_once_and_leave_cottons_own_names_alone(component: Component) -> None:
    names = [attribute.name for attribute in component.attributes]
    assert len(set(names)) == len(names)
    assert not set(names) & {"slot", "attrs", "only", "is", "class"}
    assert not set(names) & set(component.slots)


@each_component
def test_a_choice_has_choices_and_nothing_else_has(component: Component) -> None:
    for attribute in component.attributes:
        assert (attribute.kind == "choice") == (len(attribute.choices) > 1)


@each_component
def test_samples_show_each_attribute_slot_and_choice(component: Component) -> None:
    markup = component.sample()
    shown = [found for tag, found in tags(markup) if tag is component]
    assert shown
    for attribute in component.attributes:
        values = [tag.get(attribute.name, tag.get(f":{attribute.name}")) for tag in shown]
        used = {value for value in values if value is not None}
        if attribute.kind == "choice":
            assert set(attribute.choices[1:]) <= used, attribute.name
        elif attribute.required:
            assert None not in values, attribute.name
    assert set(component.slots) - {"default"} <= set(SLOT.findall(markup))


@each_component
def test_samples_use_only_what_the_contract_declares(component: Component) -> None:
    for tag, written in tags(component.sample()):
        known = {attribute.name: attribute for attribute in tag.attributes}
        for key, value in written.items():
            attribute = known.get(key.removeprefix(":"))
            if attribute is None:
                assert tag.passthrough, (tag.name, key)
                continue
            assert key.startswith(":") == (attribute.kind in {"object", "number"}), key
            if attribute.kind == "choice":
                assert value in attribute.choices
            if attribute.name == "icon":
                assert value in ICONS


def test_every_name_the_samples_use_is_described() -> None:
    markup = "".join(component.sample() for component in COMPONENTS)
    used = set(re.findall(r':\w+="([a-z_]+)(?:\.\w+)?"', markup))
    used |= set(re.findall(r"{{ (\w+) }}", markup))
    assert used == set(SAMPLE_NAMES)


@pytest.mark.parametrize("spelling", ["link-button", "c-link-button", "link_button"])
def test_a_component_is_found_however_it_is_spelled(spelling: str) -> None:
    assert find_component(spelling).template == "cotton/link_button.html"


def test_an_unknown_component_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="carousel"):
        find_component("c-carousel")
