"""The starter theme does what every theme does."""

from __future__ import annotations

import pytest
from quickscale_core.testing import ThemeSuite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("theme-starter")]


class TestStarter(ThemeSuite):
    theme = "starter"
