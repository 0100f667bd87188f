"""The group ``deploy``, as each target contributes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quickscale_core.deploying.commands.deploy import deploy_group
from quickscale_core.deploying.commands.subcommands import subcommands

if TYPE_CHECKING:
    from quickscale_core.deploying.target import DeployTarget

__all__ = ["deploy_commands"]


def deploy_commands(kind: type[DeployTarget]) -> click.Group:
    """Return the group ``deploy`` with the commands of one target, for ``contribute_commands``.

    Core has the group as well; the groups of all plugins become one.

    Args:
        kind: The target.

    Example:
        >>> from quickscale_core import hookimpl
        >>> from quickscale_core.deploying import deploy_commands
        >>> @hookimpl
        ... def contribute_commands():
        ...     from quickscale_deploy.railway.target import RailwayTarget
        ...     return [deploy_commands(RailwayTarget)]
    """
    group = deploy_group(kind)
    for command in subcommands(kind):
        group.add_command(command)
    return click.Group("deploy", commands=[group])
