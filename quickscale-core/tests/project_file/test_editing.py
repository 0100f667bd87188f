"""Edits change exactly what was asked for: the document, and no other byte of the text."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.project_file.editing import edit_yml
from quickscale_core.project_file.edits import Drop, Edit, Ensure, Put, edited, same_document
from quickscale_core.project_file.reading import read_yml
from quickscale_core.project_file.writing import write_yml
from quickscale_core.source_text.filters import yaml
from quickscale_core.source_text.yaml_nodes import parse_yaml

modules = st.sampled_from(["auth", "billing", "on", "teams", "x_1"])
themes = st.sampled_from(["htmx", "react", "starter"])
targets = st.sampled_from(["kamal", "railway"])
versions = st.sampled_from([">=1,<2", "==3.*"])
words = st.from_regex(r"[a-z][a-z0-9_]{0,3}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
answers = st.one_of(st.booleans(), st.integers(), texts, st.lists(texts, max_size=3))
leaves = st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False), texts, st.none())
values = st.recursive(
    leaves,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(texts, some, max_size=3),
    max_leaves=4,
)
names = st.from_regex(r"[A-Z][A-Z0-9_]{0,3}", fullmatch=True)
options = st.dictionaries(words, answers, max_size=3)

Document = dict[str, Any]


@st.composite
def specs(draw: st.DrawFn) -> ProjectSpec:
    requests = st.builds(ModuleRequest, version=versions | st.just(""))
    spec = ProjectSpec(
        name=draw(words),
        title=draw(texts),
        modules=draw(st.dictionaries(modules, requests, max_size=3)),
        theme=draw(themes | st.none()),
        deploy=draw(targets | st.none()),
        settings=draw(st.dictionaries(names, values, max_size=3)),
    )
    parts = [*spec.modules, *filter(None, (spec.theme, spec.deploy))]
    given_ = {part: draw(options) for part in parts}
    return replace(spec, options={part: it for part, it in given_.items() if it})


@st.composite
def edits_of(draw: st.DrawFn, document: Document) -> Edit:
    """An edit that fits a document: no theme or deploy target loses its name."""
    module = draw(modules)
    named = [it for it in ("theme", "deploy") if it in document]
    paths = [("modules", module, "options")] + [(it, "options") for it in named]
    present = [it for it in every_path(document) if it[0] not in {"schema", "project"}]
    droppable = [it for it in present if it not in {("theme", "name"), ("deploy", "name")}]
    edit: Edit = draw(
        st.one_of(
            st.just(Ensure(("modules", module))),
            st.builds(Put, st.just(("modules", module, "version")), versions),
            st.builds(
                lambda path, one, it: Put((*path, one), it), st.sampled_from(paths), words, answers
            ),
            st.builds(Put, st.just(("theme", "name")), themes),
            st.builds(Put, st.just(("deploy", "name")), targets),
            st.builds(Put, st.just(("project", "title")), texts),
            st.builds(lambda name, value: Put(("settings", name), value), names, values),
            st.builds(lambda name: Drop(("settings", name)), names),
            *([st.builds(Drop, st.sampled_from(droppable))] if droppable else []),
        )
    )
    return edit


def every_path(document: Document, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of a file's entries, down to options and settings."""
    found = []
    for key, value in document.items():
        path = (*above, key)
        found.append(path)
        if isinstance(value, dict) and path[:-1] != ("settings",):
            found += every_path(value, path)
    return found


def changed(document: Document, edit: Edit) -> Document:
    """Do to a copy of a document what an edit says, in the plainest way."""
    document = deepcopy(document)
    *above, last = edit.path
    inner = document
    for key in above:
        if isinstance(edit, Drop) and not isinstance(inner.get(key), dict):
            return document
        if not isinstance(inner.get(key), dict):
            inner[key] = {}
        inner = inner[key]
    if isinstance(edit, Put):
        inner[last] = edit.value
    elif isinstance(edit, Ensure):
        inner.setdefault(last, {})
    else:
        inner.pop(last, None)
    return document


