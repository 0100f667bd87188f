"""What tests of whole lifetimes share: the releases, built once for all processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lifetimes.releases import Releases, build_releases

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Releases:
    """Return every release; workers of pytest-xdist share one folder."""
    base: Path = tmp_path_factory.getbasetemp()
    return build_releases((base if worker_id == "master" else base.parent) / "releases")
