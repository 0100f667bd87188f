"""A project's commit -> a site that runs: the contract of deploy targets, and their commands.

A target says what it checks, which steps find or make what the site needs, and how to reach it.
Core shows the plan, asks, carries the steps out, tries the site, and says what is left.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.deploying.commands.group import deploy_commands
    from quickscale_core.deploying.deployable import Deployable
    from quickscale_core.deploying.programs import Done, Program
    from quickscale_core.deploying.release import Release
    from quickscale_core.deploying.target import DeployRequest, DeployTarget, Place, Step
    from quickscale_core.deploying.variables import (
        Variable,
        generated_variables,
        missing_variables,
    )
    from quickscale_core.deploying.verifying import Answer
    from quickscale_core.deploying.waiting import retry, wait_until

_HOMES = {
    "commands.group": "deploy_commands",
    "deployable": "Deployable",
    "programs": "Done Program",
    "release": "Release",
    "target": "DeployRequest DeployTarget Place Step",
    "variables": "Variable generated_variables missing_variables",
    "verifying": "Answer",
    "waiting": "retry wait_until",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Answer",
    "DeployRequest",
    "DeployTarget",
    "Deployable",
    "Done",
    "Place",
    "Program",
    "Release",
    "Step",
    "Variable",
    "deploy_commands",
    "generated_variables",
    "missing_variables",
    "retry",
    "wait_until",
]


def __getattr__(name: str) -> object:
    """Import the module a public name lives in the first time the name is used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
