"""A new deploy target deploys from the first minute: its own tests pass, and its types hold."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new target, which subprocesses find installed."""
    plugin = NewPlugin("heron", "deploy")
    for path, data in plugin_files(plugin).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    info = tmp_path / "src" / f"{plugin.distribution.replace('-', '_')}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {plugin.distribution}\nVersion: 0.1.0\n\n")
    entry = f"[quickscale]\n{plugin.name} = {plugin.module}.plugin\n"
    (info / "entry_points.txt").write_text(entry)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "src"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [("pytest", "-q", "-p", "no:cacheprovider"), ("mypy", "--cache-dir", os.devnull, "src")],
    ids=["tests", "types"],
)
def test_its_own_checks_pass(target: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=target, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
