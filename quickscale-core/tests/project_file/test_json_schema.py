"""The JSON Schema accepts what QuickScale accepts, and refuses what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from quickscale_core.doctor.validating import validate_yml
from quickscale_core.errors import UsageError
from quickscale_core.project_file.json_schema import yml_schema
from quickscale_core.project_file.reading import read_yml
from quickscale_core.project_file.writing import write_yml
from quickscale_core.source_text.filters import yaml
from quickscale_core.source_text.yaml_nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Workshop

GARDEN = """options=(
    Option(name="color", type="choice", choices=("red", "green"), default="red", help="Which?"),
    Option(name="count", type="int", default=3, help="How many?"),
    Option(name="wild", type="bool", default=False, help="So?", mutable=False),
    Option(name="name", type="str", default="a", pattern="[a-z]+|[0-9]", shape="word", help="What"),
    Option(name="beds", type="list", default=("a",), choices=("a", "b"), help="Where?"),
    Option(name="tools", type="list", default=(), help=""),
)"""

# JSON Schema takes 1.0 for a whole number, so there are no such floats here
scalars = st.sampled_from(["x", "red", "a", "", "A b", 1, 0, -3, 2.5, True, False, None])
anything = st.recursive(
    scalars,
    lambda some: st.lists(some, max_size=2) | st.dictionaries(st.sampled_from("aB"), some),
    max_leaves=3,
)


def mapping(
    required: Mapping[str, st.SearchStrategy[object]],
    optional: Mapping[str, st.SearchStrategy[object]],
) -> st.SearchStrategy[object]:
    """Draw mappings that are nearly right: keys too few and too many, and other values."""
    right = st.fixed_dictionaries(dict(required), optional=dict(optional))
    loose = st.fixed_dictionaries({}, optional={**required, **optional, "zzz": anything})
    return st.one_of(right, right, right, loose, anything)


project = mapping(
    {"name": st.sampled_from(["acme", "my-app", "x1", "A", "1x", "", "a" * 51, "a-"])},
    {"title": st.sampled_from(["Acme", ""]) | anything},
)
options = mapping(
    {},
    {
        "color": st.sampled_from(["red", "green", "blue"]) | anything,
        "count": st.integers() | anything,
        "wild": st.booleans() | anything,
        "name": st.sampled_from(["abc", "7", "77", "a7", ""]) | anything,
        "beds": st.lists(st.sampled_from(["a", "b", "c"]), max_size=3) | anything,
        "tools": st.lists(st.text("ab", max_size=2), max_size=2) | anything,
    },
)
module = mapping({}, {"version": st.sampled_from([">=1", "==1.*"]) | anything, "options": options})
names = st.sampled_from(["starter", "garden", "railway", "zoo"]) | anything


def files(module_names: list[str]) -> st.SearchStrategy[object]:
    return mapping(
        {"schema": st.just(1) | anything, "project": project},
        {
            "theme": mapping({"name": st.just("starter") | names}, {"options": anything}),
            "deploy": mapping({"name": st.just("railway") | names}, {"options": options}),
            "modules": mapping({}, dict.fromkeys(module_names, module)),
            "settings": mapping({}, {"PETALS": anything, "a": anything}),
        },
    )


def written(document: object) -> str:
    return yaml(document) + "\n"


def is_read(text: str) -> bool:
    try:
        spec = read_yml(text)
    except UsageError:
        return False
    return not ({"A", "1x", "", "a" * 51, "a-"} & {spec.name})


patient = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@patient
@given(files(["garden", "anything"]))
def test_the_schema_of_core_alone_agrees_with_the_reader(document: object) -> None:
    validator = Draft202012Validator(yml_schema())
    assert validator.is_valid(document) == is_read(written(document))


def test_the_schema_of_some_plugins_agrees_with_the_check(workshop: Workshop) -> None:
    workshop.plugin("garden", card=GARDEN)
    workshop.plugin("railway", kind="deploy", card=GARDEN)
    workshop.plugin("base", kind="core", core=True)
    workshop.plugin("starter", kind="theme", card='frontend="html"', core=True)
    registry = workshop.registry()
    schema = yml_schema(registry)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    seen = set()

    @patient
    @given(files(["garden", "zoo", "starter"]))
    def agree(document: object) -> None:
        try:
            problems = validate_yml(written(document), registry)
        except UsageError as error:
            problems = list(error.problems)
        # of a version the schema knows no more than that it is a text
        told = [it for it in problems if "version range" not in it.what]
        right = validator.is_valid(document)
        seen.add(right)
        assert right == (not told), (list(validator.iter_errors(document)), told)

    agree()
    assert seen == {True, False}


WORDS = 'shape="a word"'


def test_a_pattern_that_javascript_reads_otherwise_is_left_out(workshop: Workshop) -> None:
    patterns = [r"a\Z", "(?i)a", "(?P<x>a)", "a++", "(?>a)", "(?:a|b)(?!c)(?<!d)"]
    rows = [
        f'Option(name="o{number}", type="str", default="a", help="", pattern={pattern!r}, {WORDS})'
        for number, pattern in enumerate(patterns)
    ]
    workshop.plugin("garden", card=f"options=({', '.join(rows)},)")
    schema = json.loads(json.dumps(yml_schema(workshop.registry())))
    shown = schema["properties"]["modules"]["properties"]["garden"]["properties"]["options"]
    found = [one.get("pattern") for one in shown["properties"].values()]
    assert found == [None, None, None, None, None, "^(?:(?:a|b)(?!c)(?<!d))$"]


def test_a_fresh_file_is_valid(workshop: Workshop) -> None:
    text = write_yml(read_yml("schema: 1\nproject: {name: acme}\nmodules: {a: {}}\n"))
    root = parse_yaml(text, "quickscale.yml")
    assert root is not None
    schema = yml_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(root.plain())
