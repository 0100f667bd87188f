"""The documentation says what is true: its examples run and its names exist.

How a page's examples are written is told in CONTRIBUTING.md. The pages that install distributions
are followed in ``tests/wheels``.
"""

from __future__ import annotations

import doctest
import importlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import quickscale_core
from quickscale_core import deploying, testing
from quickscale_core.plugins.card_checks import HOOKS

from tools.checkout import ROOT, Environment, distribution_folders
from tools.distributions import distributions
from tools.docs_examples import (
    DOCS,
    Command,
    Example,
    ExampleError,
    chapters,
    edited,
    matches,
    page_name,
    pages_to_follow,
    read_examples,
)
from tools.docs_reader import Reader, reader_environ
from tools.environments import project_env

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Return a reader with the workspace's quickscale, whose projects share one environment."""
    workspace = Environment(Path(sys.prefix))
    shared = {"UV_PROJECT_ENVIRONMENT": str(project_env().folder), "UV_NO_SYNC": "1"}
    with Reader(tmp_path, reader_environ(tmp_path / "home", workspace.scripts) | shared) as reader:
        yield reader


@pytest.mark.parametrize("page", pages_to_follow(installing=False), ids=page_name)
def test_the_examples_of_a_page_work(page: Path, reader: Reader) -> None:
    for chapter in chapters(page):
        reader.read(chapter)


def test_only_what_this_machine_cannot_do_is_not_run() -> None:
    pages = [page for page in DOCS.rglob("*.md") if page.parent.name != "decisions"]
    skipped = [one for page in pages for one in read_examples(page) if one.not_run]
    for example in skipped:
        assert re.search(
            r"docker|npm|production|browser|tutorial|account at Railway|publish",
            example.text + example.not_run,
        ), example.place


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"(?m)[ :]([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8")))
    decisions = {page_name(page) for page in (DOCS / "decisions").glob("*.md")}
    decisions.add("decisions/index.md")  # written by ./qs docs, which need not have run
    pages = {page_name(page) for page in DOCS.rglob("*.md")} - decisions
    assert listed - decisions == pages


@pytest.mark.parametrize(
    "name", [*quickscale_core.__all__, *HOOKS, *deploying.__all__, *testing.__all__]
)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    pages = [page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md")]
    assert any(re.search(rf"(?m)^#+ {name}$", text) for text in pages)


def _modules_with_examples() -> list[str]:
    sources = ROOT / "quickscale-core" / "src"
    files = sorted((sources / "quickscale_core").rglob("*.py"))
    found = [file for file in files if ">>> " in file.read_text("utf-8")]
    return [".".join(file.relative_to(sources).with_suffix("").parts) for file in found]


@pytest.mark.parametrize("name", _modules_with_examples())
def test_examples_in_docstrings_run(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted
    assert results.failed == 0


def test_readmes_install_what_there_is() -> None:
    names = {one.name for one in distributions()}
    commands = set()
    for folder in (ROOT, DOCS, *distribution_folders()):
        for page in (folder / "README.md", folder / "index.md"):
            text = page.read_text("utf-8") if page.is_file() else ""
            commands |= set(re.findall(r"(?m)^\$ pip install (?:--upgrade )?([^&\n]+)", text))
    assert commands
    assert {name for command in commands for name in command.split()} <= names


# --- how examples are read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "printed", "same"),
    [
        ("Created acme: 12 files in 0.2 s", "Created acme: 362 files in 1.4 s  \n", True),
        ("quickscale 1.0.0", "quickscale 1.1.0rc1\n", True),
        ("one\n...\nlast", "one\ntwo\nthree\nlast\n", True),
        ("one\n...\nlast", "one\nlast", True),
        ("password  ...", "password  s3cret", True),
        ("one", "one\ntwo", False),
        ("one\ntwo", "one", False),
        ("a (b)", "a b", False),
    ],
)
def test_output_is_compared_but_for_what_changes(said: str, printed: str, same: bool) -> None:
    assert matches(said, printed) is same


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], list[Example]]:
    """Return a function that reads a page's text."""

    def read(text: str) -> list[Example]:
        (tmp_path / "page.md").write_text(text, encoding="utf-8")
        return read_examples(tmp_path / "page.md")

    return read


