"""The command-line options that say what a new project is made of."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, cast

import click

from quickscale_core.cli.choosing.choices import Choices
from quickscale_core.cli.commands.completion import complete_answers, complete_plugins

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["choice_options"]


def choice_options(lead: str = "") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return what gives a command ``--with``, ``--theme``, ``--deploy`` and ``--set``.

    The command gets them as its ``choices``.

    Args:
        lead: What the help of each begins with, where the command is also for other things:
            ``"Of a new project"``.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def with_choices(
            *args: object,
            modules: tuple[str, ...],
            theme: str | None,
            deploy: str | None,
            answers: tuple[str, ...],
            **own: object,
        ) -> int:
            choices = Choices(modules=modules, theme=theme, deploy=deploy, answers=answers)
            return command(*args, choices=choices, **own)

        decorated = cast("Callable[..., int]", with_choices)
        for option in reversed(_options(lead)):  # as decorators above one another are read
            decorated = option(decorated)
        return decorated

    return decorate


def _options(lead: str) -> tuple[Callable[[Callable[..., int]], Callable[..., int]], ...]:
    return (
        click.option(
            "--with",
            "modules",
            multiple=True,
            metavar="A,B",
            shell_complete=complete_plugins("module", several=True),
            help=_led(lead, "Modules to compose."),
        ),
        click.option(
            "--theme",
            metavar="NAME",
            shell_complete=complete_plugins("theme"),
            help=_led(lead, "Theme; by default the one installed, else starter."),
        ),
        click.option(
            "--deploy",
            metavar="NAME",
            shell_complete=complete_plugins("deploy"),
            help=_led(lead, "Deploy target."),
        ),
        click.option(
            "--set",
            "answers",
            multiple=True,
            metavar="NAME.OPTION=VALUE",
            shell_complete=complete_answers,
            help=_led(lead, "Answer an option of a module, theme or deploy target."),
        ),
    )


def _led(lead: str, text: str) -> str:
    return f"{lead}: {text[0].lower()}{text[1:]}" if lead else text
