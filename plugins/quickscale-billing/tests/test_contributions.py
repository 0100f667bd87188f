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
from quickscale_core import QuickScaleError
from quickscale_core.contract import COMPONENTS, ICONS, LAYOUTS
from quickscale_core.discovery import Registry
from quickscale_modules.billing.plugin import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.generate import ComposedProject
    from quickscale_core.testing import ComposeProject

GOLDEN = Path(__file__).parent / "golden"

needs_teams = pytest.mark.skipif(
    "teams" not in Registry.installed(), reason="teams is not installed"
)


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["billing"])


@pytest.fixture(scope="module")
def teams(compose: ComposeProject) -> ComposedProject:
    return compose(["billing", "teams"])


def settings_of(project: ComposedProject, layer: str = "base") -> dict[str, Any]:
    """Return the settings that a composition has, by name."""
    groups = project.composition.settings[layer]
    return {one.name: one.value for group in groups for one in group.settings}


KEYS = {
    "apps": "path",
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
        ours = file.owner == "billing" and "/tests/" not in path
        if ours and "/stripe_offline/" not in path:
            yield f"file {path}"


def describe(project: ComposedProject, without: ComposedProject) -> Iterator[str]:
    """Yield a line for each thing a project has beyond another."""
    known = set(listed(without))
    return (line for line in listed(project) if line not in known)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        pytest.param("plain", ["auth"], id="plain"),
        pytest.param("teams", ["teams"], id="teams", marks=needs_teams),
    ],
)
def test_contributions_are_those_of_the_list(
    name: str, others: list[str], compose: ComposeProject, request: pytest.FixtureRequest
) -> None:
    project: ComposedProject = request.getfixturevalue(name)
    text = "\n".join(describe(project, compose(others))) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


def test_people_pay_where_there_are_no_teams(plain: ComposedProject) -> None:
    assert "team" not in " ".join(app.path for app in plain.composition.apps)
    assert not [path for path in plain.tree if path.startswith("apps/team_billing/")]
    assert "BILLING_SUBJECTS" not in settings_of(plain)


@needs_teams
def test_teams_pay_where_there_are_some(teams: ComposedProject) -> None:
    assert settings_of(teams)["BILLING_SUBJECTS"] == "apps.team_billing.subjects.TeamSubjects"
    assert "apps/team_billing/subjects.py" in teams.tree


@needs_teams
def test_people_may_pay_beside_teams(compose: ComposeProject) -> None:
    project = compose(["billing", "teams"], options={"billing": {"subject": "user"}})

    assert "BILLING_SUBJECTS" not in settings_of(project)
    assert not [path for path in project.tree if path.startswith("apps/team_billing/")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [({"subject": "team"}, "without teams"), ({"trial_days": 1000}, "1000 days")],
)
def test_answers_that_cannot_be_met_are_refused(
    answer: dict[str, object], words: str, compose: ComposeProject
) -> None:
    with pytest.raises(QuickScaleError, match=words):
        compose(["billing"], options={"billing": answer})


def test_answers_become_settings(compose: ComposeProject) -> None:
    answers: dict[str, object] = {
        "currency": "eur",
        "trial_days": 0,
        "tax": True,
        "portal": False,
    }
    found = settings_of(compose(["billing"], options={"billing": answers}))

    assert found["BILLING_CURRENCY"] == "eur"
    assert found["BILLING_TRIAL_DAYS"] == 0
    assert found["BILLING_TAX"] is True
    assert found["BILLING_PORTAL"] is False


def test_secrets_are_marked_as_secrets(plain: ComposedProject) -> None:
    secret = {variable.name for variable in plain.composition.env_vars if variable.secret}

    assert {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"} <= secret


def test_the_stand_in_has_no_place_in_production(plain: ComposedProject) -> None:
    for layer in ("base", "production"):
        assert "offline" not in repr(settings_of(plain, layer)).lower()


def test_forms_may_lead_to_stripe(plain: ComposedProject) -> None:
    assert "https://checkout.stripe.com" in str(plain.composition.csp["form-action"])


def templates() -> list[Path]:
    """Return every page and e-mail of the app."""
    found = [*HERE.glob("files*/apps/billing/templates/billing/**/*.html")]
    return sorted(path for path in found if "admin" not in path.parts)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_keep_to_the_theme_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {component.name for component in COMPONENTS} | {"slot"}
    layouts = {layout.template: set(layout.blocks) for layout in LAYOUTS}

    assert set(re.findall(r"<c-([a-z-]+)", text)) <= known
    assert set(re.findall(r'\bicon="([a-z-]+)"', text)) <= set(ICONS)
    extended = re.search(r'{% extends "([^"]+)" %}', text)
    if extended and extended[1] in layouts:
        assert set(re.findall(r"{% block (\w+) %}", text)) <= layouts[extended[1]]


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_hold_nothing_that_the_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_speak_plainly(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()

    assert "please" not in text
    assert not re.search(r"[a-z]!(?![=-])", text)


def app_files() -> Iterator[Path]:
    """Yield the modules of the two apps, without tests and migrations."""
    for path in HERE.glob("files*/apps/*billing/**/*.py"):
        if not {"tests", "migrations", "stripe_tables"} & set(path.parts):
            yield path


def test_only_conf_reads_settings() -> None:
    readers = [
        path.name
        for path in app_files()
        if "from django.conf import settings" in path.read_text(encoding="utf-8")
    ]

    # Models name the user model, as Django asks for.
    assert sorted(readers) == ["conf.py", "models.py"]


def test_the_apps_import_only_what_is_always_there() -> None:
    for path in app_files():
        allowed = {"accounts", "billing", "ops", "stripe_offline", "users"}
        if "files.with-teams" in path.parts:
            allowed |= {"team_billing", "teams"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
                assert str(node.module).split(".")[1] in allowed, path


def test_no_file_stands_in_two_sets() -> None:
    sets = [
        {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
        for root in HERE.glob("files*")
    ]

    assert sum(map(len, sets)) == len(set().union(*sets))


def test_the_namespace_has_no_module_of_its_own() -> None:
    assert not (HERE.parent / "__init__.py").exists()
