"""What every test of the workspace may use: the public test kit, as plugin authors get it."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tools.checkout import ROOT, Environment
from tools.lint_workflows import actionlint_command
from tools.node import node_path

if TYPE_CHECKING:
    from quickscale_core.testing import Tools

pytest_plugins = ["quickscale_core.testing"]


def pytest_configure() -> None:
    """Let projects run in the environment that holds what all our plugins need together."""
    # pytest rewrites the kit's assertions when it loads it, so nothing may import it before.
    from quickscale_core.testing.projects.environment import PROJECT_PYTHON  # noqa: PLC0415

    # A shell that starts this in the background lets it, and all it starts, ignore Ctrl-C.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.setdefault("QUICKSCALE_NODE_MODULES", str(ROOT / ".tools" / "frontend"))
    shared = Environment(ROOT / ".tools" / "project").python
    if shared.exists():
        os.environ.setdefault(PROJECT_PYTHON, str(shared))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes minutes first, the largest projects, which are collected last, at once."""
    long = [item for item in items if item.get_closest_marker("long")]
    rest = [item for item in items if not item.get_closest_marker("long")]
    items[:] = [*reversed(long), *rest]


@pytest.fixture(scope="session")
def quickscale_tools() -> Tools:
    """Lend projects' gates what needs Node: the workspace's actionlint, and npm for React."""
    from quickscale_core.testing.projects.environment import one_at_a_time  # noqa: PLC0415

    (ROOT / ".tools").mkdir(exist_ok=True)
    with one_at_a_time(ROOT / ".tools" / "actionlint.lock"):
        command = actionlint_command()
        path = node_path()
    npm = shutil.which("npm", path=path) if path else None
    return {
        **({"actionlint": command} if isinstance(command, list) else {}),
        **({"npm": [npm]} if npm else {}),
    }
