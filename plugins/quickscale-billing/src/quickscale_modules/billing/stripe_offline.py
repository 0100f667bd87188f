"""What the stand-in for Stripe, ``apps.stripe_offline``, needs in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import App, Dependency, Setting, UrlInclude

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution

__all__ = ["stripe_offline"]


def stripe_offline() -> Iterator[Contribution]:
    """Yield the app, which does nothing but check, and the settings that turn it on."""
    yield Dependency(requirement="stripe>=15.6,<16")
    yield App(
        path="apps.stripe_offline",
        summary="the stand-in for Stripe on a machine without keys, and in tests",
    )
    yield UrlInclude(prefix="stripe/offline/", module="apps.stripe_offline.urls")
    yield Setting(
        name="STRIPE_OFFLINE",
        value=True,
        layer="local",
        comment="As long as no key is set, Stripe is a stand-in on this machine.",
    )
    yield Setting(name="STRIPE_OFFLINE", value=True, layer="test")
    yield Setting(
        name="STRIPE_OFFLINE_STORE",
        value=":memory:",
        layer="test",
        comment="Nothing outlives the tests, and events wait until a test has them delivered.",
    )
    yield Setting(name="STRIPE_OFFLINE_DELIVERY", value=False, layer="test")
