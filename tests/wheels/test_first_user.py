"""What a first user types, from installed wheels, far from this repository."""

from __future__ import annotations

import socket
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tools.checkout import Environment
from tools.demo import served
from tools.distributions import distributions
from tools.environments import project_env
from tools.projects import Project
from tools.uv import find_uv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.machine import Machine

# One worker builds and installs the wheels, so one worker runs all that needs them.
pytestmark = pytest.mark.xdist_group("wheels")


def test_version_and_help(machine: Machine) -> None:
    (version,) = {dist.version for dist in distributions()}
    assert version in machine.types("quickscale", "--version")
    assert "init" in machine.types("quickscale", "--help")


@pytest.mark.parametrize(
    ("name", "package"),
    [("myapp", "myapp"), ("x", "x"), ("my_app", "my_app"), ("my-saas-app", "my_saas_app")],
)
def test_a_project_is_made_and_compiles(machine: Machine, name: str, package: str) -> None:
    machine.types("quickscale", "init", name)
    project = machine.folder / name
    settings = sorted((project / package / "settings").glob("*.py"))
    assert {path.stem for path in settings} >= {"base", "local", "production", "test"}
    machine.types(sys.executable, "-m", "py_compile", *map(str, settings))
    machine.types(sys.executable, "-c", f"import {package}", cwd=project)
    assert (project / ".git").is_dir()


def test_a_project_is_made_from_python(machine: Machine) -> None:
    code = (
        "from pathlib import Path; from quickscale_core.scaffold import ProjectGenerator; "
        "ProjectGenerator().generate('scripted', Path())"
    )
    machine.types(str(machine.installed.python), "-c", code)
    assert (machine.folder / "scripted" / "manage.py").is_file()


@pytest.fixture(scope="module")
def shop(machine: Machine) -> Project:
    """Return a project with accounts, installed with pip, as its README says."""
    machine.types("quickscale", "init", "shop", "--with", "auth")
    folder = machine.folder / "shop"
    own = Environment(folder / ".venv")
    # uv makes the environment, since a Python without ensurepip cannot; pip does the rest.
    machine.types(
        str(find_uv()), "venv", "--quiet", "--seed", "--python", sys.executable, ".venv", cwd=folder
    )
    pip = (str(own.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    machine.types(*pip, "-r", "requirements-dev.txt", cwd=folder)
    return Project(folder=folder, python=own.python)


@pytest.mark.long
def test_the_new_project_passes_its_checks_and_its_tests(shop: Project) -> None:
    assert "no issues" in shop.manage("check")
    shop.manage("makemigrations", "--check", "--dry-run")
    assert " passed" in shop.run("-m", "pytest", "-q")


def test_a_project_that_sells_is_sound(machine: Machine) -> None:
    machine.types("quickscale", "init", "store", "--with", "auth,billing")
    store = Project(folder=machine.folder / "store", python=project_env().python)
    assert "no issues" in store.manage("check")
    store.manage("migrate")
    store.manage("seed_demo", "--password", "known-to-the-test")
    plans = "from djstripe.models import Price; print(Price.objects.count() > 0)"
    assert "True" in store.manage("shell", "-c", plans)


def test_a_project_for_railway_says_what_a_deploy_needs(machine: Machine) -> None:
    machine.types("quickscale", "init", "shipped", "--deploy", "railway")
    site = machine.folder / "shipped"
    assert (site / "railway.json").is_file()
    assert "Usage: quickscale deploy railway" in machine.types(
        "quickscale", "deploy", "railway", "--help", cwd=site
    )


@pytest.fixture
def address(shop: Project, tmp_path: Path) -> Iterator[str]:
    shop.manage("migrate")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(shop, port, tmp_path / "server.log") as found:
        yield found


def test_the_new_project_says_welcome(address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=30) as answer:
        assert "Welcome" in answer.read().decode()
