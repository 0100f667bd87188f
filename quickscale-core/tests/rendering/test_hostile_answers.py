"""Whatever is answered stays a text: it becomes no code, no key, no line, no markup of any file."""

from __future__ import annotations

import ast
import io
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.errors import QuickScaleError, UsageError
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.paths.filetree import FileTree

    from conftest import Workshop

PLAIN = "Plain answer"
HOSTILE = [
    '"""\\nimport os\\n"""',
    '"""; import os; """',
    "'''; import os",
    "back\\\\slash \\\\",
    "ends with \\\\",
    'ends with "',
    "it's; 'DROP'",
    "<script>alert(1)</script>",
    "{% load evil %}{{ settings.SECRET_KEY }}{# #}",
    "<< project >> <% raw %> <# no #>",
    "${{ secrets.TOKEN }} $HOME `id` $(id)",
    "key: value # comment",
    "- [ ] *b* _i_ [x](javascript:1) ![y](z) <!-- -->",
    "%(name)s %s {0} {name}",
    "& | > < ! @ ~ ^",
    "null",
    "no",
    "1.0",
    "=cmd|'/c calc'!A1",
    "\N{ZERO WIDTH SPACE}Ünïcode 日本 🦄",
]
REFUSED = [
    "two\nlines",
    '"""\nimport os\n"""',
    "carriage\rreturn",
    "nul\0",
    "escape\x1b[31m",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
    "\N{RIGHT-TO-LEFT MARK}",
    "line\N{LINE SEPARATOR}separator",
    "next\x85line",
    "half \ud800",
]
OPTIONS = """options=(
    Option(name="motto", type="str", default="none", help="A text."),
    Option(name="words", type="list", default=(), help="Texts."),
)"""
SETTINGS = """*_everything(spec.options("parrot"))"""
BODY = """
def _everything(options):
    motto, words = options["motto"], options["words"]
    yield Setting(name="PARROT_MOTTO", value=motto, comment=f"It says {motto}.")
    yield Setting(name="PARROT_WORDS", value={motto: list(words)}, layer="production")
    yield EnvVar(name="PARROT_TEXT", comment=f"Says {motto}", local=motto, example=motto)
    yield Process(name="parrot", command=("echo", motto))
    yield NavItem(name="parrot", label=motto, url="pages:home", icon="info")
    yield ShowcaseCard(
        name="parrot", title=motto, body=motto, url="pages:home", icon="info", link_label=motto
    )
"""
FILES = {
    "parrot.py.j2": (
        '"""Says << options.motto | docstring >>"""\nMOTTO = << options.motto | py >>\n'
    ),
    "parrot.toml.j2": "motto = << options.motto | toml >>\nwords = << options.words | toml >>\n",
    "parrot.yml.j2": "motto: << options.motto | yaml >>\nwords: << options.words | yaml >>\n",
    "parrot.json.j2": "[<< options.motto | json >>, << options.words | json >>]\n",
    "parrot.html.j2": '<p title="<< options.motto | e >>"><< options.motto | e >></p>\n',
    "parrot.md.j2": "# << options.motto | md >>\n",
    "parrot.env.j2": "MOTTO=<< options.motto | env >>\n",
}


@pytest.fixture
def composed(workshop: Workshop) -> Callable[..., FileTree]:
    """Compose a project whose every answer is the same text."""
    workshop.plugin("parrot", card=OPTIONS, settings=SETTINGS, body=BODY, files=FILES)
    workshop.plugin("echo", kind="module")
    registry = Registry.installed()

    def compose(text: str) -> FileTree:
        request = ProjectSpec(
            name="acme",
            title=text,
            theme="starter",
            modules={"parrot": ModuleRequest()},
            options={"parrot": {"motto": text, "words": [text, "another"]}},
            settings={"OWNERS_OWN": text, "OWNERS_DICT": {text: [text]}},
        )
        return compose_project(request, registry).tree

    return compose


def test_a_hostile_text_stays_a_text_in_every_kind_of_file(
    composed: Callable[..., FileTree],
) -> None:
    plain = composed(PLAIN)
    wrong = [
        f"{text!r} in {path}" for text in HOSTILE for path in _misread(plain, composed(text), text)
    ]
    assert not wrong, "\n".join(wrong)


