"""Ctrl-C and the end of the input at every question: 130, one line, and nothing was changed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import questionary
import quickscale_core

Run = Callable[..., Any]
Release = Callable[..., None]

ASKING = {"confirm", "prompt", "text", "select", "checkbox", "edit", "password", "getchar", "pause"}
QUESTIONS = {
    ("cli/changing/options.py", "agreed"),
    ("cli/choosing/wizard.py", "_ask_modules"),
    ("cli/choosing/wizard.py", "_ask_name"),
    ("cli/choosing/wizard.py", "_ask_one"),
    ("cli/choosing/wizard.py", "_ask_option"),
    ("cli/choosing/wizard.py", "_confirm"),
    ("cli/commands/resolve.py", "_ask"),
    ("cli/commands/resolve.py", "_edit"),  # the editor asks
    ("cli/output.py", "agrees"),  # of deploy targets, whose own tests are about these
}
FILES = {"garden/beds.txt": "bed\n"}


def test_every_question_is_known() -> None:
    root = Path(quickscale_core.__file__).parent
    found = set()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name.startswith(("builtin/", "testing/", "new_plugin/")):
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found |= {(name, function.name) for it in ast.walk(function) if _asks(it)}
    assert found == QUESTIONS


def _asks(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Name):
        return function.id in {"input", "getpass"}
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in {"click", "questionary", "getpass"}
        and function.attr in {*ASKING, "getpass"}
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts[:2]
    }


@pytest.fixture
def stopped_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], list[str]]:
    """Let the first question be answered by Ctrl-C or by the end of the input."""

    def stop(by: BaseException) -> list[str]:
        asked: list[str] = []

        def answer(*_: object, **__: object) -> str:
            asked.extend(frame.function for frame in inspect.stack())
            raise by

        monkeypatch.setattr(click.termui, "visible_prompt_func", answer)
        monkeypatch.setattr(click, "edit", answer)
        for kind in ("text", "select", "checkbox", "confirm"):
            question = type("Question", (), {"unsafe_ask": answer})()
            monkeypatch.setattr(questionary, kind, lambda *_, it=question, **__: it)
        return asked

    return stop


@pytest.fixture
def prepare(
    here: Path, release: Release, quickscale: Run, git: Run, interrupt: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], None]:  # fmt: skip
    """Bring the current folder into a state in which a command asks."""

    def conflict() -> None:
        place = here / "acme" / "garden/beds.txt"
        place.write_text("mine\n")
        release("1.1", {"garden/beds.txt": "new\n"})
        assert quickscale("update", "--yes").code == 4

    def make(state: str) -> None:
        if state == "nothing":
            return
        release("1.0", FILES)
        assert quickscale("init", "acme", "--with", "garden", "--theme", "starter").code == 0
        monkeypatch.chdir(here / "acme")
        if state == "later":
            release("1.1", {"garden/beds.txt": "beds\n"})
        elif state == "conflict":
            conflict()
        elif state == "changed":
            assert quickscale("set", "garden.size=5", "--yes").code == 0
        elif state == "interrupted":
            interrupt(here / "acme", "late.txt", "late\n")
        elif state == "damaged":
            (here / "acme" / "quickscale.lock").unlink()

    return make


def _scenes() -> Iterator[Any]:
    for state, words, question in (
        ("nothing", "init", "_ask_name"),
        ("nothing", "init acme", "_ask_modules"),
        ("plain", "set garden.size=9", "agreed"),
        ("plain", "remove garden", "agreed"),
        ("later", "update", "agreed"),
        ("later", "apply", "agreed"),
        ("changed", "undo", "agreed"),
        ("conflict", "resolve", "_ask"),
        ("conflict", "resolve --ours", "agreed"),
        ("conflict", "resolve --edit", "_edit"),
        ("interrupted", "doctor", "_end_interrupted"),
        ("damaged", "doctor", "agreed"),
    ):
        yield pytest.param(state, words, question, id=f"{words}-{state}")


@pytest.mark.parametrize(("state", "words", "question"), [*_scenes()])
@pytest.mark.parametrize("by", [KeyboardInterrupt, EOFError])
def test_a_question_that_is_not_answered_changes_nothing(
    here: Path, prepare: Run, stopped_at: Run, at_terminal: Run,
    state: str, words: str, question: str, by: type[BaseException],
) -> None:  # fmt: skip
    prepare(state)
    before = _contents(here)
    asked = stopped_at(by())
    ended = at_terminal(*words.split())
    assert question in asked, ended.err
    assert ended.code == 130
    assert ended.err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in ended.err
    assert _contents(here) == before


@pytest.mark.parametrize("kind", ["_ask_modules", "_ask_option", "_confirm"])
@pytest.mark.parametrize("by", [KeyboardInterrupt, EOFError])
def test_no_question_of_the_wizard_has_written_anything(
    here: Path, release: Release, at_terminal: Run, monkeypatch: pytest.MonkeyPatch, kind: str,
    by: type[BaseException],
) -> None:  # fmt: skip
    from quickscale_core.cli.choosing import wizard  # noqa: PLC0415

    release("1.0", FILES)
    answers: dict[str, object] = {"_ask_modules": ("garden",), "_ask_one": None, "_confirm": True}

    def answer(name: str) -> object:
        if name == kind:
            raise by
        return answers[name]

    for name in answers:
        monkeypatch.setattr(wizard, name, lambda *_, it=name, **__: answer(it))
    monkeypatch.setattr(wizard, "_ask_option", lambda *_: answer("_ask_option"))
    ended = at_terminal("init", "acme")
    assert (ended.code, ended.err.splitlines()[-1]) == (130, "interrupted")
    assert list(here.iterdir()) == []
