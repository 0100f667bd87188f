"""The React theme does what every theme does with the pages that Django renders."""

from __future__ import annotations

import pytest
from quickscale_core.testing import ThemeSuite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("theme-react")]


class TestReact(ThemeSuite):
    theme = "react"
