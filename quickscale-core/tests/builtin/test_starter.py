"""The starter theme brings what its components need, in the project's own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

TOKENS = "static/theme/tokens.css"


def test_it_brings_cotton_and_isolates_components(compose: ComposeProject) -> None:
    composition = compose([], theme="starter").composition
    assert "django_cotton" in [app.path for app in composition.apps]
    assert any(one.startswith("django-cotton") for one in composition.dependencies)
    set_here = {
        setting.name: setting.value
        for group in composition.settings["base"]
        for setting in group.settings
    }
    assert set_here["COTTON_ISOLATE_BY_DEFAULT"] is True


def test_the_accent_and_the_corners_are_the_projects_own(compose: ComposeProject) -> None:
    answers = {"starter": {"brand_color": "#0f766e", "brand_radius": "none"}}
    files = compose([], theme="starter", options=answers).tree
    tokens = files[TOKENS].data.decode()
    assert "--brand: #0f766e;" in tokens
    assert "--radius: 0px;" in tokens
    assert b"#0f766e" in files["static/theme/icon.svg"].data
    assert b"#0f766e" in files["templates/layouts/parts/email.css"].data


def test_an_accent_that_could_not_be_read_is_refused_with_one_that_can(
    compose: ComposeProject,
) -> None:
    with pytest.raises(QuickScaleError) as caught:
        compose([], theme="starter", options={"starter": {"brand_color": "#ffe066"}})
    (problem,) = caught.value.problems
    assert problem.what == "starter.brand_color #ffe066 is too light to be read"
    assert "--set starter.brand_color=#" in problem.fix


def test_the_brands_mark_is_the_titles_first_letter(compose: ComposeProject) -> None:
    mark = compose([], theme="starter", name="zebra").tree["static/theme/icon.svg"].data.decode()
    assert ">Z</text>" in mark


def test_nothing_of_another_party_is_among_its_files(compose: ComposeProject) -> None:
    files = compose([], theme="starter").tree
    assert not [path for path in files if path.startswith("static/vendor/")]
