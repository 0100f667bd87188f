"""What the plugin puts into a project, held to lists that are read before they change.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the lists anew; read the difference.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from quickscale_core import QuickScaleError
from quickscale_core.testing import Registry, page_problems, settings_of
from quickscale_modules.billing.plugin import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import CheckGolden, ComposedProject, ComposeProject

PARTS = ("discounts", "metering")
"""The options that bring an app each, of the option's name."""

needs_teams = pytest.mark.skipif(
    "teams" not in Registry.installed(), reason="teams is not installed"
)


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["billing"])


@pytest.fixture(scope="module")
def teams(compose: ComposeProject) -> ComposedProject:
    return compose(["billing", "teams"])


def test_contributions_are_those_of_the_list(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    quickscale_golden("plain", plain, beyond=compose(["auth"]))


def test_contributions_of_parts_are_those_of_the_list(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    parts = compose(["billing"], options={"billing": dict.fromkeys(PARTS, True)})
    quickscale_golden("parts", parts, beyond=plain)


@needs_teams
def test_contributions_beside_teams_are_those_of_the_list(
    teams: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    quickscale_golden("teams", teams, beyond=compose(["teams"]))


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


@pytest.mark.parametrize("neighbours", [(), pytest.param(("teams",), marks=needs_teams)])
@pytest.mark.parametrize("theme", ["starter", "htmx"])
@pytest.mark.parametrize(
    "on", [one for size in range(3) for one in combinations(PARTS, size)], ids=str
)
def test_parts_come_by_their_options_alone(
    on: tuple[str, ...], theme: str, neighbours: tuple[str, ...], compose: ComposeProject
) -> None:
    if theme not in Registry.installed():
        pytest.skip(f"{theme} is not installed")
    options = {"billing": dict.fromkeys(on, True)}
    project = compose(["billing", *neighbours], theme=theme, options=options)

    apps = {app.path for app in project.composition.apps}
    paths = {path.split("/")[1] for path in project.tree if path.startswith("apps/")}
    for part in PARTS:
        assert (f"apps.{part}" in apps, part in paths) == (part in on, part in on)
    assert len(settings_of(project).get("BILLING_PARTS", ())) == len(on)


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


def test_what_one_frontend_draws_the_other_draws_too(compose: ComposeProject) -> None:
    where = "apps/billing/templates/billing"
    drawn = {kind: {*(HERE / f"files.{kind}" / where).glob("*.html")} for kind in ("html", "react")}
    names = {kind: {path.name for path in paths} for kind, paths in drawn.items()}
    assert names["html"] == names["react"]
    for path in drawn["react"]:
        assert path.read_text("utf-8").startswith('{% extends "layouts/react.html" %}'), path.name

    if "react" not in Registry.installed():
        pytest.skip("the React theme is not installed")
    project = compose(["api", "billing"], theme="react")
    for path in drawn["react"]:
        assert project.tree[f"{where}/{path.name}"].content.data == path.read_bytes()


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_pages_keep_to_the_theme_contract(path: Path) -> None:
    assert page_problems(path.read_text(encoding="utf-8")) == []
