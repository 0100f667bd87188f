"""Edits of a fresh file: they give what a fresh file of the changed project would be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.project_file.editing import edit_yml
from quickscale_core.project_file.edits import (
    AddModule,
    ChangeTitle,
    ChangeVersion,
    ChooseDeploy,
    ChooseTheme,
    Edit,
    RemoveModule,
    SetOption,
    SetSetting,
    UnsetOption,
    UnsetSetting,
    meant,
)
from quickscale_core.project_file.writing import write_yml

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
def edits_of(draw: st.DrawFn, spec: ProjectSpec) -> Edit:
    known = sorted(spec.modules)
    settable: list[st.SearchStrategy[Edit]] = [
        st.builds(SetOption, modules, words, answers),
        *(st.just(SetOption(it, "a", value=True)) for it in (spec.theme, spec.deploy) if it),
        *([] if spec.theme else [st.builds(SetOption, themes, words, answers, st.just("theme"))]),
        *(
            []
            if spec.deploy
            else [st.builds(SetOption, targets, words, answers, st.just("deploy"))]
        ),
    ]
    given_ = [UnsetOption(part, name) for part, them in spec.options.items() for name in them]
    edit: Edit = draw(
        st.one_of(
            st.builds(AddModule, modules, versions | st.just("")),
            st.builds(ChooseTheme, themes),
            st.builds(ChooseDeploy, targets | st.none()),
            st.builds(ChangeTitle, texts | st.just("")),
            st.builds(SetSetting, names, values),
            st.builds(UnsetSetting, names | st.sampled_from([*spec.settings, "X"])),
            st.builds(UnsetOption, modules, words),
            *settable,
            *([st.sampled_from(given_)] if given_ else []),
            *([st.builds(RemoveModule, st.sampled_from(known))] if known else []),
            *(
                [st.builds(ChangeVersion, st.sampled_from(known), versions | st.just(""))]
                if known
                else []
            ),
        )
    )
    return edit


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_an_edited_fresh_file_is_a_fresh_file_of_the_changed_project(data: st.DataObject) -> None:
    spec = data.draw(specs())
    text = write_yml(spec)
    made: list[Edit] = []
    wanted = spec
    for _ in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits_of(wanted))
        made.append(edit)
        wanted = meant(wanted, edit)
    assert edit_yml(text, made) == write_yml(wanted)


def undone(spec: ProjectSpec, edit: Edit) -> list[Edit]:
    """Return what takes an addition back."""
    match edit:
        case AddModule(name):
            return [RemoveModule(name)]
        case SetOption(plugin, option) if plugin not in spec.modules:
            return [RemoveModule(plugin)]
        case SetOption(plugin, option):
            return [UnsetOption(plugin, option)]
        case SetSetting(name):
            return [UnsetSetting(name)]
        case _:
            return [ChooseDeploy(None)]


additions = st.one_of(
    st.builds(AddModule, modules, versions | st.just("")),
    st.builds(SetOption, modules, words, answers),
    st.builds(SetSetting, names, values),
    st.builds(ChooseDeploy, targets),
)


def is_new(spec: ProjectSpec, edit: Edit) -> bool:
    match edit:
        case AddModule(name):
            return name not in spec.modules
        case SetOption(plugin, option):
            return option not in spec.options.get(plugin, {})
        case SetSetting(name):
            return name not in spec.settings
        case _:
            return spec.deploy is None


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_removing_what_was_added_restores_every_byte(data: st.DataObject) -> None:
    spec = data.draw(specs())
    text = data.draw(st.sampled_from([write_yml(spec), write_yml(spec).rstrip("\n")]))
    text = data.draw(st.sampled_from([text, text.replace("\n", "\r\n"), f"\ufeff{text}"]))
    edit = data.draw(additions.filter(lambda one: is_new(spec, one)))
    added = edit_yml(text, [edit])
    assert added != text
    assert edit_yml(added, undone(spec, edit)) == text
