"""A project's day without an engine: up, sign in, manage, test, down."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from quickscale_core.testing.projects.serving import free_port

from tools.demo import make_project
from tools.environments import project_env
from tools.sign_in import sign_in


@pytest.mark.long
def test_a_day_of_a_project_of_every_module(tmp_path: Path) -> None:
    project, login = make_project(tmp_path)
    email, password = project.login(login)
    (project.folder / ".venv").symlink_to(project_env().folder)
    port = str(free_port())
    programs = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    environment = project.environ() | {"PATH": programs, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def quickscale(*words: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-m", "quickscale_core", *words],
            cwd=project.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    said = quickscale("up", "-d", "--no-containers", "--port", port)
    try:
        assert f"acme is ready: http://127.0.0.1:{port}" in said
        assert "Dashboard" in sign_in(f"http://127.0.0.1:{port}", email, password)
        assert "no issues" in quickscale("manage", "check")
        assert quickscale("shell", "-c", "print(6 * 7)").splitlines()[-1] == "42"
        assert " passed" in quickscale("test", "-q", "apps/ops/tests/test_health.py")
    finally:
        stopped = quickscale("down")
    assert "acme is stopped" in stopped
    assert not _listens(int(port))


def _listens(port: int) -> bool:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
