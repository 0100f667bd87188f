"""The billing plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import ApiRoute, ApiScope, FileSet, Fragment, Option, Plugin, hookimpl
from quickscale_modules.billing.development import (
    demo_of_teams,
    stripe_offline,
    stripe_offline_files,
)
from quickscale_modules.billing.options import Answers
from quickscale_modules.billing.project import contributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

__all__ = ["PLUGIN", "contribute_settings", "contribute_templates"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="billing",
    kind="module",
    summary="Plans, Checkout, subscriptions, invoices and entitlements with Stripe",
    requires=("auth",),
    frontends=("html", "react"),
    options=(
        Option(
            name="subject",
            type="choice",
            choices=("auto", "user", "team"),
            default="auto",
            help="Who pays: every person, or their team; auto is the team where there are teams.",
        ),
        Option(
            name="currency",
            type="str",
            default="usd",
            pattern="[a-z]{3}",
            shape="three lower-case letters",
            help="What prices are in unless they say otherwise: three lower-case letters.",
        ),
        Option(
            name="trial_days",
            type="int",
            default=14,
            help="How long plans may be tried that do not say otherwise; 0 for not at all.",
        ),
        Option(
            name="tax",
            type="bool",
            default=False,
            help="Whether Stripe Tax works taxes out and VAT ids are asked for.",
        ),
        Option(
            name="portal",
            type="bool",
            default=True,
            help="Whether Stripe's Customer Portal is linked to.",
        ),
        Option(
            name="metering",
            type="bool",
            default=False,
            help="Whether usage can be paid for: metered prices, reported to Stripe's meters.",
        ),
        Option(
            name="discounts",
            type="bool",
            default=False,
            help="Whether there are coupons, and promotion codes that Checkout takes.",
        ),
    ),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Add ``apps.billing`` and its pages."""
    yield FileSet(root=HERE / "files")
    yield FileSet(root=HERE / "files.html", frontend="html")
    yield FileSet(root=HERE / "files.react", frontend="react")
    yield from stripe_offline_files()
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md.j2")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md.j2")
    if spec.has("api"):
        yield FileSet(root=HERE / "files.with-api")
    answers = Answers.of(spec)
    if answers.metering:
        yield FileSet(root=HERE / "files.metering")
    if answers.discounts:
        yield FileSet(root=HERE / "files.discounts")
    if answers.subject == "team" and spec.has("teams"):
        yield FileSet(root=HERE / "files.with-teams")
    yield Fragment(slot="page_top", template=HERE / "fragments" / "page_top.html")
    yield Fragment(slot="auth_top", template=HERE / "fragments" / "auth_top.html")
    yield Fragment(slot="home", template=HERE / "fragments" / "home.html")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Add what ``apps.billing`` and dj-stripe need, from the options."""
    answers = Answers.of(spec)
    answers.check()
    yield from contributions(answers)
    yield from stripe_offline()
    if answers.subject == "team":
        yield from demo_of_teams()
    if spec.has("api"):
        yield ApiRoute(prefix="billing/", module="apps.billing.api")
        yield ApiScope(name="billing", label="Plan, usage and invoices")
