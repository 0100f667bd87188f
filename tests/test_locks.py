"""The locks are whole: they name no index, pin by hash, and hold all that is asked for."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from quickscale_core.composition.tested_versions import read_pins
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry

from tests.conftest import selections
from tools import tested
from tools.checkout import ROOT, Environment
from tools.lock import workspace_requirements
from tools.projects import generate, installed_plugins
from tools.uv import find_uv, run_uv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quickscale_core.composition.composition import Composition

LOCKS = ("uv", "dev", "project", "node", "peers", "fuzz")


def pinned(lock: str) -> dict[str, set[Version]]:
    """Return what a lock pins: a name may have a version for each range of Pythons."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    found: dict[str, set[Version]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)==(\S+)", text):
        found.setdefault(name, set()).add(Version(version))
    return found


def asked(lock: str) -> list[Requirement]:
    lines = (ROOT / "requirements" / f"{lock}.in").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^-", text)
    assert "@ " not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_its_list_asks_for(lock: str) -> None:
    versions = pinned(lock)
    for requirement in asked(lock):
        held = versions.get(canonical(requirement.name), set())
        assert held, f"{requirement} is not in {lock}.txt: run ./qs lock"
        assert all(version in requirement.specifier for version in held), requirement


def test_the_workspace_lock_holds_what_the_distributions_require() -> None:
    versions = pinned("dev")
    for requirement in map(Requirement, workspace_requirements()):
        held = versions.get(canonical(requirement.name), set())
        assert held, f"{requirement} is not in dev.txt: run ./qs lock"
        assert all(version in requirement.specifier for version in held), requirement


def test_the_projects_lock_holds_what_compositions_ask_for() -> None:
    """Compose with every module and each theme; answers that need more are their plugin's test."""
    versions = pinned("project")
    registry = Registry.installed()
    installed = installed_plugins()
    modules = {name: ModuleRequest() for name in installed.modules}
    for theme in installed.themes:
        request = ProjectSpec(name="acme", modules=modules, theme=theme)
        composition = compose_project(request, registry).composition
        for line in [*composition.dependencies, *composition.dev_dependencies]:
            requirement = Requirement(line)
            held = versions.get(canonical(requirement.name), set())
            assert held, f"{line} is not in project.txt: add it to project.in, run ./qs lock"
            assert all(version in requirement.specifier for version in held), line


def test_what_plugins_ship_is_what_the_lock_says() -> None:
    for path, text in tested.tested_files().items():
        assert path.read_text("utf-8") == text, f"{path} is old: run ./qs lock"


def _compositions() -> Iterator[tuple[str, Composition]]:
    """Yield every project that our modules make with each theme, and one with all answers."""
    for one in selections():
        request = ProjectSpec(
            name="acme",
            modules={name: ModuleRequest() for name in one.modules},
            theme=one.theme,
            options=one.options,
        )
        yield str(one), compose_project(request, Registry.installed()).composition


def test_a_project_is_locked_to_what_was_tested() -> None:
    """Every package of its lock, and of the closure of its requirements, and no other."""
    versions = pinned("project")
    for name, composition in _compositions():
        found = composition.tested
        assert not found.untested, name
        locked = {pin.name for pin in found.pins}
        assert all(Version(pin.version) in versions[pin.name] for pin in found.pins), name
        for group, pins in (
            (composition.dependencies, found.main),
            ((*composition.dependencies, *composition.dev_dependencies), found.pins),
        ):
            assert {pin.name for pin in pins} == _closure(group, set(versions)), name
        assert len(locked) == len({pin.requirement for pin in found.pins}), name


def _closure(requirements: Iterable[str], known: set[str]) -> set[str]:
    """Return what requirements come to by the metadata of the environment that runs projects."""
    asked = tested.requires()
    found: dict[str, set[str]] = {}
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        one = waiting.pop()
        name = canonical(one.name)
        if name not in known or (name in found and one.extras <= found[name]):
            continue
        found.setdefault(name, set()).update(one.extras)
        for line in asked.get(name, ()):
            child = Requirement(line)
            extras = re.findall(r"extra == ['\"]([^'\"]+)", str(child.marker or ""))
            if not extras or set(extras) & found[name]:
                waiting.append(child)
    return set(found)