def says(text: str) -> Document:
    node = parse_yaml(text, "quickscale.yml")
    assert node is not None
    document = node.plain()
    assert isinstance(document, dict)
    return document


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_an_edited_fresh_file_is_a_fresh_file_of_the_changed_project(data: st.DataObject) -> None:
    text = write_yml(data.draw(specs()))
    wanted = says(text)
    made: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits_of(wanted))
        made.append(edit)
        wanted = changed(wanted, edit)
    after = edit_yml(text, made)
    assert same_document(says(after), wanted)
    assert after == write_yml(read_yml(after))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_removing_what_was_added_restores_every_byte(data: st.DataObject) -> None:
    text = write_yml(data.draw(specs()))
    text = data.draw(st.sampled_from([text, text.rstrip("\n")]))
    text = data.draw(st.sampled_from([text, text.replace("\n", "\r\n"), f"\ufeff{text}"]))
    document = says(text)
    edit = data.draw(
        edits_of(document).filter(
            lambda it: not isinstance(it, Drop) and it.path not in every_path(document)
        )
    )
    added = edit_yml(text, [edit])
    assert added != text
    paths = [edit.path[:end] for end in range(1, len(edit.path) + 1)]
    first = next(it for it in paths if it not in every_path(document))
    assert edit_yml(added, [Drop(first)]) == text


COMMENT: Final = "# kept %d"


def by_hand(draw: st.DrawFn, document: Document) -> str:
    """Write a document as people do: braces here and there, quotes, indents, comments, spaces."""
    step = draw(st.sampled_from([2, 4]))
    lines: list[str] = []

    def shown(value: object) -> str:
        plain = yaml(value)
        if isinstance(value, str) and re.fullmatch(r"[a-z0-9_]+", value):
            return draw(st.sampled_from([plain, f'"{value}"', f"'{value}'"]))
        return plain

    def note(margin: str) -> None:
        if draw(st.integers(0, 2)) == 0:
            lines.append(margin + COMMENT % len(lines))
        if draw(st.integers(0, 5)) == 0:
            lines.append("")

    def block(mapping: Document, depth: int, path: tuple[str, ...]) -> None:
        margin = " " * (step * depth)
        for key, value in mapping.items():
            note(margin)
            tail = draw(st.sampled_from(["", "  " + COMMENT % len(lines), " "]))
            nested = isinstance(value, dict) and value and path != ("settings",)
            if not nested or draw(st.integers(0, 3)) == 0:
                lines.append(f"{margin}{key}: {shown(value)}{tail}")
            else:
                lines.append(f"{margin}{key}:{tail}")
                block(value, depth + 1, (*path, key))

    block(document, 0, ())
    return "\n".join(lines) + "\n"


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_in_a_file_of_any_hand_only_the_edited_entry_changes(data: st.DataObject) -> None:
    """The document changes as asked, and sections that the edit does not name keep every byte."""
    text = data.draw(st.composite(by_hand)(says(write_yml(data.draw(specs())))))
    ending = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = text.replace("\n", ending)
    edit = data.draw(edits_of(says(text)))

    after = edit_yml(text, [edit])

    assert same_document(says(after), changed(says(text), edit))
    before_sections, after_sections = sections(text, ending), sections(after, ending)
    for name, lines in before_sections.items():
        if name != edit.path[0]:
            assert after_sections[name].strip() == lines.strip(), name
    if not isinstance(edit, Drop):
        comments = re.findall(r"# kept \d+", text)
        replaced = isinstance(edit, Put) and edit.path in every_path(says(text))
        assert re.findall(r"# kept \d+", after) == comments or replaced
    if same_document(says(text), changed(says(text), edit)) and not isinstance(edit, Drop):
        assert edit.path not in every_path(says(text)) or after == text


def sections(text: str, ending: str) -> dict[str, str]:
    """Return the lines of each top-level entry, without the comments that stand between two."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split(ending):
        if start := re.match(r"([a-z]+):", line):
            name = start[1]
        if line.startswith((" ", name)) or not line:
            found[name] = found.get(name, "") + line + ending
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"settings": {"A": 1}}, {"settings": {"A": True}}),
        ({"settings": {"A": 1}}, {"settings": {"A": 1.0}}),
        ({"settings": {"A": {"b": 1, "a": 2}}}, {"settings": {"A": {"a": 2, "b": 1}}}),
        ({"settings": {"A": {"options": {}}}}, {"settings": {"A": {}}}),
        ({"modules": {"a": {}}}, {}),
        ({"theme": {"name": "a"}}, {"theme": {"name": "b"}}),
    ],
)
def test_documents_that_differ(one: Document, other: Document) -> None:
    assert not same_document(one, other)
    assert same_document(one, deepcopy(one))


def test_documents_that_say_the_same() -> None:
    one = {"theme": {"name": "a", "options": {}}, "modules": {}, "settings": {"A": [1]}}
    assert same_document(one, {"settings": {"A": (1,)}, "theme": {"name": "a"}})
    assert edited(one, Ensure(("theme",))) is one
