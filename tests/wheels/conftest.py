"""One machine with all wheels installed, for everything that is tried from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.machine import set_up

if TYPE_CHECKING:
    from tools.machine import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return set_up(tmp_path_factory.mktemp("machine"))
