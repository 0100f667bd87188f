"""The billing plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import Dependency, Plugin, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Spec
    from quickscale_core.contributions import Contribution

__all__ = ["PLUGIN", "contribute_settings"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="billing",
    kind="module",
    summary="Plans, Checkout, subscriptions, invoices and entitlements with Stripe",
)


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:  # noqa: ARG001
    """Add Stripe's library."""
    yield Dependency(requirement="stripe>=15.6,<16")
