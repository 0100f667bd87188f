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
from quickscale_modules.auth.plugin import HERE
from quickscale_modules.auth.social import PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.generate import ComposedProject
    from quickscale_core.testing import ComposeProject

GOLDEN = Path(__file__).parent / "golden"
EVERYTHING: dict[str, object] = {
    "signup": "invite",
    "passkeys": "signup",
    "social": tuple(PROVIDERS),
    "staff_mfa": True,
}


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["auth"])


@pytest.fixture(scope="module")
def full(compose: ComposeProject) -> ComposedProject:
    return compose(["auth"], options={"auth": EVERYTHING})


def settings_of(project: ComposedProject, layer: str = "base") -> dict[str, Any]:
    """Return the settings that a composition has, by name."""
    groups = project.composition.settings[layer]
    return {one.name: one.value for group in groups for one in group.settings}


KEYS = {
    "apps": "path",
    "middleware": "path",
    "auth_backends": "path",
    "urls": "module",
    "nav_items": "name",
    "dashboard_cards": "name",
    "showcase_cards": "name",
    "settings_sections": "name",
    "env_vars": "name",
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
        if file.owner == "auth" and "/tests/" not in path:
            yield f"file {path}"


def describe(project: ComposedProject, without: ComposedProject) -> Iterator[str]:
    """Yield a line for each thing a project has beyond another."""
    known = set(listed(without))
    return (line for line in listed(project) if line not in known)


@pytest.mark.parametrize("name", ["plain", "full"])
def test_contributions_are_those_of_the_list(
    name: str, compose: ComposeProject, request: pytest.FixtureRequest
) -> None:
    project: ComposedProject = request.getfixturevalue(name)
    text = "\n".join(describe(project, compose())) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


def test_the_login_pages_of_the_base_project_step_back(plain: ComposedProject) -> None:
    assert not [path for path in plain.tree if path.startswith("apps/users/templates")]
    assert plain.composition.urls[0].module != "apps.users.urls"


def test_our_pages_stand_before_and_after_allauths(full: ComposedProject) -> None:
    """The first shadow its overviews, the last take over its names."""
    modules = [url.module for url in full.composition.urls]
    place = modules.index("allauth.urls")

    assert modules[:place] == ["apps.accounts.urls.entrance"]
    assert {module.rpartition(".")[2] for module in modules[place + 1 :]} >= {
        "profile",
        "email",
        "security",
        "sessions",
        "connections",
    }


def test_our_templates_are_found_before_allauths(full: ComposedProject) -> None:
    apps = [app.path for app in full.composition.apps]

    assert apps.index("apps.accounts") < apps.index("allauth") < apps.index("allauth.account")
    assert apps.index("allauth.account") < apps.index("allauth.socialaccount")


@pytest.mark.parametrize(("signup", "offered"), [("open", 1), ("invite", 0), ("closed", 0)])
def test_sign_up_is_offered_only_where_everybody_may(
    compose: ComposeProject, signup: str, offered: int
) -> None:
    project = compose(["auth"], options={"auth": {"signup": signup}})
    urls = [item.url for item in project.composition.nav_items]
    cards = [card.url for card in project.composition.showcase_cards]

    assert (urls + cards).count("account_signup") == 2 * offered
    assert "account_login" in urls


def test_without_providers_nothing_of_them_is_there(plain: ComposedProject) -> None:
    text = " ".join([*plain.tree, *(app.path for app in plain.composition.apps)])

    assert "social" not in text
    assert not any("SOCIAL" in name for name in settings_of(plain))
    assert "socialaccount" not in " ".join(plain.composition.dependencies)


def test_secrets_are_marked_as_secrets(full: ComposedProject) -> None:
    secret = {variable.name for variable in full.composition.env_vars if variable.secret}
    ours = {key.env for provider in PROVIDERS.values() for key in provider.keys.values()}

    assert {name for name in ours if "SECRET" in name or "PRIVATE" in name} <= secret


def test_rate_limits_are_off_in_tests_alone(full: ComposedProject) -> None:
    for layer in ("base", "local", "production"):
        assert not [name for name in settings_of(full, layer) if "RATE_LIMITS" in name]
    assert settings_of(full, "test")["ACCOUNT_RATE_LIMITS"] is False
    assert settings_of(full, "test")["ACCOUNTS_STAFF_MFA"] is False
    assert settings_of(full)["ACCOUNTS_STAFF_MFA"] is True


def test_forms_may_lead_to_the_chosen_providers_alone(
    plain: ComposedProject, compose: ComposeProject
) -> None:
    github = compose(["auth"], options={"auth": {"social": ("github",)}})

    assert "form-action" not in plain.composition.csp
    assert "https://github.com" in str(github.composition.csp["form-action"])
    assert "google" not in str(github.composition.csp["form-action"])


def test_icons_are_in_every_theme(full: ComposedProject) -> None:
    composed = full.composition
    links = {item.icon for item in composed.nav_items}
    sections = {section.icon for section in composed.settings_sections}
    cards = {card.icon for card in composed.showcase_cards}

    assert links | sections | cards <= set(ICONS)


def templates() -> list[Path]:
    """Return every page and e-mail of the plugin."""
    return sorted(HERE.glob("files*/**/templates/**/*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_keep_to_the_theme_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {component.name for component in COMPONENTS} | {"slot"}
    layouts = {layout.template: set(layout.blocks) for layout in LAYOUTS}

    assert set(re.findall(r"<c-([a-z-]+)", text)) <= known
    icons = re.findall(r'\bicon="([a-z-]+)"', text)
    assert set(icons) <= set(ICONS)
    extended = re.search(r'{% extends "([^"]+)" %}', text)
    if extended and extended[1] in layouts:
        own = {"change"} if path.name == "base_notification.html" else set()
        blocks = set(re.findall(r"{% block (\w+) %}", text))
        assert blocks <= layouts[extended[1]] | own


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


def test_only_conf_reads_settings() -> None:
    readers = [
        path.name
        for path in HERE.glob("files*/apps/accounts/**/*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
        if "from django.conf import settings" in path.read_text(encoding="utf-8")
    ]

    # Models name the user model, as Django asks for.
    assert sorted(readers) == ["conf.py", "models.py"]


def test_the_app_imports_only_what_is_always_there() -> None:
    for path in HERE.glob("files*/apps/accounts/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
                assert str(node.module).split(".")[1] in {"accounts", "users", "ops"}, path


def test_no_file_stands_in_two_sets() -> None:
    sets = [
        {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
        for root in HERE.glob("files*")
    ]

    assert sum(map(len, sets)) == len(set().union(*sets))


def test_the_namespace_has_no_module_of_its_own() -> None:
    assert not (HERE.parent / "__init__.py").exists()
