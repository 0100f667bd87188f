"""Clients of a project's API, made from its schema, call the project as it runs."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from quickscale_core.testing.projects.processes import run

from tools.checkout import ROOT
from tools.node import node_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from quickscale_core.testing import MakeProject, Project

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("api-clients")]

FILES = Path(__file__).parent / "files"
NOTEBOOK = ROOT / "examples" / "api-notebook" / "calls.ipynb"
READER = "@usebruno/lang@0.39.0"


@pytest.fixture(scope="module")
def path() -> str:
    found = node_path()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Node is here, and none can be installed")
        pytest.skip("no Node is here, and none can be installed")
    return found


@pytest.fixture(scope="module")
def project(
    quickscale_project: MakeProject,
    quickscale_migrated: Callable[[Project], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Project:
    made = quickscale_project(
        ("api", "auth", "teams"), theme="starter", options={"api": {"clients": True}}
    )
    folder = tmp_path_factory.mktemp("clients")
    return quickscale_migrated(made.copy(folder / "acme"))


@pytest.fixture(scope="module")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """What a program is told of the project as it runs: where, and a key."""
    with project.serve(tmp_path_factory.mktemp("mail")) as served:
        caller = cast("dict[str, Any]", project.inside(str(FILES / "callers_of_the_api.py")))
        yield {"ACME_SITE": served.url, "ACME_KEY": caller["key"]}


def make(project: Project, kind: str, **environ: str) -> Path:
    """Make a client, and return its folder."""
    project.with_environ(**environ).run_python(Path("dev/api_clients.py"), kind).check()
    return project.path / "build" / "clients" / kind


def cells() -> str:
    """Return the code of the notebook."""
    found = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not cell["outputs"] for cell in found if cell["cell_type"] == "code")
    return "\n".join("".join(cell["source"]) for cell in found if cell["cell_type"] == "code")


def test_the_notebook_calls_with_the_python_client(
    project: Project, site: Mapping[str, str], tmp_path: Path
) -> None:
    folder = make(project, "python")
    script = tmp_path / "calls.py"
    script.write_text(cells(), encoding="utf-8")

    done = run(
        [project.python.executable, str(script)],
        cwd=tmp_path,
        env={**site, "PYTHONPATH": str(folder)},
    )

    assert done.code == 0, done.output


def test_the_typescript_client_calls(
    project: Project, site: Mapping[str, str], tmp_path: Path, path: str
) -> None:
    package = make(project, "typescript", PATH=path)
    modules = tmp_path / "node_modules"
    modules.mkdir()
    (modules / "acme-client").symlink_to(package)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    shutil.copy(FILES / "calls_of_the_api.ts", tmp_path)
    compiler = package / "node_modules" / "typescript" / "bin" / "tsc"
    strict = ("--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom")

    node = shutil.which("node", path=path) or "node"
    for command in (
        [node, str(compiler), *strict, "calls_of_the_api.ts"],
        [node, "calls_of_the_api.js"],
    ):
        done = run(command, cwd=tmp_path, env={**site, "PATH": path})
        assert done.code == 0, done.output
    assert "all of it holds" in done.output


def test_bruno_reads_the_collection(project: Project, tmp_path: Path, path: str) -> None:
    folder = make(project, "bruno")
    npm, node = (shutil.which(name, path=path) or name for name in ("npm", "node"))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    run([npm, "install", *quiet, READER], cwd=tmp_path, env={"PATH": path}).check()

    done = run(
        [node, str(FILES / "collection_is_read.mjs"), str(folder)],
        cwd=tmp_path,
        env={"PATH": path},
    )

    assert done.code == 0, done.output
    assert done.output.strip().endswith("requests")
