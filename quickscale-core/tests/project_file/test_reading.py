from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.errors import EXIT_USAGE, UsageError
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.project_file.reading import read_yml
from quickscale_core.project_file.writing import write_yml
from quickscale_core.source_text.yaml_nodes import YmlNode, parse_yaml

WHOLE = """\
# A comment
schema: 1
project: {name: my-saas-app, title: My SaaS app}
theme:
  name: htmx
  options: {color: blue}
deploy: {name: railway, options: {}}
modules:
  auth:
    version: ">=1"
    options:
      signup: closed
      social: [google, github]
  billing: {}
  teams:
settings:
  SESSION_COOKIE_AGE: 86400
  DICT: {a: [1, 2.5, null, true, 2026-01-01]}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        read_yml(text)
    assert caught.value.exit_code == EXIT_USAGE
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_file() -> None:
    spec = read_yml(WHOLE)
    assert spec == ProjectSpec(
        name="my-saas-app",
        title="My SaaS app",
        modules={
            "auth": ModuleRequest(version=">=1"),
            "billing": ModuleRequest(),
            "teams": ModuleRequest(),
        },
        theme="htmx",
        deploy="railway",
        options={
            "htmx": {"color": "blue"},
            "auth": {"signup": "closed", "social": ["google", "github"]},
        },
        settings={
            "SESSION_COOKIE_AGE": 86400,
            "DICT": {"a": [1, 2.5, None, True, "2026-01-01"]},
        },
    )


def test_every_answer_knows_its_place() -> None:
    spec = read_yml(WHOLE)
    assert spec.where("project", "name") == "quickscale.yml:3:17"
    assert spec.where("theme") == "quickscale.yml:5:9"
    assert spec.where("modules", "auth") == "quickscale.yml:9:3"
    assert spec.where("options", "auth", "signup") == "quickscale.yml:12:15"
    assert spec.where("options", "htmx", "color") == "quickscale.yml:6:20"
    assert spec.where("settings", "SESSION_COOKIE_AGE") == "quickscale.yml:17:3"
    assert spec.where("settings", "OTHER") == "quickscale.yml:16:1"
    assert spec.where("nowhere") == ""


def test_a_short_file() -> None:
    spec = read_yml("schema: 1\nproject: {name: x}\n")
    assert spec == ProjectSpec(name="x")
    assert (spec.title, spec.theme, spec.deploy) == ("X", None, None)


HEAD = "schema: 1\nproject: {name: x}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "",
            "quickscale.yml is empty\nfix: begin with schema: 1, then project: with a name",
        ),
        (
            "- a\n",
            "quickscale.yml is not a mapping\nfix: begin with schema: 1, then project: with a name",
        ),
        (
            HEAD + "modles: {}\n",
            (
                'quickscale.yml has an unknown key "modles"\n  quickscale.yml:3:1\n'
                'fix: did you mean "modules"?'
            ),
        ),
        (
            "schema: 1\nproject: {name: x, tilte: X}\n",
            (
                'quickscale.yml has an unknown key "tilte" under project:\n  quickscale.yml:2:20\n'
                'fix: did you mean "title"?'
            ),
        ),
        (
            HEAD + "modules:\n  auth: {zzz: 1}\n",
            (
                'quickscale.yml has an unknown key "zzz" under modules.auth:\n'
                "  quickscale.yml:4:10\n"
                "fix: it may have version, options"
            ),
        ),
        (
            HEAD + "modules:\n  auth: {}\n  blog: {}\n  auth: {}\n",
            (
                'quickscale.yml has the key "auth" twice\n  quickscale.yml:6:3\n'
                "fix: it is on line 4 already; keep one of them"
            ),
        ),
        (
            HEAD + "modules: [auth]\n",
            "modules must be a mapping, not a list\n  quickscale.yml:3:10",
        ),
        (
            HEAD + "modules: {auth: true}\n",
            "modules.auth must be a mapping, not true or false\n  quickscale.yml:3:17",
        ),
        (
            HEAD + "modules: {auth: {version: 1}}\n",
            "modules.auth.version must be a text, not a whole number\n  quickscale.yml:3:27",
        ),
        (
            HEAD + "modules: {auth: {options: closed}}\n",
            "modules.auth.options must be a mapping, not a text\n  quickscale.yml:3:27",
        ),
        (
            HEAD + "theme: htmx\n",
            "theme must be a mapping, {name: htmx}, not a text\n  quickscale.yml:3:8",
        ),
        (
            HEAD + "theme: {options: {}}\n",
            "quickscale.yml has no theme.name\n  quickscale.yml:3:8\nfix: add name: starter",
        ),
        (
            HEAD + "deploy: {name: 3.5}\n",
            "deploy.name must be a text, not a number\n  quickscale.yml:3:16",
        ),
        (
            HEAD + "settings: {debug: true}\n",
            (
                '"debug" under settings: is not a Django setting\n  quickscale.yml:3:19\n'
                "fix: write it in upper case: DEBUG"
            ),
        ),
        (
            "project: {name: x}\n",
            "quickscale.yml has no schema\n  quickscale.yml:1:1\nfix: add schema: 1",
        ),
        (
            "schema: one\nproject: {name: x}\n",
            "schema must be a whole number, not a text\n  quickscale.yml:1:9",
        ),
        (
            "schema: 2\nproject: {name: x}\n",
            (
                "quickscale.yml has schema 2, and this QuickScale reads 1\n  quickscale.yml:1:9\n"
                "fix: upgrade it: pip install --upgrade quickscale"
            ),
        ),
        (
            "schema: 0\nproject: {name: x}\n",
            "there is no schema 0\n  quickscale.yml:1:9\nfix: write schema: 1",
        ),
        (
            "schema: 1\nproject: {}\n",
            "quickscale.yml has no project.name\n  quickscale.yml:1:1\nfix: add name: my-app",
        ),
        (
            "schema: 1\nproject: {name: [x]}\n",
            "project.name must be a text, not a list\n  quickscale.yml:2:17",
        ),
        (
            "a: b: c\n",
            (
                "quickscale.yml is not valid YAML: mapping values are not allowed here\n"
                "  quickscale.yml:1:5\nfix: correct that line"
            ),
        ),
        (
            "a: 1\n---\nb: 2\n",
            (
                "quickscale.yml is not valid YAML: but found another document\n"
                "  quickscale.yml:2:1\nfix: correct that line"
            ),
        ),
        (
            "a: \x00\n",
            (
                "quickscale.yml is not valid YAML: unacceptable character #x0000: special"
                " characters are not allowed"
            ),
        ),
        (
            HEAD + "modules: &m {}\nsettings: *m\n",
            (
                "quickscale.yml has an anchor or alias\n  quickscale.yml:3:10\n"
                "fix: write the value out where it is needed"
            ),
        ),
        (
            HEAD + "settings: {A: !!binary aGk=}\n",
            (
                'quickscale.yml has the tag "tag:yaml.org,2002:binary"\n  quickscale.yml:3:15\n'
                "fix: write the value without it"
            ),
        ),
        (
            HEAD + "settings: {A: !!int x}\n",
            (
                'quickscale.yml has the number "x"\n  quickscale.yml:3:15\n'
                "fix: write a number, or quote the text"
            ),
        ),
        (
            HEAD + "settings: {[A]: 1}\n",
            (
                "quickscale.yml has a key that is not a word\n  quickscale.yml:3:12\n"
                "fix: write a plain word before the colon"
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(text: str, problem: str) -> None:
    assert problems(text)[0] == problem


def test_everything_wrong_is_told_at_once() -> None:
    text = "schema: x\nproject: {nmae: x}\ntheme: 3\nmodules: []\nsettings: {a: 1}\nzzz: 1\n"
    assert len(problems(text)) == 7


def test_nesting_without_end_is_refused() -> None:
    assert "not valid YAML" in problems("[" * 5000)[0]


def test_a_fresh_file() -> None:
    spec = ProjectSpec(
        name="my-saas-app",
        title="My SaaS app",
        modules={"teams": ModuleRequest(), "auth": ModuleRequest(version=">=1")},
        theme="htmx",
        deploy="railway",
        options={
            "billing": {"trial": 3},
            "auth": {"social": ("google",), "passkeys": True},
            "htmx": {"color": "#ff0000"},
        },
        settings={"A": 1, "B": {"c": [1]}},
    )
    text = write_yml(spec)
    assert text == (
        "# What this project is made of. QuickScale reads this file and changes it when you ask"
        " for it;\n"
        "# nothing reads it while the project runs.\n"
        "\n"
        "schema: 1\n"
        "project:\n"
        "  name: my-saas-app\n"
        "  title: My SaaS app\n"
        "theme:\n"
        "  name: htmx\n"
        "  options:\n"
        '    color: "#ff0000"\n'
        "deploy:\n"
        "  name: railway\n"
        "modules:\n"
        "  auth:\n"
        '    version: ">=1"\n'
        "    options:\n"
        "      passkeys: true\n"
        "      social: [google]\n"
        "  billing:\n"
        "    options:\n"
        "      trial: 3\n"
        "  teams: {}\n"
        "settings:\n"
        "  A: 1\n"
        "  B: {c: [1]}\n"
    )


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
answers = st.one_of(st.booleans(), st.integers(), texts, st.lists(texts, max_size=3))
leaves = st.one_of(st.booleans(), st.integers(), texts, st.none())
specs = st.builds(
    ProjectSpec,
    name=names,
    title=texts,
    modules=st.dictionaries(
        names,
        st.builds(ModuleRequest, version=st.sampled_from(["", ">=1,<2", "==3.*"])),
        max_size=3,
    ),
    theme=st.just("htmx"),
    deploy=st.none() | st.just("railway"),
    options=st.just({}),
    settings=st.dictionaries(
        st.from_regex(r"[A-Z][A-Z0-9_]{0,8}", fullmatch=True),
        st.recursive(leaves, lambda v: st.lists(v) | st.dictionaries(texts, v), max_leaves=5),
        max_size=3,
    ),
)


@settings(deadline=None)
@given(specs, st.dictionaries(names, answers, min_size=1, max_size=3))
def test_what_is_written_is_read_back(spec: ProjectSpec, options: dict[str, object]) -> None:
    some = dict.fromkeys([*spec.modules, "htmx"], options)
    asked = ProjectSpec(**{**vars(spec), "options": some})
    assert read_yml(write_yml(asked)) == asked


def test_nodes_know_their_span() -> None:
    text = "a: [1, two]\nb:\n  c: 'x'\n"
    root = parse_yaml(text, "f.yml")
    assert isinstance(root, YmlNode)
    assert isinstance(root.value, dict)
    lists = root.value["a"]
    assert text[lists.start : lists.end] == "[1, two]"
    assert lists.flow
    assert isinstance(lists.value, list)
    assert text[lists.value[1].start : lists.value[1].end] == "two"
    inner = root.value["b"]
    assert isinstance(inner.value, dict)
    assert not inner.flow
    assert text[inner.value["c"].start : inner.value["c"].end] == "'x'"
    key = inner.keys["c"]
    assert (text[key.start : key.end], key.line, key.column) == ("c", 3, 3)
    assert root.plain() == {"a": [1, "two"], "b": {"c": "x"}}
