"""What a plugin adds, held to a list; and a module's pages, held to the component contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import list_contributions, page_problems, settings_of

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

pytest_plugins = ["pytester"]

LISTED = """
    pytest_plugins = ["quickscale_core.testing"]
"""
TEST = """
    def test_list(compose, quickscale_golden):
        settings = {"SESSION_COOKIE_AGE": 60, "SITE_ID": 1}
        quickscale_golden("plain", compose(settings=settings), beyond=compose())
"""
LINES = "setting base SESSION_COOKIE_AGE = 60\nsetting base SITE_ID = 1\n"


def test_what_is_listed_is_what_is_new(compose: ComposeProject) -> None:
    plain = compose()
    more = compose(settings={"SITE_ID": 7})
    assert list_contributions(more, beyond=plain) == ["setting base SITE_ID = 7"]
    assert list_contributions(plain, beyond=plain) == []
    assert settings_of(more)["SITE_ID"] == 7


@pytest.mark.parametrize(
    ("kept", "update", "outcome", "says"),
    [
        (LINES, "", "passed", ""),
        (None, "", "failed", "there is no *plain.txt"),
        (None, "1", "passed", ""),
        ("setting base SITE_ID = 1\ngone\n", "", "failed", "- gone"),
        ("gone\n", "1", "passed", ""),
    ],
)
def test_a_list_is_held_to_and_written_anew(
    kept: str | None,
    update: str,
    outcome: str,
    says: str,
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("UPDATE_GOLDEN", update)
    pytester.makeconftest(LISTED)
    pytester.makepyfile(test_it=TEST)
    golden = pytester.path / "golden" / "plain.txt"
    if kept is not None:
        golden.parent.mkdir()
        golden.write_text(kept)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(**{outcome: 1})
    if says:
        result.stdout.fnmatch_lines([f"*{says}*", "*UPDATE_GOLDEN=1 pytest*"])
    else:
        assert golden.read_text() == LINES


@pytest.mark.parametrize(
    ("page", "problems"),
    [
        ('{% extends "layouts/app.html" %}{% block content %}<c-card />{% endblock %}', []),
        ("<c-carousel />", ["no theme has c-carousel"]),
        (
            '<c-icon name="x" /><c-button icon="rocket-ship" />',
            ["no theme has the icon rocket-ship"],
        ),
        (
            '{% extends "layouts/app.html" %}{% block aside %}{% endblock %}',
            ["layouts/app.html has no block aside"],
        ),
        (
            '{% extends "layouts/settings.html" %}{% block title %}Invite{% endblock %}',
            [
                "fills one of the blocks title and heading, which say the same: the page's name",
            ],
        ),
        (
            '<p style="color: red" onclick="go()"></p><script>go()</script><script src="x">',
            [
                "has the inline attribute onclick",
                "has the inline attribute style",
                "has an inline script",
            ],
        ),
    ],
)
def test_pages_that_some_theme_could_not_show_are_told(page: str, problems: list[str]) -> None:
    assert page_problems(page) == problems


def test_a_page_may_open_blocks_of_its_own() -> None:
    page = '{% extends "layouts/app.html" %}{% block aside %}{% endblock %}'
    assert page_problems(page, own_blocks={"aside"}) == []
