"""The group ``deploy`` where no target is installed, and one that is not."""

from __future__ import annotations

from copy import copy

import pytest
from click.testing import CliRunner
from quickscale_core.cli.commands.deploy import deploy
from quickscale_core.errors import UsageError
from quickscale_core.plugins.discovery import Registry


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Registry, "installed", Registry.core)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("railway", "install it: pip install quickscale-railway"),
        ("base", "it is installed, but cannot be used; see why: quickscale plugins list"),
        ("nosuch", "install one: pip install quickscale-railway"),
    ],
)
def test_a_target_that_is_not_there_says_how_to_get_it(name: str, fix: str) -> None:
    with pytest.raises(UsageError) as caught:
        copy(deploy).main([name], standalone_mode=False)

    assert caught.value.problems[0].fix == fix


def test_help_without_a_target_says_how_to_get_one() -> None:
    # a copy, since click keeps in a command which words its first caller asks for help with
    done = CliRunner().invoke(copy(deploy), ["--help"])

    assert done.exit_code == 0
    assert "No target is installed. One is: pip install quickscale-railway" in done.output
