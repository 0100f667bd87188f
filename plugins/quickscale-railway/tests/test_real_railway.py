"""The real command line of Railway, where an account is named: it makes a project and deletes it.

Set ``QUICKSCALE_RAILWAY_API_TOKEN`` to a token of an account, and have ``railway`` on PATH.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World

TOKEN = os.environ.get("QUICKSCALE_RAILWAY_API_TOKEN", "")
FETCH = import_module("quickscale_core.deploying.verifying").fetch
REAL = shutil.which("railway")

pytestmark = [
    pytest.mark.long,
    pytest.mark.usefixtures("executable"),
    pytest.mark.skipif(not TOKEN, reason="QUICKSCALE_RAILWAY_API_TOKEN names no account"),
    pytest.mark.skipif(REAL is None, reason="railway is not on PATH"),
]


def test_a_site_is_deployed_and_deleted(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(own="EMAIL_URL=consolemail://\n")
    standin = str(world.state_file.parent / "bin")
    path = [it for it in os.environ["PATH"].split(os.pathsep) if it != standin]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    monkeypatch.setenv("RAILWAY_API_TOKEN", TOKEN)
    deploying = "quickscale_core.deploying"
    monkeypatch.setattr(f"{deploying}.procedure.fetch", FETCH)
    for module in ("procedure", "waiting"):
        monkeypatch.setattr(f"{deploying}.{module}.pause", time.sleep)
    name = ("--project-name", f"quickscale-test-{uuid.uuid4().hex[:8]}")
    try:
        first = world.deploy(*name)
        assert first.code == 0, first.text
        assert world.deploy(*name, "--json").json()["changed"] is False
        assert world.run("status", *name).code == 0
    finally:
        assert world.run("destroy", "--yes", *name).code == 0
