"""What is for development alone: the stand-in for Stripe, demo data, and an end to both.

The stand-in is in the project's ``dev/stripe_offline/``. Its source is ``libraries/stripe-offline``
of the repository. ``files.stripe-offline`` is a link to its package there, and the package itself
in a wheel.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import App, Dependency, Env, FileSet, Setting, UrlInclude

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Layer

__all__ = ["demo_of_teams", "stripe_offline", "stripe_offline_files"]

OFFLINE_KEY: Final = "sk_test_offlineofflineofflineoffline"
"""What the stand-in takes for no key at all."""

OFFLINE_WEBHOOK_SECRET: Final = "whsec_offlineofflineofflineoffline"  # noqa: S105 - it opens nothing
"""What the stand-in signs events with where there is no other secret."""

_LAYERS: Final[tuple[Layer, ...]] = ("local", "test")


def stripe_offline_files() -> Iterator[FileSet]:
    """Yield the package; its tests stay in the repository."""
    root = Path(__file__).parent / "files.stripe-offline"
    yield FileSet(root=root, target="dev/stripe_offline")


def stripe_offline() -> Iterator[Contribution]:
    """Yield the app, its pages and its settings, for a developer's machine and for tests."""
    yield Dependency(requirement="stripe>=15.6,<16")
    for layer in _LAYERS:
        yield App(
            path="dev.stripe_offline",
            summary="the stand-in for Stripe where there is no key: API, pages and webhooks",
            layer=layer,
        )
        yield App(
            path="dev.offline_billing",
            summary="demo data of billing, and an end to what the stand-in for Stripe left",
            layer=layer,
        )
        yield UrlInclude(prefix="dev/stripe/", module="dev.stripe_offline.urls", layer=layer)
        yield Setting(
            name="STRIPE_OFFLINE_STYLESHEETS",
            value=["theme/tokens.css"],
            layer=layer,
            comment="Its pages draw with the theme's colours.",
        )
        yield Setting(
            name="STRIPE_OFFLINE_FORWARD_TO",
            value="/stripe/webhook/",
            layer=layer,
            comment="Every event is sent there, as by stripe listen --forward-to.",
        )
    yield from _local()
    yield from _test()


def demo_of_teams() -> Iterator[App]:
    """Yield the app that gives a demo team a plan, where teams pay."""
    for layer in _LAYERS:
        yield App(
            path="dev.offline_team_billing",
            summary="demo data of billing where teams pay",
            layer=layer,
        )


def _local() -> Iterator[Setting]:
    yield Setting(
        name="STRIPE_SECRET_KEY",
        value=Env("STRIPE_SECRET_KEY", "str", OFFLINE_KEY),
        layer="local",
        comment="The stand-in's, unless there is another.",
    )
    yield Setting(
        name="STRIPE_WEBHOOK_SECRET",
        value=Env("STRIPE_WEBHOOK_SECRET", "str", OFFLINE_WEBHOOK_SECRET),
        layer="local",
    )
    yield Setting(
        name="STRIPE_OFFLINE",
        value=True,
        layer="local",
        comment="As long as no key is set, Stripe is a stand-in on this machine.",
    )


def _test() -> Iterator[Setting]:
    yield Setting(name="STRIPE_SECRET_KEY", value=OFFLINE_KEY, layer="test")
    yield Setting(name="STRIPE_WEBHOOK_SECRET", value=OFFLINE_WEBHOOK_SECRET, layer="test")
    yield Setting(name="STRIPE_OFFLINE", value=True, layer="test")
    yield Setting(
        name="STRIPE_OFFLINE_STORE",
        value=":memory:",
        layer="test",
        comment="Nothing outlives the tests, and events wait until a test has them delivered.",
    )
    yield Setting(name="STRIPE_OFFLINE_DELIVERY", value=False, layer="test")
