"""What metering adds to billing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from apps.billing.conf import conf
from apps.billing.flows.items import sold_price
from apps.billing.parts import Part
from apps.billing.stripe_calls import id_of
from apps.metering import reports, words
from apps.metering.catalog import lookup_key, product_id
from apps.metering.costs import metered_by, metered_items, metered_with
from apps.metering.models import MeterEvent
from apps.metering.products import metered_products

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet
    from djstripe import models as copies

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.entitlements import Entitlements
    from apps.billing.flows.plan_sync import Product
    from apps.billing.models import Account, UsageRecord
    from apps.billing.standings import Standing


class Metering(Part):
    """Has usage paid beside a plan's price."""

    def products(self) -> Iterator[Product]:
        """Return the meters, products and prices of usage."""
        return metered_products()

    def items(
        self, plan: Plan, price: PlanPrice, held: copies.Subscription | None
    ) -> list[dict[str, Any]]:
        """Return what it takes for usage to be paid as a plan says; nothing where it is."""
        wanted = {product_id(plan, one): one for one in metered_with(plan, price)}
        gone = []
        for item in metered_items(held):
            product = id_of(item["price"]["product"])
            if item["price"]["recurring"]["interval"] == price.interval and product in wanted:
                del wanted[product]
            else:
                gone.append({"id": item["id"], "deleted": True})
        new = [sold_price(lookup_key(plan, one, price)) for one in wanted.values()]
        return [*gone, *({"price": one} for one in new)]

    def paid_usage(self, standing: Standing) -> Mapping[str, bool]:
        """Return what is metered; what a plan includes of it may be exceeded."""
        return {name: one.included is not None for name, one in metered_by(standing).items()}

    def counted(self, usage: UsageRecord, granted: Entitlements) -> None:
        """Have Stripe told of usage that is paid, once it is counted for good."""
        if usage.limit not in granted.paid:
            return
        event = MeterEvent.objects.create(usage=usage)
        if not conf.uses_celery:  # else the worker's next round takes all that wait
            transaction.on_commit(lambda: reports.report(event.pk))

    def price_note(self, plan: Plan, price: PlanPrice, limit: str) -> str:
        """Say what a unit costs."""
        found = (words.each(use) for use in metered_with(plan, price) if use.limit == limit)
        return next(found, "")

    def usage_note(self, account: Account, standing: Standing, limit: str) -> str:
        """Say what usage comes to so far."""
        metered = metered_by(standing).get(limit)
        return words.so_far(account, metered) if metered else ""

    def offline_rows(self, accounts: list[Account]) -> Iterator[QuerySet[Any]]:
        """Return what only the stand-in's meters were told, or still are to be."""
        yield MeterEvent.objects.filter(usage__account__in=accounts)
