"""What billing adds to a project's settings, URLs, navigation and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import (
    AdminNumbers,
    App,
    CspSource,
    DashboardActivity,
    DashboardChart,
    DashboardNumbers,
    DashboardStep,
    DashboardTasks,
    Dependency,
    DeployCheck,
    DeployStep,
    Env,
    EnvVar,
    ListItem,
    LogLevel,
    NavItem,
    PagePlace,
    PeriodicTask,
    Setting,
    SettingsSection,
    ShowcaseCard,
    UrlInclude,
)
from quickscale_modules.billing.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution
    from quickscale_modules.billing.options import Answers

__all__ = ["contributions"]


def contributions(answers: Answers) -> Iterator[Contribution]:
    """Yield everything but files.

    Args:
        answers: The owner's answers.
    """
    yield from _installed()
    yield from _stripe()
    yield from _own_settings(answers)
    yield from _tasks()
    if answers.metering:
        yield from _metering()
    if answers.discounts:
        yield from _discounts()
    if answers.subject == "team":
        yield from _teams()
    yield from _pages(answers.subject)
    yield from EVENTS


def _installed() -> Iterator[Contribution]:
    yield Dependency(
        requirement="dj-stripe>=2.11,<2.12", imports=("djstripe",), untyped=("djstripe.*",)
    )
    yield Dependency(requirement="factory-boy>=3.3,<4", group="dev", imports=("factory",))
    # Before the admin, which would import dj-stripe's on its own.
    yield App(
        path="apps.billing",
        summary="plans, subscriptions, invoices, and what each account may use",
        after=("apps.accounts",),
        before=("django.contrib.admin",),
    )
    yield App(path="djstripe")
    yield UrlInclude(prefix="billing/", module="apps.billing.urls.shop")
    yield UrlInclude(
        prefix="settings/billing/", module="apps.billing.urls.account", after=("accounts/",)
    )
    yield UrlInclude(prefix="stripe/", module="apps.billing.webhook_urls")


def _stripe() -> Iterator[Contribution]:
    yield Setting(name="STRIPE_SECRET_KEY", value=Env("STRIPE_SECRET_KEY", "str", ""))
    yield Setting(name="STRIPE_WEBHOOK_SECRET", value=Env("STRIPE_WEBHOOK_SECRET", "str", ""))
    yield EnvVar(
        name="STRIPE_SECRET_KEY",
        comment="Stripe's secret key; without it, a stand-in locally and no sales on a site",
        secret=True,
    )
    yield EnvVar(
        name="STRIPE_WEBHOOK_SECRET",
        comment="Signing secret of Stripe's endpoint for /stripe/webhook/; several, by commas",
        secret=True,
    )
    yield from _going_live()
    yield Setting(name="DJSTRIPE_FOREIGN_KEY_TO_FIELD", value="id")
    yield Setting(
        name="MIGRATION_MODULES",
        value={"djstripe": "apps.billing.stripe_tables"},
        comment="dj-stripe's own first migrations take most of a minute; see stripe_tables.",
    )
    # One line for each call is too much; what Stripe refuses is logged by apps.billing.
    yield LogLevel(name="stripe", level="WARNING")
    for source in (
        "https://checkout.stripe.com",
        "https://billing.stripe.com",
        "https://invoice.stripe.com",
    ):
        # Browsers hold the redirect that answers a form to form-action (CSP 3, 6.3.1).
        yield CspSource(directive="form-action", source=source)


def _going_live() -> Iterator[Contribution]:
    """Yield what makes a deployed site sell."""
    yield DeployCheck(
        name="stripe",
        variables=("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
        what="people cannot buy anything, or the site does not hear that they did",
        refuses=False,
    )
    yield DeployStep(
        name="stripe-key",
        what="Set STRIPE_SECRET_KEY, without which nothing can be bought",
        until=("STRIPE_SECRET_KEY",),
    )
    yield DeployStep(
        name="stripe-webhook",
        what="Add the webhook endpoint {url}/stripe/webhook/ in Stripe's dashboard, and set its"
        " signing secret as STRIPE_WEBHOOK_SECRET",
        until=("STRIPE_WEBHOOK_SECRET",),
        after=("stripe-key",),
    )
    yield DeployStep(
        name="stripe-plans",
        what="Make Stripe match apps/billing/plans.py",
        command=("python", "manage.py", "sync_plans"),
        needs=("STRIPE_SECRET_KEY",),
        after=("stripe-key",),
    )


def _own_settings(answers: Answers) -> Iterator[Contribution]:
    yield Setting(
        name="BILLING_CURRENCY",
        value=answers.currency,
        comment="Of prices in apps/billing/plans.py that name none.",
    )
    yield Setting(
        name="BILLING_TRIAL_DAYS",
        value=answers.trial_days,
        comment="For plans that say nothing of it.",
    )
    yield Setting(
        name="BILLING_TAX",
        value=answers.tax,
        comment="Whether Stripe Tax works taxes out and VAT ids are asked for.",
    )
    yield Setting(
        name="BILLING_PORTAL",
        value=answers.portal,
        comment="Whether Stripe's Customer Portal is linked to.",
    )
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.billing.queries.billing_data")
    yield ListItem(
        setting="ACCOUNTS_DELETION_CHECKS", value="apps.billing.queries.deletion_obstacles"
    )


def _tasks() -> Iterator[Contribution]:
    yield PeriodicTask(
        name="billing-webhooks", task="apps.billing.tasks.process_due_events", every_seconds=60
    )
    yield PeriodicTask(
        name="billing-follow-up", task="apps.billing.tasks.follow_up_on_time", every_seconds=3600
    )


def _metering() -> Iterator[Contribution]:
    yield App(
        path="apps.metering",
        summary="usage that is paid, told to Stripe's meters",
        after=("apps.billing",),
    )
    yield ListItem(setting="BILLING_PARTS", value="apps.metering.part.Metering")
    yield PeriodicTask(
        name="metering-reports", task="apps.metering.tasks.report_usage", every_seconds=60
    )


def _discounts() -> Iterator[Contribution]:
    yield App(
        path="apps.discounts",
        summary="coupons and promotion codes",
        after=("apps.billing",),
    )
    yield ListItem(setting="BILLING_PARTS", value="apps.discounts.part.Discounts")


def _teams() -> Iterator[Contribution]:
    yield App(
        path="apps.team_billing",
        summary="a team pays, for as many seats as it has members",
        after=("apps.billing", "apps.teams"),
    )
    yield Setting(
        name="BILLING_SUBJECTS",
        value="apps.team_billing.subjects.TeamSubjects",
        comment="Teams pay.",
    )
    functions = {
        "TEAMS_SEAT_CHECKS": "seat_obstacles",
        "TEAMS_SEAT_NOTES": "seat_notes",
        "TEAMS_MEMBERSHIP_STEPS": "follow_members",
        "TEAMS_DELETION_CHECKS": "deletion_obstacles",
        "TEAMS_CLOSING_STEPS": "close_billing",
    }
    for setting, function in functions.items():
        yield ListItem(setting=setting, value=f"apps.team_billing.seats.{function}")
    yield PeriodicTask(
        name="billing-seats", task="apps.team_billing.tasks.follow_seats", every_seconds=3600
    )


def _pages(subject: str) -> Iterator[Contribution]:
    yield NavItem(
        name="pricing",
        label="Pricing",
        url="billing_pricing",
        icon="credit-card",
        area="public",
        before=("about",),
    )
    yield SettingsSection(
        name="billing",
        label="Billing",
        url="billing_overview",
        icon="credit-card",
        group="team" if subject == "team" else "account",
        after=("profile", "email", "security", "sessions", "connections", "team", "members"),
    )
    yield DashboardStep(
        name="plan",
        label="Choose a plan",
        body="The free plan is for looking around; the others are for real work.",
        url="billing_pricing",
        icon="credit-card",
        done="apps.billing.dashboard.has_plan",
        after=("name", "team", "invite"),
    )
    yield AdminNumbers(name="revenue", source="apps.billing.admin.numbers.revenue")
    yield AdminNumbers(
        name="webhooks", source="apps.billing.admin.numbers.failed_webhooks", after=("revenue",)
    )
    yield PagePlace(
        name="billing",
        summary="On the page of a customer's plan, which those who manage its billing see.",
    )
    yield DashboardNumbers(name="usage", source="apps.billing.dashboard.usage", after=("members",))
    yield DashboardNumbers(
        name="next-invoice", source="apps.billing.dashboard.next_invoice", after=("usage",)
    )
    yield DashboardChart(
        name="usage",
        title="Usage",
        empty="What you use each day is drawn here, for the last 30 days.",
        icon="chart-bar",
        source="apps.billing.dashboard.usage_chart",
    )
    yield DashboardTasks(name="payments", source="apps.billing.dashboard.tasks", before=("team",))
    yield DashboardActivity(name="invoices", source="apps.billing.dashboard.activity")
    yield ShowcaseCard(
        name="billing",
        title="Plans that fit",
        body="Begin for nothing, pay by the month or the year, and change or cancel by yourself."
        " Every invoice is yours to download.",
        icon="credit-card",
        url="billing_pricing",
        link_label="See prices",
        after=("auth",),
    )
