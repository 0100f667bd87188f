"""The fixtures: one project for each selection, and skips that say what to install."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core import QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject, MakeProject

pytest_plugins = ["pytester"]

ASKS = """
    pytest_plugins = ["quickscale_core.testing"]
"""
NO_BROWSER = """
    def test_page(quickscale_browser):
        assert quickscale_browser
"""
MAKES = """
    def test_project(quickscale_project):
        assert (quickscale_project().path / "manage.py").is_file()
"""


def test_equal_selections_are_one_composition(compose: ComposeProject) -> None:
    one = compose(options={"starter": {}})
    assert compose([], options={"starter": {}}) is one
    assert compose(name="other") is not one
    assert "manage.py" in one.tree


def test_equal_selections_are_one_folder(quickscale_project: MakeProject) -> None:
    project = quickscale_project()
    assert quickscale_project() is project
    assert (project.path / "quickscale.lock").is_file()


def test_a_choice_that_cannot_be_met_is_core_s_error(compose: ComposeProject) -> None:
    with pytest.raises(QuickScaleError, match="no-such-module"):
        compose(["no-such-module"])


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "errors")])
def test_a_missing_browser_skips_and_fails_where_nothing_may_be_skipped(
    ci: str, outcome: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("QUICKSCALE_BROWSER", "no-such-browser")
    pytester.makeconftest(ASKS)
    pytester.makepyfile(NO_BROWSER)
    result = pytester.runpytest_subprocess("-rs", "-p", "no:cacheprovider")
    result.assert_outcomes(**{outcome: 1})
    result.stdout.fnmatch_lines(["*QUICKSCALE_BROWSER names no-such-browser*"])


def test_a_project_is_made_without_pytest_s_cache(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(ASKS)
    pytester.makepyfile(MAKES)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
