"""The repository's own rules hold here, and each of them catches what it is there to catch."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools import guards
from tools.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_the_repository_keeps_its_own_rules() -> None:
    assert guards.check(ROOT) == []


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a small workspace that breaks no rule."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["core", "plugins/*"]')
    (tmp_path / "LICENSE").write_text("Do as you like.\n")
    add_distribution(tmp_path / "core", "quickscale", "quickscale_core", [])
    plugin = tmp_path / "plugins" / "quickscale-auth"
    add_distribution(plugin, "quickscale-auth", "quickscale_modules.auth", ["quickscale>=1,<2"])
    assert guards.check(tmp_path) == []
    return tmp_path


def add_distribution(
    folder: Path, name: str, module: str, requires: list[str], version: str = "1.0.0"
) -> None:
    package = folder.joinpath("src", *module.split("."))
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text("")
    (folder / "LICENSE").write_text("Do as you like.\n")
    (folder / "README.md").write_text(f"# {name}\n")
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "{name}"\nversion = "{version}"\ndependencies = {requires}\n'
        f'[tool.uv.build-backend]\nmodule-name = "{module}"\n'
    )


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("plugins/quickscale-auth/src/quickscale_modules/__init__.py", "", "no __init__.py"),
        ("uv.lock", "", "records registries' hosts"),
        ("setup.cfg", "index = https://" + "files.example.org", "registry's host"),
        ("notes.md", "from https://py" + "pi.org", "registry's host"),
        ("notes.md", "see /ho" + "me/anna/project", "path of one machine"),
        ("code.py", "# TO" + "DO: later", "unfinished work"),
        ("core/src/quickscale_core/utils.py", "", "name the module after what it holds"),
        ("core/src/quickscale_core/helpers/text.py", "", "name the module after what it holds"),
    ],
)
def test_a_guard_names_the_file_and_the_reason(
    workspace: Path, path: str, content: str, said: str
) -> None:
    target = workspace / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content)
    (problem,) = guards.check(workspace)
    assert problem.startswith(path)
    assert said in problem


def test_a_path_of_this_very_checkout_is_refused(workspace: Path) -> None:
    (workspace / "notes.md").write_text(f"made in {workspace}/core")
    assert any("path of this machine" in problem for problem in guards.check(workspace))


def test_what_git_ignores_is_not_looked_at(workspace: Path) -> None:
    (workspace / ".gitignore").write_text("uv.lock\n")
    (workspace / "uv.lock").write_text("")
    assert guards.check(workspace) == []


def test_a_source_that_git_ignores_is_missed(workspace: Path) -> None:
    """A project's .gitignore stands among the sources, and git heeds it there."""
    files = workspace / "core" / "src" / "quickscale_core" / "files"
    files.mkdir()
    (files / ".gitignore").write_text(".env.*\n")
    (files / ".env.example.j2").write_text("SECRET_KEY=\n")
    (problem,) = guards.check(workspace)
    assert problem.startswith("core/src/quickscale_core/files/.env.example.j2: git ignores it")


@pytest.mark.parametrize(
    ("requires", "version", "said"),
    [
        (["quickscale>=1,<2"], "1.0.1", "lockstep"),
        ([], "1.0.0", "a plugin requires quickscale"),
        (["quickscale>=1"], "1.0.0", "end before the next major"),
        (["quickscale>=2,<3"], "1.0.0", "must admit 1.0.0"),
    ],
)
def test_distributions_agree(workspace: Path, requires: list[str], version: str, said: str) -> None:
    plugin = workspace / "plugins" / "quickscale-auth"
    add_distribution(plugin, "quickscale-auth", "quickscale_modules.auth", requires, version)
    (problem,) = guards.check(workspace)
    assert said in problem


def test_every_distribution_carries_the_licence(workspace: Path) -> None:
    (workspace / "core" / "LICENSE").write_text("Another.\n")
    (workspace / "plugins" / "quickscale-auth" / "README.md").unlink()
    problems = guards.check(workspace)
    assert any("core/LICENSE: differs" in problem for problem in problems)
    assert any("quickscale-auth/README.md: missing" in problem for problem in problems)
