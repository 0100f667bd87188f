from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from quickscale_core.cli.choosing.choices import Choices
from quickscale_core.cli.choosing.wizard import ask
from quickscale_core.plugins import discovery, entry_points
from quickscale_core.plugins.discovery import Registry

Run = Callable[..., Any]
ENTER, DOWN, SPACE, CONTROL_C = "\r", "\x1b[B", " ", "\x03"
OPTIONS = """
    options=(
        Option(name="open", type="bool", default=True, help="Open to all."),
        Option(name="feed", type="choice", default="rss", choices=("rss", "atom"), help="Feed."),
        Option(name="tags", type="list", default=("a",), choices=("a", "b"), help="Tags."),
        Option(name="size", type="int", default=10, help="Posts on a page."),
    ),
"""


@pytest.fixture(autouse=True)
def _no_loop_is_running() -> Iterator[None]:
    """Hide the event loop that Playwright leaves running in a process that opened a browser."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """A keyboard: what is sent is what was typed."""
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()):
        yield keyboard


@pytest.fixture
def registry(install: Run, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Two modules, a theme and a deploy target, whatever else is installed."""
    install("blog", card=OPTIONS)
    install("news")
    install("plush", kind="theme", card='frontend="html", extends="starter"')
    install("cloud", kind="deploy")
    everything = entry_points.on_path
    monkeypatch.setattr(
        discovery,
        "on_path",
        lambda: (it for it in everything() if it.module.startswith("fixture_")),
    )
    return Registry.installed()


def test_every_default_is_one_key(here: Path, keys: PipeInput, registry: Registry) -> None:
    keys.send_text(ENTER * 5)  # no modules, the theme, no target, git, create
    choices = ask(Choices(name="acme"), registry)
    assert choices == Choices(name="acme", theme="plush")
    assert choices.command_line() == "quickscale init acme --theme plush"


def test_choices_become_the_command_that_says_the_same(
    here: Path, keys: PipeInput, registry: Registry
) -> None:
    keys.send_text(SPACE + ENTER)  # blog
    keys.send_text(DOWN + ENTER)  # starter
    keys.send_text(DOWN + ENTER)  # cloud
    keys.send_text("y")  # change how blog works
    keys.send_text("n")  # open
    keys.send_text(DOWN + ENTER)  # atom
    keys.send_text(DOWN + SPACE + ENTER)  # a and b
    keys.send_text("5" + ENTER)  # 105
    keys.send_text("n")  # starter as it is
    keys.send_text("n")  # no git
    keys.send_text(ENTER)
    keys.send_text(CONTROL_C)  # a question too many ends the test instead of holding it up
    choices = ask(Choices(name="acme", lock=True, dest=Path("my projects")), registry)
    assert choices.command_line() == (
        "quickscale init acme --with blog --theme starter --deploy cloud"
        " --set blog.open=false --set blog.feed=atom --set blog.tags=a,b --set blog.size=105"
        " --dest 'my projects' --no-git --lock"
    )
    assert choices.request("acme").options["blog"]["tags"] == "a,b"


def test_an_answer_is_asked_for_until_it_will_do(
    here: Path, keys: PipeInput, registry: Registry
) -> None:
    keys.send_text(SPACE + ENTER + ENTER + ENTER + "y" + ENTER * 3)  # blog, up to its size
    keys.send_text("x" + ENTER + "\x7f" * 3 + "25" + ENTER)  # 10x will not do
    keys.send_text(ENTER * 2 + CONTROL_C)
    assert ask(Choices(name="acme"), registry).answers == ("blog.size=25",)


def test_an_answer_that_is_the_default_is_not_said(
    here: Path, keys: PipeInput, registry: Registry
) -> None:
    keys.send_text(SPACE + ENTER + ENTER + ENTER + "y" + ENTER * 4 + ENTER * 2)
    assert ask(Choices(name="acme"), registry).answers == ()


def test_the_name_is_asked_until_it_will_do(
    here: Path, keys: PipeInput, registry: Registry
) -> None:
    (here / "taken").mkdir()
    erase = "\x15"
    keys.send_text("Upper" + ENTER + erase + "taken" + ENTER + erase + "acme" + ENTER)
    keys.send_text(ENTER * 5)
    assert ask(Choices(), registry).name == "acme"


def test_an_empty_folder_is_offered(here: Path, keys: PipeInput, registry: Registry) -> None:
    keys.send_text("y" + ENTER * 5)
    choices = ask(Choices(), registry)
    assert choices.name is None
    assert choices.command_line() == "quickscale init --theme plush"
    keys.send_text("n" + "acme" + ENTER + ENTER * 5)
    assert ask(Choices(), registry).name == "acme"


def test_with_nothing_to_choose_from_it_asks_little(here: Path, keys: PipeInput) -> None:
    keys.send_text(ENTER * 3 + CONTROL_C)  # starter as it is, git, create
    assert ask(Choices(name="acme"), Registry.core()) == Choices(name="acme", theme="starter")


@pytest.mark.parametrize("typed", [CONTROL_C, ENTER * 4 + "n"])
def test_stopping_makes_nothing(
    here: Path, keys: PipeInput, registry: Registry, at_terminal: Run, typed: str
) -> None:
    keys.send_text(typed)
    ended = at_terminal("init", "acme")
    assert (ended.code, ended.err) == (130, "\ninterrupted\n")
    assert list(here.iterdir()) == []


def test_on_a_terminal_without_choices_it_asks_and_tells_the_command(
    here: Path, keys: PipeInput, registry: Registry, at_terminal: Run
) -> None:
    keys.send_text(ENTER * 5)
    ended = at_terminal("init", "acme")
    assert ended.code == 0
    assert "\nThe same without questions:\n  quickscale init acme --theme plush\n" in ended.err
    assert (here / "acme" / "manage.py").exists()


@pytest.mark.parametrize(
    "flags", [["--no-input"], ["--yes"], ["--json"], ["--theme", "starter"], ["--with", "news"]]
)
def test_with_a_choice_or_told_not_to_it_asks_nothing(
    here: Path, registry: Registry, at_terminal: Run, flags: list[str]
) -> None:
    assert at_terminal("init", "acme", "--no-git", *flags).code == 0