def _misread(plain: FileTree, tree: FileTree, text: str) -> list[str]:
    """Return the files of a project in which an answer is more than a text, or another one."""
    wrong = [path for path in {*plain, *tree} if path not in plain or path not in tree]
    for path in {*plain, *tree}.difference(wrong):
        ours, theirs = (it[path].data.decode("utf-8", "replace") for it in (plain, tree))
        if ours != theirs and shape(path, theirs) != shape(path, ours):
            wrong.append(path)
    if not wrong:
        settings = tree["acme/settings/base.py"].data
        yml = values(tree["quickscale.yml"].data.decode(), "yml")
        found = {
            "parrot.toml": [values(tree["parrot.toml"].data.decode(), "toml")["motto"]],
            "parrot.yml": [values(tree["parrot.yml"].data.decode(), "yml")["motto"]],
            "parrot.json": [json.loads(tree["parrot.json"].data)[0]],
            "parrot.py": run(tree["parrot.py"].data, "MOTTO"),
            "settings": run(settings, "SITE_NAME", "OWNERS_OWN", "PARROT_MOTTO"),
            "quickscale.yml": [yml["project"]["title"], yml["settings"]["OWNERS_OWN"]],
        }
        wrong += [name for name, told in found.items() if set(told) != {text}]
    return wrong


@pytest.mark.parametrize("answer", ["title", "motto", "words"])
def test_what_is_more_than_a_line_of_text_is_refused(workshop: Workshop, answer: str) -> None:
    workshop.plugin("parrot", card=OPTIONS)
    registry = Registry.installed()
    for text in REFUSED:
        given: dict[str, dict[str, object]] = {
            "motto": {"motto": text},
            "words": {"words": [text]},
        }
        request = ProjectSpec(
            name="acme",
            title=text if answer == "title" else "",
            theme="starter",
            modules={"parrot": ModuleRequest()},
            options={"parrot": given.get(answer, {})},
        )
        with pytest.raises(UsageError) as caught:
            compose_project(request, registry)
        (problem,) = caught.value.problems
        assert "characters" in problem.what
        assert "\n" not in problem.what or answer != "title"


@pytest.mark.parametrize(
    "template",
    [
        "<< options.motto >>",
        "<< project.title >>",
        "<% for it in options.words %><< it >><% endfor %>",
    ],
)
def test_an_answer_that_passes_no_filter_is_an_error_with_its_line(
    workshop: Workshop, template: str
) -> None:
    workshop.plugin("parrot", card=OPTIONS, files={"parrot.txt.j2": f"one\n{template}\n"})
    request = ProjectSpec(
        name="acme",
        theme="starter",
        modules={"parrot": ModuleRequest()},
        options={"parrot": {"words": ["one"]}},
    )
    with pytest.raises(QuickScaleError) as caught:
        compose_project(request, Registry.installed())
    (problem,) = caught.value.problems
    assert "parrot.txt.j2:2 of parrot" in problem.what
    assert "an answer reaches the file as it was answered; let it pass a filter" in problem.what


def shape(path: str, text: str) -> object:
    """Return what a file is made of, without the texts in it."""
    ending = path.rpartition(".")[2]
    if ending == "py":
        return blank_python(text)
    if ending in {"toml", "yml", "yaml", "json"}:
        return blank(values(text, ending))
    if ending in {"html", "svg"}:
        return re.sub(r">[^<]*<|\"[^\"]*\"", "", text).count("<")
    if ending == "md":
        text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", text)  # spans of code
        return [line.split(" ")[0] for line in text.splitlines()], len(
            re.findall(r"(?<!\\)`", text)
        )
    if path in {"parrot.env", ".env.example"}:
        return [
            line.partition("=")[0] if not line.startswith("# Says") else ""
            for line in text.splitlines()
        ]
    return text


def values(text: str, ending: str) -> Any:  # noqa: ANN401 - whatever stands there
    if ending == "toml":
        return tomllib.loads(text)
    if ending == "json":
        return json.loads(text)
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


def blank(value: object) -> object:
    """Return data with every text of it blanked, keys too where they are answers."""
    if isinstance(value, dict):
        return [blank(it) for it in value.values()]
    if isinstance(value, list):
        return [blank(it) for it in value]
    return "" if isinstance(value, str) else value


def blank_python(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return re.sub(r"JoinedStr\(.*?\)", "", ast.dump(tree))


def run(source: bytes, *names: str) -> list[object]:
    """Return what a module assigns to some names, as plain values."""
    found: dict[str, object] = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in names
    }
    return [found[name] for name in names]
