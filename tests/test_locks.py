"""The locks are whole: they name no index, pin by hash, and hold all that is asked for."""

from __future__ import annotations

import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry

from tools.checkout import ROOT
from tools.lock import workspace_requirements
from tools.projects import installed_plugins

LOCKS = ("uv", "dev", "project", "node", "peers")


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
