"""What every plugin's apps and pages hold to, and no linter knows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tools.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMPORTS = {
    "accounts": {"ops", "pages", "users"},
    "api": {"accounts", "ops", "pages", "users"},
    "billing": {"accounts", "ops", "pages", "users"},
    "discounts": {"accounts", "billing", "ops", "users"},
    "frontend": {"api", "ops", "pages", "users"},
    "live_forms": set(),
    "metering": {"accounts", "billing", "ops", "users"},
    "team_billing": {"accounts", "billing", "ops", "teams", "users"},
    "teams": {"accounts", "ops", "pages", "users"},
    "webhooks": {"accounts", "api", "ops", "users"},
}
"""Apps, and those that are always there beside them."""

PAGES = sorted((ROOT / "plugins").glob("*/src/*/*/f*/**/*.html"))
PLUGINS = sorted((ROOT / "plugins").glob("*/src/quickscale_*/*/plugin.py"))


def app_files(app: str) -> Iterator[Path]:
    """Yield an app's modules, without tests and migrations."""
    for path in (ROOT / "plugins").glob(f"*/src/*/*/files*/apps/{app}/**/*.py"):
        if not {"tests", "migrations", "stripe_tables"} & {*path.parts}:
            yield path


def test_every_app_is_looked_at() -> None:
    found = {path.name for path in (ROOT / "plugins").glob("*/src/*/*/files*/apps/*")}
    assert found == {*IMPORTS}
    assert len(PLUGINS) == len([*(ROOT / "plugins").glob("*/pyproject.toml")])
    assert PAGES


@pytest.mark.parametrize("app", IMPORTS)
def test_apps_import_only_what_is_always_there(app: str) -> None:
    for path in app_files(app):
        # Beside a neighbour: files.with-api, files.webhooks-with-teams.
        beside = {part.rpartition("with-")[2] for part in path.parts if "with-" in part}
        allowed = IMPORTS[app] | {app} | beside
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
                assert str(node.module).split(".")[1] in allowed, path


@pytest.mark.parametrize("app", IMPORTS)
def test_apps_do_not_import_tools_for_development(app: str) -> None:
    """Production has neither ``dev/`` nor its apps."""
    for path in app_files(app):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if re.match(r"\s*(from|import) dev\b", line)], path


@pytest.mark.parametrize("app", IMPORTS)
def test_only_conf_reads_settings(app: str) -> None:
    readers = {
        path.name
        for path in app_files(app)
        if "from django.conf import settings" in path.read_text(encoding="utf-8")
    }
    assert readers <= {"conf.py", "models.py"}  # models name the user model, as Django asks for


@pytest.mark.parametrize("app", IMPORTS)
def test_a_module_names_again_only_what_it_passes_on(app: str) -> None:
    """A list of what is public would repeat what names without an underscore say already."""
    for path in app_files(app):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        listed = [
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]
        assert all(imported & {*names} for names in listed), path


@pytest.mark.parametrize("app", IMPORTS)
def test_what_nobody_edits_is_said_once(app: str) -> None:
    """``apps/ops/read_only.py`` refuses in the admin; no class writes more than one refusal."""
    refusing = {f"has_{what}_permission" for what in ("add", "change", "delete")}
    for path in app_files(app):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                refused = [
                    one
                    for one in node.body
                    if isinstance(one, ast.FunctionDef)
                    and one.name in refusing
                    and ast.unparse(one.body[-1]) == "return False"
                ]
                assert len(refused) <= 1, f"{path}: {node.name}"


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.parent.name)
def test_no_file_stands_in_two_sets(plugin: Path) -> None:
    """A page may be there once for each frontend, and a project gets one of the two."""
    for other in ("files.html", "files.react"):
        sets = [
            {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
            for root in plugin.parent.glob("files*")
            if root.name != other
        ]
        assert sum(map(len, sets)) == len(set().union(*sets))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_speak_plainly(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    assert "please" not in text
    assert not re.search(r"[a-z]!(?![=-])", text)
