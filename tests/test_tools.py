"""The smaller commands: each says what is missing or wrong, and nothing otherwise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import coverage_floors, frontend_lock, optional_parts
from tools.checkout import ROOT
from tools.docs_pages import decisions_index
from tools.lint_workflows import lint_workflows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have neither a browser nor a PostgreSQL."""
    parts = (("the browser tests", lambda: "no Chromium was found"), ("the rest", lambda: ""))
    monkeypatch.setattr(optional_parts, "PARTS", parts)


@pytest.mark.usefixtures("nothing")
def test_a_missing_part_is_skipped_aloud_at_home(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert optional_parts.main([]) == 0
    said = capsys.readouterr().out
    assert said == "skipping: the browser tests cannot run: no Chromium was found\n"


@pytest.mark.usefixtures("nothing")
def test_a_missing_part_is_an_error_in_ci_unless_only_some_tests_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert optional_parts.main([]) == 1
    assert capsys.readouterr().out.startswith("error: the browser tests cannot run")
    assert optional_parts.main(["--some"]) == 0
    assert capsys.readouterr().out.startswith("skipping: the browser tests cannot run")


def said_with_browser(browser: str) -> str:
    """Return what is said in a process of its own: Playwright starts once in each."""
    environ = {**os.environ, "QUICKSCALE_BROWSER": browser, "CI": "true"}
    command = [sys.executable, "-m", "tools.optional_parts"]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stdout


def test_a_browser_that_is_no_program_is_told_before_the_tests() -> None:
    assert "names /no/such/browser, which is not a program" in said_with_browser("/no/such/browser")


def test_a_browser_that_does_not_start_is_told_before_the_tests(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert "the browser does not start" in said_with_browser(str(broken))


def test_every_decision_is_in_the_index(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Old\n")
    (tmp_path / "verbatim-beats-jinja.md").write_text("# Verbatim beats Jinja\n\nWhy.\n")
    (tmp_path / "built-in.md").write_text("# Core's own parts are plugins\n")
    page = decisions_index(tmp_path)
    assert page.endswith(
        "- [Core's own parts are plugins](built-in.md)\n"
        "- [Verbatim beats Jinja](verbatim-beats-jinja.md)\n"
    )
    assert "Old" not in page


@pytest.fixture
def workflows(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    return tmp_path / ".github"


def test_an_unpinned_action_is_found(workflows: Path) -> None:
    checks = workflows / "workflows" / "checks.yml"
    text = checks.read_text(encoding="utf-8")
    pinned = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
    assert pinned in text
    checks.write_text(text.replace(pinned, "someone/checkout@main"))
    assert any("unpinned" in problem for problem in lint_workflows(workflows))


def test_a_job_that_waits_for_nobody_is_found(workflows: Path) -> None:
    release = workflows / "workflows" / "release.yml"
    text = release.read_text(encoding="utf-8")
    release.write_text(text.replace("needs: try-it", "needs: nothing"))
    assert any("nothing" in problem for problem in lint_workflows(workflows))


def test_no_workflow_names_an_index() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert "https://" not in text
    for variable in ("TEST_PUBLISH_URL", "TEST_INDEX_URL", "PUBLISH_URL"):
        assert f"${{{{ vars.{variable} }}}}" in text


def test_the_ci_script_is_sound() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    bash = shutil.which("bash")
    assert bash
    assert subprocess.run([bash, "-n", str(script)], check=False).returncode == 0
    assert script.read_text(encoding="utf-8").rstrip().endswith("fi")


def test_ci_begins_with_the_commands_of_the_readme() -> None:
    """In a fresh clone nothing ran before them, and so it is in CI: neither may need another."""
    readme = (ROOT / "README.md").read_text("utf-8")
    typed = re.findall(r"(?m)^\$ \./qs (\w+)", readme)
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    run = re.findall(r"(?m)^(?:run|\./qs) (\w+)", script)
    assert run[: len(typed)] == typed == ["demo", "test"]


def test_sessions_are_listed_by_plain_nox() -> None:
    nox = [sys.executable, "-m", "nox", "--list", "--noxfile", str(ROOT / "noxfile.py")]
    done = subprocess.run(nox, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "* test -> Run every test" in done.stdout


def test_each_distribution_is_held_to_its_own_coverage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["core", "plugin"]\n')
    calls = {"quickscale": "core_code", "quickscale-auth": "plugin_code"}
    for folder, (name, module) in zip(("core", "plugin"), calls.items(), strict=True):
        source = tmp_path / folder / "src"
        source.mkdir(parents=True)
        source.joinpath(f"{module}.py").write_text("def never():\n    return 1\n" + "x = 1\n" * 17)
        (tmp_path / folder / "pyproject.toml").write_text(
            f'[project]\nname = "{name}"\nversion = "1"\n'
            f'[tool.uv.build-backend]\nmodule-name = "{module}"\n'
        )
    script = "import sys; sys.path[:0] = ['core/src', 'plugin/src']; import core_code, plugin_code"
    (tmp_path / "run.py").write_text(script)
    command = [sys.executable, "-m", "coverage", "run", "--source=core,plugin", "run.py"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert coverage_floors.main(tmp_path) == 1
    said = capsys.readouterr().out
    assert "coverage of quickscale: 94.7 % (at least 95 %)" in said
    assert "coverage of quickscale-auth: 94.7 % (at least 90 %)" in said
    assert "core_code.py" in said
    assert "plugin_code.py" not in said


def test_a_lock_of_npm_packages_keeps_hashes_and_loses_addresses() -> None:
    package = {"version": "1.0.0", "integrity": "sha512-x", "dependencies": {"b": "^2"}}
    addresses = {"resolved": "https://packages.example/a.tgz", "funding": {"url": "https://a"}}
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "x"}, "a": {**package, **addresses}}}
    assert frontend_lock.without_addresses(lock) == {
        "lockfileVersion": 3,
        "packages": {"": {"name": "x"}, "a": package},
    }


@pytest.mark.parametrize("path", [None, "/nowhere"])
def test_a_frontends_lock_that_cannot_be_refreshed_is_left_and_said(
    path: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "package-lock.json").write_text("kept", encoding="utf-8")
    monkeypatch.setattr(frontend_lock, "FRONTEND", tmp_path)
    monkeypatch.setattr(frontend_lock, "node_path", lambda: path)
    monkeypatch.setattr(frontend_lock, "lock_packages", lambda *_args: "npm said no")
    assert frontend_lock.main([]) == 1
    assert re.search("neither Node|npm said no", capsys.readouterr().err)
    assert (tmp_path / "package-lock.json").read_text(encoding="utf-8") == "kept"


def test_a_frontends_lock_is_refreshed_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def lock(folder: Path, _path: str, *packages: str) -> str:
        asked.extend(packages)
        packed = {"zod": {"integrity": "sha512-x", "resolved": "https://packages.example/z.tgz"}}
        (folder / "package-lock.json").write_text(json.dumps({"packages": packed}), "utf-8")
        return ""

    monkeypatch.setattr(frontend_lock, "FRONTEND", tmp_path)
    monkeypatch.setattr(frontend_lock, "node_path", lambda: "/node")
    monkeypatch.setattr(frontend_lock, "lock_packages", lock)
    assert frontend_lock.main(["zod@4.6.7"]) == 0
    written = json.loads((tmp_path / "package-lock.json").read_text(encoding="utf-8"))
    assert asked == ["zod@4.6.7"]
    assert written == {"packages": {"zod": {"integrity": "sha512-x"}}}
