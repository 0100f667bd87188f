from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.writing.fsync import sync_all

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "one.py").write_text("1")
    (tmp_path / "two.py").write_text("2")
    return tmp_path


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What single waits were for, in order."""
    names: dict[int, str] = {}
    waited: list[str] = []
    real_open = os.open

    def noting_open(path: str, flags: int, mode: int = 0o777) -> int:
        descriptor = real_open(path, flags, mode)
        names[descriptor] = str(path)
        return descriptor

    monkeypatch.setattr(os, "open", noting_open)
    monkeypatch.setattr(os, "fsync", lambda descriptor: waited.append(names[descriptor]))
    return waited


def test_a_system_without_one_wait_for_all_waits_for_each(
    project: Path, synced: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "freebsd14")
    sync_all(str(project), ["apps/one.py", "two.py"], ["", "apps"])
    assert synced == [f"{project}/{path}" for path in ("apps/one.py", "two.py", "", "apps")]


@pytest.mark.skipif(sys.platform != "linux", reason="one wait for all is Linux's")
def test_linux_waits_once_for_all(project: Path, synced: list[str]) -> None:
    sync_all(str(project), ["apps/one.py", "two.py"], ["", "apps"])
    assert synced == []


@pytest.mark.parametrize("platform", [sys.platform, "freebsd14"])
def test_what_is_missing_is_told(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(FileNotFoundError):
        sync_all(str(tmp_path / "absent"), ["file"])
