"""The image of a project of every module, and what it runs beside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing.projects.postgres import start_postgres

from tests.containers.base_image import write_base
from tests.containers.podman import podman_missing, start_podman
from tests.redis_server import redis_server
from tools.projects import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.testing.projects.postgres import Postgres

    from tests.containers.podman import Podman
    from tools.projects import Project

BASE = "docker.io/library/python:3.13-slim"
"""What the Dockerfile begins with; here it is this machine's Debian."""


@pytest.fixture(scope="session")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podman]:
    if why := podman_missing():
        if os.environ.get("CI") == "true" and os.geteuid() == 0:
            pytest.fail(why)
        pytest.skip(why)
    base = tmp_path_factory.mktemp("base") / "base.tar"
    write_base(base)
    with start_podman(base, BASE) as podman:
        yield podman


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return generate(
        tmp_path_factory.mktemp("image"), modules=["auth", "billing", "teams"], theme="htmx"
    )


@pytest.fixture(scope="session")
def image(podman: Podman, project: Project) -> str:
    podman.build(project.folder, "acme")
    return "acme"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis."""
    with redis_server(tmp_path_factory.mktemp("redis")) as address:
        yield address
