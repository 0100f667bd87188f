"""``quickscale deploy``: the group in which each installed deploy target has its commands."""

from __future__ import annotations

import click

from quickscale_core.errors import Problem, UsageError

__all__ = ["deploy"]

_OURS = {"railway": "quickscale-railway"}
"""Targets of ours and the distributions they come in, to say what to install."""


class _Targets(click.Group):
    """A group that says what to install where a target is not there."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the target, or raise an error that says how to get it."""
        name = args[0]
        if name.startswith("-") or name in self.commands or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from quickscale_core.plugins.discovery import Registry

        there = ", ".join(sorted(self.commands))
        if name in Registry.installed():
            fix = "it is installed, but cannot be used; see why: quickscale plugins list"
        elif name in _OURS:
            fix = f"install it: pip install {_OURS[name]}"
        else:
            fix = f"choose {there}" if there else "install one: pip install quickscale-railway"
        raise UsageError(Problem(what=f'there is no deploy target "{name}"', fix=fix))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the targets, or say that none is installed."""
        if self.commands:
            super().format_commands(ctx, formatter)
            return
        formatter.write_paragraph()
        formatter.write_text("No target is installed. One is: pip install quickscale-railway")


@click.group(cls=_Targets, short_help="Deploy the project, and look after its site.")
def deploy() -> None:
    """Deploy the project in this folder, and look after its site.

    \b
    Examples:
      quickscale deploy railway --dry-run
      quickscale deploy railway status
    """  # noqa: D301 - click reads the escape
