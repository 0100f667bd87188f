"""The two kinds of addresses that pages of a team may have, for tests that try both."""

from __future__ import annotations

from typing import Final

import pytest

from apps.teams.conf import conf

ADDRESSES: Final = [
    pytest.param(kind, marks=[] if kind == conf.addresses else [pytest.mark.exhaustive])
    for kind in ("path", "session")
]
"""Parameters of a test: the kind that this site has always, the other one where all is tried."""
