"""Whatever calls Stripe says where Stripe says how it answers.

The stand-in is held to the same reference, or it and billing would be wrong together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from quickscale_modules.billing.plugin import HERE

if TYPE_CHECKING:
    from pathlib import Path

CALL = re.compile(r"\bclient\(\)\.v1\b|\bstripe\.[A-Z]\w+\.(create|modify|list|retrieve)\(")


def callers() -> list[Path]:
    """Return the modules of the plugin's apps that call Stripe, without their tests."""
    found = [path for path in HERE.glob("files*/apps/**/*.py") if "tests" not in path.parts]
    return sorted(path for path in found if CALL.search(path.read_text(encoding="utf-8")))


def test_something_calls_stripe() -> None:
    assert len(callers()) > 10


@pytest.mark.parametrize("path", callers(), ids=lambda path: path.name)
def test_who_calls_stripe_names_its_reference(path: Path) -> None:
    assert "https://docs.stripe.com/" in path.read_text(encoding="utf-8")
