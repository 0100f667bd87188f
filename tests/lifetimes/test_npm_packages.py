"""What a stranger's pages import is brought in by a step, and the project says so until then."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.testing.projects.processes import run

from tests.lifetimes.machines import Machine
from tools.checkout import Environment
from tools.node import node_path

if TYPE_CHECKING:
    from quickscale_core.testing.projects.processes import Finished

pytestmark = pytest.mark.xdist_group("app-in-the-browser")

PLUGIN: Final = """
from quickscale_core import NpmPackage, Plugin, hookimpl

PLUGIN = Plugin(name="spans", kind="module", summary="Spans", frontends=("html", "react"))

@hookimpl
def contribute_settings(spec):
    if spec.frontend == "react":
        yield NpmPackage(name="ms", version="{version}")
"""
COMMAND: Final = (
    "npm --prefix frontend install --save-exact --omit-lockfile-registry-resolved ms@2.1.3"
)


def spans(folder: Path, version: str) -> Path:
    """Make a module that needs a package of npm and return the folder that holds it."""
    package = folder / version / "spans"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "plugin.py").write_text(PLUGIN.format(version=version))
    metadata = folder / version / "spans-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: spans\nVersion: 1.0.0\n")
    (metadata / "entry_points.txt").write_text("[quickscale]\nspans = spans.plugin\n")
    return folder / version


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine with that module."""
    home = tmp_path / "home"
    return Machine(Environment(Path(sys.prefix)), tmp_path, home, spans(tmp_path, "2.1.3"))


def init(machine: Machine, theme: str, *words: str) -> Finished:
    """Make a project called acme, with nothing but what is named."""
    options = ("--theme", theme, "--no-git", "--no-lock", "--no-input")
    return machine.quickscale("init", "acme", *options, *words)


def test_a_project_says_what_it_lacks_until_it_is_there(machine: Machine) -> None:
    project = machine.folder / "acme"
    said = init(machine, "react", "--with", "spans").check().output
    assert said.index(COMMAND) < said.index("npm --prefix frontend run build")
    status = machine.quickscale("status", cwd=project).check().output
    assert "frontend/package.json lacks what modules need:\n  ms  2.1.3" in status
    assert COMMAND in status
    told = json.loads(machine.quickscale("status", "--json", cwd=project).check().stdout)
    assert told["npm_packages"] == [{"name": "ms", "version": "2.1.3"}]
    checked = machine.manage(project, "check").output
    assert "frontend/package.json lacks ms 2.1.3" in checked
    assert "frontend.W001" in checked

    package = project / "frontend" / "package.json"
    package.write_text(package.read_text().replace('"react":', '"ms": "2.1.3",\n    "react":'))

    assert "lacks what modules need" not in machine.quickscale("status", cwd=project).output
    assert "frontend.W001" not in machine.manage(project, "check").output


def test_adding_the_module_says_it_too_and_under_html_there_is_nothing(machine: Machine) -> None:
    project = machine.folder / "acme"
    init(machine, "react").check()
    assert COMMAND in machine.quickscale("add", "spans", "--yes", cwd=project).check().output
    left = machine.quickscale("theme", "starter", "--yes", cwd=project).check().output
    assert "npm" not in left.partition("Next:")[2]
    assert "lacks" not in machine.quickscale("status", cwd=project).output
    back = machine.quickscale("theme", "react", "--yes", cwd=project).check().output
    assert back.count(COMMAND) == 1


def test_a_version_that_the_theme_has_otherwise_is_refused(machine: Machine) -> None:
    plugin = machine.plugins / "spans" / "plugin.py" if machine.plugins else Path()
    plugin.write_text(PLUGIN.format(version="18.0.0").replace('"ms"', '"react"'))
    refused = init(machine, "react", "--with", "spans")
    assert refused.code == 1
    assert "asks for react 18.0.0, and react has 19." in refused.output


@pytest.mark.long
def test_the_command_brings_it_in_and_leaves_a_lock_without_addresses(machine: Machine) -> None:
    path = node_path()
    if path is None:
        pytest.skip("there is no Node")
    init(machine, "react", "--with", "spans").check()
    project = machine.folder / "acme"
    run(shlex.split(COMMAND), cwd=project, env={"PATH": path}).check()
    assert "lacks what modules need" not in machine.quickscale("status", cwd=project).output
    lock = json.loads((project / "frontend" / "package-lock.json").read_text())
    assert lock["packages"]["node_modules/ms"]["version"] == "2.1.3"
    assert not [it for it in lock["packages"].values() if "resolved" in it]
    change = machine.quickscale("add", "teams", "--yes", cwd=project).check()
    assert COMMAND not in change.output
    named = json.loads((project / "frontend" / "package.json").read_text())["dependencies"]
    assert named["ms"] == "2.1.3"