def test_a_console_is_read_as_commands_with_their_output(
    page: Callable[[str], list[Example]],
) -> None:
    (example,) = page("Text\n\n```console\n$ one \\\n    two\nerror: no\n$ three\n```\n")
    assert example.place == "page.md:3"
    first, second = example.commands()
    assert (first, first.fails) == (Command("one     two", "error: no"), True)
    assert (second, second.fails) == (Command("three", ""), False)


def test_a_reader_writes_files_goes_on_and_finds_what_is_untrue(
    page: Callable[[str], list[Example]], tmp_path: Path
) -> None:
    text = (
        '```toml title="a/b.toml"\nx = 1\n```\n'
        "```console\n$ cd a && export WORD=hello\n$ cat b.toml\nx = 1\n$ echo $WORD\nhello\n```\n"
        "<!-- not run: no docker -->\n```console\n$ no-such-command\n```\n"
        "```python\nassert 1 + 1 == 2\n```\n"
        "```console\n$ echo yes\nno\n```\n"
        "```console\n$ false\n```\n"
        "```css\na {}\n```\n"
    )
    *good, wrong, failing, unchecked = page(text)
    with Reader(tmp_path / "reader", dict(os.environ)) as reader:
        for example in good:
            reader.follow(example)
        for example, words in ((wrong, "instead of"), (failing, "exit code 1"), (unchecked, "css")):
            with pytest.raises(ExampleError, match=words):
                reader.follow(example)


def test_a_difference_edits_a_file() -> None:
    text = "one\ntwo\nthree\nfour\n"
    assert edited(text, " one\n-two\n+2\n+and more\n@@\n four\n+five\n") == (
        "one\n2\nand more\nthree\nfour\nfive\n"
    )
    assert edited("a\n\nb\n", " a\n\n-b\n+c\n") == "a\n\nc\n"


@pytest.mark.parametrize(("difference", "times"), [("-three\n", 0), ("-one\n+1\n", 2), ("-o\n", 0)])
def test_a_difference_names_what_it_does_not_find(difference: str, times: int) -> None:
    with pytest.raises(ExampleError, match=f"stand there {times} times"):
        edited("one\ntwo\none\n", difference)


def test_a_difference_needs_a_file(page: Callable[[str], list[Example]], tmp_path: Path) -> None:
    (example,) = page('```diff title="missing.py"\n-one\n```\n')
    with (
        Reader(tmp_path / "reader", dict(os.environ)) as reader,
        pytest.raises(ExampleError, match=r"no missing\.py to edit"),
    ):
        reader.follow(example)


def test_a_guide_goes_on_from_page_to_page(tmp_path: Path) -> None:
    for name, goes_on in (("one", ""), ("two", "one"), ("three", "two"), ("other", "")):
        text = f"# {name}\n" + (f"\n<!-- goes on from: {goes_on}.md -->\n" if goes_on else "")
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    assert [it.stem for it in chapters(tmp_path / "one.md")] == ["one", "two", "three"]
    assert chapters(tmp_path / "other.md") == [tmp_path / "other.md"]


def test_every_page_is_followed_once() -> None:
    kinds = [(False, False), (True, False), (True, True)]
    first = [it for one, two in kinds for it in pages_to_follow(installing=one, later=two)]
    followed = [chapter for page in first for chapter in chapters(page)]
    assert len(followed) == len(set(followed))
    missing = [
        page_name(page)
        for page in DOCS.rglob("*.md")
        if page not in followed
        and page.parent.name not in {"decisions", "reference"}
        and any(not one.not_run for one in read_examples(page))
    ]
    assert not missing
