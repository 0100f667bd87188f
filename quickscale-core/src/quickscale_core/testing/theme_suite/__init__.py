"""What every theme of html pages does, as one suite of tests: a theme runs it by naming itself.

::

    from quickscale_core.testing import ThemeSuite


    class TestDusk(ThemeSuite):
        theme = "dusk"

The suite generates a project with the theme and a module of its own, ``samples``, that has a page
for each layout, a link for each area of the navigation and a fragment for each slot. So a theme is
held to the whole contract without any real module. Tests that need a Chromium are skipped where
there is none.
"""

from __future__ import annotations

from typing import Final

import pytest

from quickscale_core.testing.theme_suite.browsing import WorksInABrowser
from quickscale_core.testing.theme_suite.components import KeepsTheContract
from quickscale_core.testing.theme_suite.layouts import LaysOutPages

__all__ = ["THEME_SUITE", "ThemeSuite"]

THEME_SUITE: Final = "theme_suite"
"""The marker of its tests: ``pytest -m "not theme_suite"`` leaves them out."""


@pytest.mark.theme_suite
class ThemeSuite(KeepsTheContract, LaysOutPages, WorksInABrowser):
    """The tests of a theme; subclass it and set :attr:`theme`.

    Attributes:
        theme: The theme's name; it is installed.
    """
