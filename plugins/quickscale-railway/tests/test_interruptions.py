"""A deploy that is killed at any of its changes goes on where it was, and ends as a clean one."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import World

pytestmark = [pytest.mark.usefixtures("executable")]

CHANGES = 11
"""Changes that a clean deploy of a plain project makes at Railway; a test holds it to that."""


def killed(world: World, at: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Deploy in a process of its own that the stand-in kills at a change; say whether it did."""
    monkeypatch.setenv("STANDIN_KILL", at)
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = world.main("--yes")
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    monkeypatch.delenv("STANDIN_KILL")
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


_CLEAN: dict[str, Any] = {}


def clean_essence(world: World) -> object:
    """Return what a clean run ends in; the first one to ask runs it, in a state of its own."""
    if not _CLEAN:
        assert world.deploy().code == 0
        _CLEAN["changes"] = world.state["changes"]
        _CLEAN["essence"] = world.essence()
        world.state_file.unlink()
    return _CLEAN["essence"]


def test_every_change_of_a_clean_run_is_tried(world: World) -> None:
    clean_essence(world)

    assert _CLEAN["changes"] == CHANGES


# before a change there is what there was after the one before it
@pytest.mark.parametrize("at", ["1", *(f"{it}+" for it in range(1, CHANGES + 1)), f"{CHANGES}~"])
def test_a_killed_run_is_gone_on_with(
    world: World, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    essence = clean_essence(world)
    assert killed(world, at, monkeypatch)
    key = _secret_key(world)

    done = world.deploy()

    assert done.code == 0, done.err
    assert world.essence() == essence
    assert len(world.instance("web")["deployments"]) == 1
    assert key in {"", _secret_key(world)}
    changes = world.state["changes"]
    assert world.deploy().code == 0
    assert world.state["changes"] == changes


def _secret_key(world: World) -> str:
    projects = world.state["projects"].values()
    instances = [it["environments"]["production"]["instances"] for it in projects]
    found = [it["web"]["variables"].get("SECRET_KEY", "") for it in instances if "web" in it]
    return found[0] if found else ""


def test_a_project_made_by_a_call_that_did_not_live_to_link_it(world: World) -> None:
    world.fail("add", "Something failed")
    world.deploy()
    state = world.state
    state["links"] = {}
    world.state_file.write_text(json.dumps(state))

    assert world.deploy().code == 0
    assert len(world.state["projects"]) == 1


def test_a_slow_railway_is_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_LATENCY", "0.05")

    done = world.deploy()

    assert done.code == 0
    assert "waiting for PostgreSQL to start" in done.err
