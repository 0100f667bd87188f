"""What ``quickscale plugins new`` writes, for every name it lets pass."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.cli import main
from quickscale_core.errors import UsageError
from quickscale_core.generate import compose_project
from quickscale_core.new_plugin.distribution import (
    MAX_LENGTH,
    NewPlugin,
    PluginKind,
    check_plugin_name,
    plugin_files,
)
from quickscale_core.plugins.discovery import Registry
from quickscale_core.testing.requests import project_request

if TYPE_CHECKING:
    from pathlib import Path

KINDS = get_args(PluginKind)


def _written(plugin: NewPlugin, folder: Path) -> Path:
    for path, data in plugin_files(plugin).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("kind", "api", "react"),
    [
        *((kind, False, False) for kind in KINDS),
        ("module", True, False),
        ("module", True, True),
    ],
)
@pytest.mark.parametrize("name", ["a", "notes", "z" * MAX_LENGTH])
def test_what_is_written_is_clean(
    kind: PluginKind, api: bool, react: bool, name: str, tmp_path: Path
) -> None:
    folder = _written(NewPlugin(name, kind, api=api, react=react), tmp_path)
    for words in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *words, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("react", [False, True])
@pytest.mark.parametrize("name", ["a", "z" * MAX_LENGTH])
def test_pages_are_laid_out_as_djlint_does(name: str, react: bool, tmp_path: Path) -> None:
    folder = _written(NewPlugin(name, "module", api=react, react=react), tmp_path)
    for words in (["--lint"], ["--check"]):
        djlint = [sys.executable, "-m", "djlint", *words, "--quiet", "src"]
        done = subprocess.run(djlint, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_the_entry_point_leads_to_the_plugin(kind: PluginKind) -> None:
    plugin = NewPlugin("notes", kind)
    files = plugin_files(plugin)
    project = tomllib.loads(files["pyproject.toml"].decode())["project"]
    module = project["entry-points"]["quickscale"]["notes"]
    assert f"src/{module.replace('.', '/')}.py" in files
    assert project["name"] == plugin.distribution
    assert project["dependencies"] == ["quickscale>=1.0,<2"]
    assert not [path for path in files if path.count("/") == 2 and path.endswith("__init__.py")]


def test_its_linters_are_no_weaker_than_a_projects() -> None:
    project = compose_project(project_request([], theme="starter"), Registry.core())
    theirs = tomllib.loads(project.tree["pyproject.toml"].data.decode())["tool"]
    ours = tomllib.loads(plugin_files(NewPlugin("notes", "module"))["pyproject.toml"].decode())
    lint, own = theirs["ruff"]["lint"], ours["tool"]["ruff"]["lint"]
    assert set(lint["select"]) <= set(own["select"])
    assert set(own["ignore"]) <= set(lint["ignore"])
    assert ours["tool"]["mypy"]["strict"] is theirs["mypy"]["strict"] is True
    left_out = [set(it["djlint"].pop("ignore").split(",")) for it in (ours["tool"], theirs)]
    assert left_out[0] <= left_out[1]
    assert ours["tool"]["djlint"].items() <= theirs["djlint"].items()


def test_a_module_has_endpoints_when_they_are_asked_for() -> None:
    without, with_api = (
        plugin_files(NewPlugin("notes", "module", api=api)) for api in (False, True)
    )
    place = "src/quickscale_modules/notes/files.with-api/apps/notes"
    assert set(with_api) - set(without) == {
        f"{place}/{name}" for name in ("api.py", "api_schema.json", "tests/test_api.py")
    }
    schema = json.loads(with_api[f"{place}/api_schema.json"])
    assert set(schema["paths"]) == {"/api/v1/notes/", "/api/v1/notes/{id}/"}
    dev = tomllib.loads(with_api["pyproject.toml"].decode())["dependency-groups"]["dev"]
    assert "quickscale-api" in dev
    assert b"ApiRoute" not in without["src/quickscale_modules/notes/plugin.py"]


def test_a_module_has_one_page_for_each_frontend_when_it_is_asked_for() -> None:
    files = plugin_files(NewPlugin("notes", "module", api=True, react=True))
    package = "src/quickscale_modules/notes"
    page, test = "apps/notes/templates/notes/list.html", "apps/notes/tests/test_list_page.py"
    of_html = {path for path in files if path.startswith(f"{package}/files.html/")}
    of_react = {path for path in files if path.startswith(f"{package}/files.react/")}
    assert of_html == {f"{package}/files.html/{it}" for it in (page, test)}
    app = f"{package}/files.react/frontend/src/modules/notes"
    assert of_react == {
        *(f"{package}/files.react/{it}" for it in (page, test)),
        *(f"{app}/{it}" for it in ("routes.ts", "api.ts", "schema.ts")),
        *(f"{app}/{it}" for it in ("entries.tsx", "entries.test.tsx")),
    }
    plugin = files[f"{package}/plugin.py"].decode()
    assert 'frontends=("html", "react")' in plugin
    assert "spec.frontend" not in plugin


@pytest.mark.parametrize(("flag", "things"), [("--api", "endpoints"), ("--react", "pages")])
def test_some_of_it_is_for_modules(
    flag: str, things: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["plugins", "new", "dusk", "--kind", "theme", flag, "--dest", str(tmp_path)]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert f"{flag} gives a module {things}, and this is a theme" in told
    assert not list(tmp_path.iterdir())


names = st.from_regex(rf"[a-z][a-z0-9_]{{0,{MAX_LENGTH + 2}}}", fullmatch=True)


@settings(deadline=None, max_examples=25)
@given(names, st.sampled_from(KINDS), st.booleans(), st.booleans())
def test_every_accepted_name_gives_a_plugin_that_compiles(
    name: str, kind: PluginKind, api: bool, react: bool
) -> None:
    try:
        check_plugin_name(name)
    except UsageError:
        return
    module = kind == "module"
    plugin = NewPlugin(name, kind, api=(api or react) and module, react=react and module)
    files = plugin_files(plugin)
    assert list(files) == sorted(files)
    for path, data in files.items():
        assert "__name__" not in path
        assert b"<< plugin" not in data
        if path.endswith(".py"):
            compile(data, path, "exec")


@pytest.mark.parametrize(
    ("name", "sentence", "fix"),
    [
        ("Blog", '"Blog" is not a plugin name', "blog"),
        ("my-blog", '"my-blog" is not a plugin name', "my_blog"),
        ("blög", '"blög" is not a plugin name', "bl_g"),
        ("", '"" is not a plugin name', "my_plugin"),
        ("9lives", '"9lives" is not a plugin name', "my_plugin"),
        ("class", '"class" is a keyword of Python', "my_plugin"),
        ("a" * 16, f'"{"a" * 16}" has 16 characters, and a plugin name at most 15', "a" * 15),
        ("auth", "auth is the plugin of quickscale-auth", "my_auth"),
        ("users", '"users" is taken by every project', "my_users"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_another(name: str, sentence: str, fix: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_plugin_name(name)
    (problem,) = caught.value.problems
    assert problem.what.startswith(sentence)
    assert problem.fix == f"choose another name, for example {fix}"
    check_plugin_name(fix)


def test_the_command_writes_it_all_or_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["plugins", "new", "notes", "--dest", str(tmp_path)]
    assert main([*new, "--dry-run"]) == 0
    assert "Would create quickscale-notes" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    assert main([*new, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    folder = tmp_path / "quickscale-notes"
    on_disk = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    assert sorted(told["files"]) == sorted(path.as_posix() for path in on_disk)
    assert main(new) == 1
    assert "exists" in capsys.readouterr().err
