"""What other apps add to billing: ``BILLING_PARTS`` names them, and billing asks each of them.

Billing imports none of them. Each method of :class:`Part` says what billing does without any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing.conf import conf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from djstripe import models as copies

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.entitlements import Entitlements
    from apps.billing.flows.plan_sync import Product
    from apps.billing.models import Account, UsageRecord
    from apps.billing.standings import Standing


class Part:
    """What an app may add to billing."""

    def products(self) -> Iterable[Product]:
        """Return what ``sync_plans`` makes at Stripe besides plans and purchases."""
        return ()

    def items(
        self,
        plan: Plan,  # noqa: ARG002 - a part looks at it
        price: PlanPrice,  # noqa: ARG002
        held: copies.Subscription | None,  # noqa: ARG002
    ) -> list[dict[str, Any]]:
        """Return what a subscription needs beside its plan's price, as parameters of its items.

        Args:
            plan: The plan it has, or is to have.
            price: Which of its prices.
            held: The subscription as it is, or nothing for a new one.

        Raises:
            BillingError: Stripe does not know a price.
        """
        return []

    def checkout_params(self) -> Mapping[str, Any]:
        """Return what Stripe is told besides about a Checkout in which something is paid."""
        return {}

    def follow(self, told: Any) -> None:
        """Do what follows from a completed Checkout session or a discount that Stripe tells of."""

    def paid_usage(self, standing: Standing) -> Mapping[str, bool]:  # noqa: ARG002
        """Return which limits' usage is paid, each with whether more than the limit may be used."""
        return {}

    def counted(self, usage: UsageRecord, granted: Entitlements) -> None:
        """Do what follows from usage that is counted, in the transaction that counts it."""

    def price_note(self, plan: Plan, price: PlanPrice, limit: str) -> str:  # noqa: ARG002
        """Return what a plan's list of limits says besides about one of them, or empty."""
        return ""

    def usage_note(self, account: Account, standing: Standing, limit: str) -> str:  # noqa: ARG002
        """Return what an account's usage of a limit comes to, in words, or empty."""
        return ""

    def offline_rows(
        self,
        accounts: list[Account],  # noqa: ARG002
    ) -> Iterable[QuerySet[Any]]:
        """Return rows to remove with what the stand-in for Stripe left behind."""
        return ()


def parts() -> list[Part]:
    """Return what other apps add."""
    return [kind() for kind in conf.parts]
