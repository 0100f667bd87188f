"""What commands may import: start-up time is spent on imports, so each has a budget of packages.

``quickscale --help`` and its like must answer at once, so they import click and the few modules of
core that print. A command pays for what it uses when it runs, and for nothing that it does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import quickscale_core

CLICK: Final = {"click"}
PLUGINS: Final = {"importlib_metadata", "lazy_importer", "packaging", "pluggy", "zipp"}
PIPELINE: Final = CLICK | PLUGINS | {"jinja2", "markupsafe", "ruamel"}
"""What a command that composes a project may import."""

SLOW: Final = {"asyncio", "difflib", "http", "logging", "multiprocessing", "ssl", "unittest"}
"""Modules of the standard library that take long to import."""

TO_PRINT: Final = {"__main__", "cli", "errors", "plugin_api", "plugins"}
"""Packages of core for what is answered without looking at a project."""

TOLD = """
import json, sys
before = {*sys.modules}
sys.argv = ["quickscale", *sys.argv[1:]]
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    try:
        from quickscale_core.__main__ import run
        run()
    except SystemExit:
        pass
print(json.dumps(sorted({*sys.modules} - before)))
"""


def imported(code: str, *arguments: str, cwd: Path) -> tuple[set[str], set[str], set[str]]:
    """Return what code imports: others' packages, slow standard modules, packages of core."""
    source = Path(quickscale_core.__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(source), "XDG_CACHE_HOME": str(cwd / "../cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    names = [str(name) for name in json.loads(ended.stdout)]
    tops = {name.partition(".")[0] for name in names}
    core = {name.split(".")[1] for name in names if name.startswith("quickscale_core.")}
    ours = {"quickscale_core", "quickscale_modules", "quickscale_themes", "quickscale_deploy"}
    others = {it for it in tops - ours - sys.stdlib_module_names if not it.startswith("_")}
    return others, tops & SLOW, core


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that a command line made which has its index and its compiled templates."""
    parent = tmp_path_factory.mktemp("imports")
    elsewhere = parent / "elsewhere"
    elsewhere.mkdir()
    made = ["init", "acme", "--dest", "..", "--no-git", "--no-input", "--theme", "starter"]
    for arguments in (made, ["--help"]):
        imported(TOLD, *arguments, cwd=elsewhere)
    return parent / "acme"


@pytest.mark.parametrize(
    ("arguments", "packages", "core"),
    [
        (["--version"], CLICK, TO_PRINT),
        (["--help"], CLICK, TO_PRINT),
        (["init", "--help"], CLICK, {*TO_PRINT, "paths", "updating", "writing", "record"}),
        (["plan", "--help"], CLICK, {*TO_PRINT, "paths", "project_file", "record", "writing"}),
        (
            ["apply", "--yes"],
            CLICK,
            {*TO_PRINT, "merging", "paths", "project_file", "record", "source_text", "writing"},
        ),
        (["plan"], PIPELINE, None),
        (["status"], PIPELINE, None),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_a_command_imports_what_it_needs(
    project: Path, arguments: list[str], packages: set[str], core: set[str] | None
) -> None:
    others, slow, own = imported(TOLD, *arguments, cwd=project)
    assert others <= packages
    assert slow <= ({"logging"} if packages is PIPELINE else set())
    assert core is None or own <= core


def test_importing_the_pipeline_imports_neither_the_template_engine_nor_the_yaml_reader(
    tmp_path: Path,
) -> None:
    code = "import json, sys; import quickscale_core.generate; print(json.dumps([*sys.modules]))"
    others, _, _ = imported(code, cwd=tmp_path)
    assert not others & {"jinja2", "ruamel", "questionary"}
