"""Contributions to what is checked before a deploy, and to what is done after one."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import Keyed, Ordered

__all__ = ["DeployCheck", "DeployStep"]


@dataclass(frozen=True, kw_only=True)
class DeployCheck(Keyed):
    """Variables that a site needs before it is deployed; its key is ``name``.

    Attributes:
        name: What ``--accept`` calls it: ``"email"``.
        variables: The variables, each of which must have a value on the site.
        what: What is wrong while one has none, as a sentence without a full stop: ``"nobody can
            verify an address, because no e-mail is sent"``.
        refuses: Whether nothing is deployed then, unless the owner accepts it; else it is a
            warning.
    """

    name: str
    variables: tuple[str, ...]
    what: str
    refuses: bool = True


@dataclass(frozen=True, kw_only=True)
class DeployStep(Ordered):
    """Something to do on the deployed site, once it answers; its key is ``name``.

    Attributes:
        name: Unique key: ``"superuser"``.
        what: What it does, in the imperative; ``{url}`` is the site's address.
        command: The command to run on the site, the program first; empty where only the owner can
            do it, elsewhere.
        done: A command that succeeds once there is nothing left to do; empty where the command
            itself may be repeated.
        until: Variables; it is done once each has a value on the site. For a step without command.
        needs: Variables without which the step has to wait.
        asks: Whether the command asks questions, and so needs somebody at a terminal.
    """

    name: str
    what: str
    command: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asks: bool = False
