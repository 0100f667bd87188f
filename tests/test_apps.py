"""A composed project whose apps are links to their source works as the copy does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.apps import link_to_sources
from tools.apps import main as check_apps
from tools.distributions import distributions
from tools.projects import Project, generate

if TYPE_CHECKING:
    from pathlib import Path

FILES = distributions()[0].package_folder / "builtin" / "base_project" / "files"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return generate(tmp_path, modules=[], theme="starter", name="linked")


def test_what_is_shipped_verbatim_is_linked_and_what_is_rendered_is_not(project: Project) -> None:
    linked = link_to_sources(project.folder)
    models = project.folder / "apps" / "users" / "models.py"
    assert models.is_symlink()
    assert models.samefile(FILES / "apps" / "users" / "models.py")
    assert FILES / "apps" / "users" / "models.py" in linked
    rendered = project.folder / "apps" / "pages" / "composed.py"
    assert rendered.is_file()
    assert not rendered.is_symlink()


def test_files_that_are_alike_are_linked_to_their_own_source(project: Project) -> None:
    """Many an ``__init__.py`` is empty; each is linked to the one at its own place."""
    link_to_sources(project.folder)
    links = [path for path in (project.folder / "apps").rglob("__init__.py") if path.is_symlink()]
    assert links
    for path in links:
        tail = path.relative_to(project.folder).parts
        assert path.resolve().parts[-len(tail) :] == tail


def test_a_linked_project_works(project: Project) -> None:
    link_to_sources(project.folder)
    assert "no issues" in project.manage("check")


def test_a_plugin_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_apps(["nothing"]) == 2
    assert capsys.readouterr().out.startswith("error: no plugin nothing; there are base")
