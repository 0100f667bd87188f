"""The billing plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import FileSet, Plugin, hookimpl
from quickscale_modules.billing.stripe_offline import stripe_offline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Spec
    from quickscale_core.contributions import Contribution

__all__ = ["PLUGIN", "contribute_settings", "contribute_templates"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="billing",
    kind="module",
    summary="Plans, Checkout, subscriptions, invoices and entitlements with Stripe",
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet]:  # noqa: ARG001
    """Add ``apps.stripe_offline``."""
    yield FileSet(root=HERE / "files")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:  # noqa: ARG001
    """Add Stripe's library, and what stands in for Stripe where there are no keys."""
    yield from stripe_offline()
