"""Shell completion: its candidates, and the script that sets it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.cli.output import Printer
from quickscale_core.errors import EXIT_OK
from quickscale_core.plugins.command_index import load_index

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

__all__ = ["complete_answers", "complete_plugins", "completion"]


_ADDITIONS = {
    "bash": """
# bash would split auth.signup=closed into three words, and complete the last one alone
COMP_WORDBREAKS=${COMP_WORDBREAKS//=/}
"""
}

_REPLACEMENTS = {
    # click takes a completion apart at every comma, and "auth,teams" has one of its own
    "fish": ('string split ","', 'string split --max 1 ","')
}


def complete_plugins(*kinds: str, several: bool = False) -> Completer:
    """Return a completer of installed plugins' names.

    Args:
        kinds: The kinds that are offered; none offers all.
        several: Whether commas join names; after one, those not named yet are offered.
    """

    def complete(
        _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        said, comma, start = incomplete.rpartition(",") if several else ("", "", incomplete)
        return [
            CompletionItem(f"{said}{comma}{it.name}", help=it.summary)
            for it in load_index().plugins.values()
            if it.name.startswith(start)
            and (not kinds or it.kind in kinds)
            and it.name not in said.split(",")
        ]

    return complete


def complete_answers(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Complete ``NAME.OPTION=VALUE``: every option, and after ``=`` the values it may take."""
    asked, equals, _ = incomplete.partition("=")
    found = []
    for plugin in load_index().plugins.values():
        for option, values in plugin.options:
            path = f"{plugin.name}.{option}"
            if not equals:
                found.append(f"{path}=")
            elif path == asked:
                found += [f"{path}={value}" for value in values.split(",") if value]
    return [it for it in found if it.startswith(incomplete)]


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that completes quickscale's commands in a shell.

    \b
    Set it up once:
      bash  eval "$(quickscale completion bash)"   in ~/.bashrc
      zsh   eval "$(quickscale completion zsh)"    in ~/.zshrc
      fish  quickscale completion fish > ~/.config/fish/completions/quickscale.fish

    \b
    Example:
      quickscale completion zsh
    """  # noqa: D301 - click reads the escape
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        program = context.find_root()
        script = kind(program.command, {}, "quickscale", "_QUICKSCALE_COMPLETE").source()
        script = script.replace(*_REPLACEMENTS[shell]) if shell in _REPLACEMENTS else script
        context.ensure_object(Printer).result(script + _ADDITIONS.get(shell, ""))
    return EXIT_OK
