"""The list of commands and each command's own help, as people read them."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click
import pytest
from quickscale_core.cli.output import Printer
from quickscale_core.cli.top import _SECTIONS, top
from quickscale_core.plugins.commands import merge_commands
from quickscale_core.plugins.discovery import InstalledPlugin, Registry

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


def core_commands() -> dict[str, click.Command]:
    core = Registry.core()
    merged, problems = merge_commands(
        it for it in core.plugins() if isinstance(it, InstalledPlugin)
    )
    assert not problems
    return {name: command for name, (command, _) in merged.items()}


def every(commands: dict[str, click.Command], above: str = "quickscale") -> Iterator[Any]:
    for name, command in commands.items():
        if command.hidden:
            continue
        yield pytest.param(command, id=f"{above} {name}")
        if isinstance(command, click.Group):
            yield from every(dict(command.commands), f"{above} {name}")


def examples(command: click.Command) -> list[str]:
    """Return the lines of the examples that a command's help ends with."""
    text = inspect.cleandoc(command.help or "").rstrip()
    if "\b\nExample" not in text:
        return []
    last = text.rpartition("\b\n")[2]
    return [it.strip() for it in last.splitlines()[1:]]


@pytest.mark.parametrize("command", [*every(core_commands())])
def test_the_help_of_a_command_ends_with_examples_that_it_takes(command: click.Command) -> None:
    lines = examples(command)
    assert 1 <= len(lines) <= 4, "end the docstring with one or two examples below \\b"
    for line in lines:
        program, *rest = shlex.split(re.split(r"\s{2,}| > | \| | && ", line)[0])
        assert program == "quickscale", line
        settings: Any = top.context_settings  # click keeps the options of help that it makes here
        context = click.Context(top, info_name=program, obj=Printer(), **settings)
        found: click.Command | None = top
        while isinstance(found, click.Group) and rest and not rest[0].startswith("-"):
            _, found, rest = found.resolve_command(context, rest)
        assert found is not None, line
        found.make_context(found.name, list(rest), context)


def test_each_command_stands_in_a_section(here: Path, quickscale: Run) -> None:
    placed = {name for _, names in _SECTIONS for name in names}
    there = {name for name, it in core_commands().items() if not it.hidden}
    assert there <= placed
    out = quickscale("--help").out
    titles = [line[:-1] for line in out.splitlines() if re.fullmatch(r"\w[^:]*:", line)]
    assert titles == ["Options", *(title for title, names in _SECTIONS if {*names} & there)]


def test_summaries_are_whole(here: Path, quickscale: Run) -> None:
    out = quickscale("--help").out
    assert "..." not in out.partition("\n")[2]
    for command in core_commands().values():
        assert command.hidden or command.get_short_help_str(200).endswith(".")


def test_a_plugin_s_command_stands_with_the_plugins(
    here: Path, quickscale: Run, install: Run
) -> None:
    install(
        "blog",
        '''
        import click

        @hookimpl
        def contribute_commands():
            @click.command()
            def publish():
                """Publish it."""
            return [publish]
        ''',
    )
    out = quickscale("--help").out
    assert re.search(r"\nPlugins:\n  plugins +See .*\n(?:    .*\n)*  publish +Publish it\.\n", out)


@pytest.mark.parametrize("words", [("add",), ("plugins", "new"), ("plugins",)])
def test_help_of_a_command(here: Path, quickscale: Run, words: tuple[str, ...]) -> None:
    said = quickscale("help", *words)
    assert said.code == 0
    assert said.out == quickscale(*words, "--help").out


def test_help_of_everything(here: Path, quickscale: Run) -> None:
    assert quickscale("help").out == quickscale("--help").out == quickscale("-h").out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nothing",), 'there is no command "nothing"'),
        (("ad",), 'there is no command "ad"'),
        (("add", "more"), "quickscale add has no commands of its own, so more is none of them"),
        (("plugins", "nothing"), "no such command 'nothing'"),
        (("--", "-x"), "no such option"),
    ],
)
def test_help_of_what_is_not_there(
    here: Path, quickscale: Run, words: tuple[str, ...], what: str
) -> None:
    said = quickscale("help", *words)
    assert said.code == 2
    assert said.err.startswith(f"error: {what}")


def test_the_version(here: Path, quickscale: Run) -> None:
    assert quickscale("-V").out == quickscale("--version").out != ""
