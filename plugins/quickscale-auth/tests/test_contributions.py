"""What the plugin puts into a project, held to lists that are read before they change.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the lists anew; read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core import ICONS
from quickscale_core.testing import page_problems, settings_of
from quickscale_modules.auth.plugin import HERE
from quickscale_modules.auth.social import PROVIDERS

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import CheckGolden, ComposedProject, ComposeProject

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


def test_contributions_are_those_of_the_lists(
    plain: ComposedProject,
    full: ComposedProject,
    compose: ComposeProject,
    quickscale_golden: CheckGolden,
) -> None:
    quickscale_golden("plain", plain, beyond=compose())
    quickscale_golden("full", full, beyond=compose())


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
    for layer in ("base", "local"):
        assert not [name for name in settings_of(full, layer) if "RATE_LIMITS" in name]
    assert "/d/key" in settings_of(full, "production")["ACCOUNT_RATE_LIMITS"]["confirm_email"]
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
    own = {"text", "advice"} if path.match("email/parts/layout.html") else set()
    assert page_problems(path.read_text(encoding="utf-8"), own_blocks=own) == []
