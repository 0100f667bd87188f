"""What the plugin puts into a project, held to lists that are read before they change.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the lists anew; read the difference.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.contract import COMPONENTS, ICONS, LAYOUTS
from quickscale_modules.teams.plugin import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.generate import ComposedProject
    from quickscale_core.testing import ComposeProject

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["teams"])


def settings_of(project: ComposedProject, layer: str = "base") -> dict[str, Any]:
    """Return the settings that a composition has, by name."""
    groups = project.composition.settings[layer]
    return {one.name: one.value for group in groups for one in group.settings}


KEYS = {
    "apps": "path",
    "middleware": "path",
    "urls": "module",
    "nav_items": "name",
    "dashboard_cards": "name",
    "showcase_cards": "name",
    "settings_sections": "name",
    "env_vars": "name",
    "periodic_tasks": "name",
}
"""Kinds of contributions, and the attribute that tells one of them."""


def listed(project: ComposedProject) -> Iterator[str]:
    """Yield a line for each thing a project has, in the project's order."""
    for kind, key in KEYS.items():
        yield from (f"{kind} {getattr(one, key)}" for one in getattr(project.composition, kind))
    for name in ("dependencies", "dev_dependencies", "untyped_modules"):
        yield from (f"{name} {text}" for text in getattr(project.composition, name))
    for layer in ("base", "local", "production", "test"):
        values = sorted(settings_of(project, layer).items())
        yield from (f"setting {layer} {name} = {value!r}" for name, value in values)
    for path, file in project.tree.items():
        if file.owner == "teams" and "/tests/" not in path:
            yield f"file {path}"


def describe(project: ComposedProject, without: ComposedProject) -> Iterator[str]:
    """Yield a line for each thing a project has beyond another."""
    known = set(listed(without))
    return (line for line in listed(project) if line not in known)


def test_contributions_are_those_of_the_list(
    compose: ComposeProject, plain: ComposedProject
) -> None:
    text = "\n".join(describe(plain, compose(["auth"]))) + "\n"
    golden = GOLDEN / "plain.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


def test_auth_comes_along(plain: ComposedProject) -> None:
    apps = [app.path for app in plain.composition.apps]

    assert apps.index("apps.accounts") < apps.index("apps.teams")


def test_a_requests_team_is_found_once_its_sender_is_known(plain: ComposedProject) -> None:
    order = [one.path for one in plain.composition.middleware]
    ours = order.index("apps.teams.middleware.TeamMiddleware")

    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < ours
    assert order.index("apps.accounts.middleware.StaffMfaMiddleware") < ours


@pytest.mark.parametrize(
    ("option", "value"), [("addresses", "session"), ("personal", True), ("grace_days", 3)]
)
def test_an_answer_is_a_setting(compose: ComposeProject, option: str, value: object) -> None:
    project = compose(["teams"], options={"teams": {option: value}})

    assert settings_of(project)[f"TEAMS_{option.upper()}"] == value


def test_static_files_stand_outside_of_teams(plain: ComposedProject) -> None:
    """A relative address would be below the prefix of the first team to ask for it."""
    assert settings_of(plain)["STATIC_URL"].startswith("/")
    assert settings_of(plain)["MEDIA_URL"].startswith("/")


def test_icons_are_in_every_theme(plain: ComposedProject) -> None:
    composed = plain.composition
    kinds = (composed.nav_items, composed.settings_sections, composed.showcase_cards)

    assert {one.icon for kind in kinds for one in kind} <= set(ICONS)


def templates() -> list[Path]:
    """Return every page and e-mail of the plugin, and what stands in its slots."""
    return sorted([*HERE.glob("files*/**/templates/**/*.html"), *HERE.glob("fragments/*.html")])


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_keep_to_the_theme_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {component.name for component in COMPONENTS} | {"slot"}
    layouts = {layout.template: set(layout.blocks) for layout in LAYOUTS}

    assert set(re.findall(r"<c-([a-z-]+)", text)) <= known
    assert set(re.findall(r'\bicon="([a-z-]+)"', text)) <= set(ICONS)
    extended = re.search(r'{% extends "([^"]+)" %}', text)
    if extended:
        assert set(re.findall(r"{% block (\w+) %}", text)) <= layouts[extended[1]]


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_hold_nothing_that_the_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "<script" not in text


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_speak_plainly(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()

    assert "please" not in text
    assert not re.search(r"[a-z]!(?![=-])", text)


def test_only_conf_reads_settings() -> None:
    readers = [
        path.name
        for path in HERE.glob("files*/apps/teams/**/*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
        if "from django.conf import settings" in path.read_text(encoding="utf-8")
    ]

    # Models name the user model, as Django asks for.
    assert sorted(readers) == ["conf.py", "models.py"]


def test_the_app_imports_only_what_is_always_there() -> None:
    for path in HERE.glob("files*/apps/teams/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
                name = str(node.module).split(".")[1]
                assert name in {"teams", "accounts", "users", "ops"}, path


def test_no_file_stands_in_two_sets() -> None:
    sets = [
        {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
        for root in HERE.glob("files*")
    ]

    assert sum(map(len, sets)) == len(set().union(*sets))


def test_the_namespace_has_no_module_of_its_own() -> None:
    assert not (HERE.parent / "__init__.py").exists()
