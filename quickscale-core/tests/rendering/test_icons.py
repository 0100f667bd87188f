"""A project gets the icons that it names, out of all that its theme draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File
from quickscale_core.plugin_api import ICONS
from quickscale_core.rendering.icons import icons_drawn, pick_icons

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

SPRITE = "static/theme/icons.svg"
NAMES = ("alpha", "beta-2", "gamma")
SVG = "<svg>\n{}\n</svg>\n".format(
    "\n".join(f'  <symbol id="{name}" viewBox="0 0 1 1"><path d="M0"/></symbol>' for name in NAMES)
)


def files(**texts: str) -> dict[str, File]:
    named = {name.replace("_", "."): text for name, text in texts.items()}
    return {
        path: File(content=Content(text.encode()), owner="blog", verbatim=True)
        for path, text in {SPRITE: SVG, **named}.items()
    }


def picked(*more: str, **texts: str) -> tuple[str, ...]:
    return icons_drawn(pick_icons(files(**texts), [SPRITE], more).values())


@pytest.mark.parametrize(
    "text",
    [
        'CARDS = [{"icon": "beta-2"}]',
        "TASK = Task(icon='beta-2')",
        'class Kind:\n    icon: str = "beta-2"',
    ],
)
def test_an_icon_is_named_in_python(text: str) -> None:
    assert picked(a_py=text) == ("beta-2",)


@pytest.mark.parametrize(
    "text",
    [
        '<c-icon name="beta-2" />',
        '<c-icon label="alpha"\n        name="beta-2" />',
        '<c-card icon="beta-2" title="gamma">alpha</c-card>',
        '<c-vars name="alpha" icon="beta-2" />',
    ],
)
def test_an_icon_is_named_in_a_template(text: str) -> None:
    assert picked(a_html=text) == ("beta-2",)


@pytest.mark.parametrize(
    "text", ['<Icon name="beta-2" />', '<Button\n  icon="beta-2"\n>', '{ icon: "beta-2" }']
)
def test_an_icon_is_named_in_an_app_in_the_browser(text: str) -> None:
    assert picked(a_tsx=text) == picked(a_ts=text) == ("beta-2",)


def test_what_is_neither_code_nor_template_names_no_icon() -> None:
    assert picked(a_md='icon="alpha"') == ()


def test_the_owner_adds_icons() -> None:
    assert picked("gamma", a_html='<c-icon name="alpha" />') == ("alpha", "gamma")


def test_what_is_picked_from_is_left_in_order_and_is_no_copy_any_more() -> None:
    (file,) = pick_icons(files(), [SPRITE], ["gamma", "alpha"]).values()
    assert file.data.decode() == SVG.replace(SVG.splitlines()[2] + "\n", "")
    assert not file.verbatim


def test_a_project_has_the_icons_it_names_and_those_asked_for(compose: ComposeProject) -> None:
    plain = compose([], theme="starter")
    more = compose([], theme="starter", options={"starter": {"icons": ["rocket", "zap"]}})
    drawn = [set(icons_drawn([project.tree[SPRITE]])) for project in (plain, more)]
    assert {"menu", "sun", "moon", "chevron-down", "circle-alert"} < drawn[0] < set(ICONS)
    assert {"rocket", "zap"} <= drawn[1]
    assert set(plain.composition.icons) == set(ICONS)


def test_an_icon_that_the_theme_does_not_draw_is_refused_with_the_nearest(
    compose: ComposeProject,
) -> None:
    with pytest.raises(QuickScaleError) as caught:
        compose([], theme="starter", options={"starter": {"icons": ["rockett"]}})
    (problem,) = caught.value.problems
    assert problem.what == 'starter.icons names "rockett", which the theme does not draw'
    assert problem.fix.startswith("use rocket")
