"""What the plugin puts into a project, held to lists that are read before they change.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the lists anew; read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core import ICONS
from quickscale_core.testing import page_problems, settings_of
from quickscale_modules.teams.plugin import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import CheckGolden, ComposedProject, ComposeProject


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["teams"])


def test_contributions_are_those_of_the_list(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    quickscale_golden("plain", plain, beyond=compose(["auth"]))


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
    assert page_problems(path.read_text(encoding="utf-8")) == []