def test_every_range_ends() -> None:
    """A version that nobody has seen may change behaviour: a range says where that begins."""
    for name, composition in _compositions():
        for line in (*composition.dependencies, *composition.dev_dependencies):
            ends = {one.operator for one in Requirement(line).specifier} & {"<", "<=", "==", "~="}
            assert ends, f"{name} needs {line}, which allows every later version"


@pytest.mark.long
def test_uv_installs_what_was_tested(tmp_path: Path) -> None:
    project = generate(tmp_path, name="acme", modules=["auth"], theme="htmx")
    run_uv(find_uv(), "sync", "--quiet", "--project", str(project.folder))
    own = Environment(project.folder / ".venv").python
    printed = subprocess.run(
        [str(find_uv()), "pip", "freeze", "--python", str(own)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    wanted = "".join(
        (project.folder / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")
    )
    pins = set(re.findall(r"(?m)^[a-z0-9][a-z0-9._-]*==[^ ]+", re.sub(r"\[.*?\]==", "==", wanted)))
    assert set(printed.split()) <= pins


@pytest.mark.long
def test_the_owner_moves_one_package(tmp_path: Path) -> None:
    project = generate(tmp_path, name="acme", modules=[], theme="starter")
    file = project.folder / "pyproject.toml"
    own = "  # Your own requirements:\n"
    file.write_text(file.read_text().replace(own, f'{own}  "markdown-it-py>=4",\n', 1))
    before = (project.folder / "requirements-dev.txt").read_text()
    environ = {**project.environ(), "PATH": f"{find_uv().parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(project.python), "dev/versions.py", "markdown-it-py"]
    subprocess.run(command, cwd=project.folder, env=environ, check=True)

    runs = (project.folder / "requirements.txt").read_text()
    assert re.search(r"(?m)^markdown-it-py==4\S* \\\n    --hash", runs)
    assert "mdurl==" in runs
    assert '  "mdurl==' in file.read_text()
    assert runs.startswith("# What runs the site")
    assert (project.folder / "requirements-dev.txt").read_text() == before
    assert project.run("-m", "ruff", "check", ".") is not None


@pytest.mark.long
def test_what_is_not_moved_stays_line_by_line(tmp_path: Path) -> None:
    project = generate(tmp_path, name="acme", modules=["auth"], theme="htmx")
    locks = ("requirements.txt", "requirements-dev.txt", ".pre-commit-config.yaml")
    files = [project.folder / name for name in (*locks, "pyproject.toml")]
    before = [file.read_text() for file in files]
    tool = next(pin for pin in read_pins(before[1]) if pin.name == "ruff").version
    for file, text in zip(files, before, strict=True):
        file.write_text(text.replace(f"ruff=={tool}", "ruff==0.16.0"))
    # It is asked for in one version, so that the newest of the day is this one.
    pyproject, (asked, *_) = files[-1], re.findall(r'"ruff>=[^"]*"', before[-1])
    pyproject.write_text(pyproject.read_text().replace(asked, f'"ruff=={tool}"'))
    environ = {**project.environ(), "PATH": f"{find_uv().parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(project.python), "dev/versions.py", "ruff"]
    subprocess.run(command, cwd=project.folder, env=environ, check=True)
    pyproject.write_text(pyproject.read_text().replace(f'"ruff=={tool}"', asked, 1))

    assert [file.read_text() for file in files] == before


def test_tools_in_both_locks_have_one_version() -> None:
    dev, project = pinned("dev"), pinned("project")
    for name in ("ruff", "mypy", "pytest", "djlint"):
        assert name in dev
        assert dev[name] == project[name], f"{name}: run ./qs lock -- --upgrade-package {name}"


def test_pre_commit_clones_nothing_and_uses_the_locked_versions() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    versions = pinned("dev")
    for repo in config["repos"]:
        assert repo["repo"] == "local"
        for hook in repo["hooks"]:
            for requirement in map(Requirement, hook["additional_dependencies"]):
                (version,) = versions[requirement.name]
                assert str(requirement.specifier) == f"=={version}", hook["id"]
