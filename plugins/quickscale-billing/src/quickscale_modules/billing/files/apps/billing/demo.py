"""Demo data: plans at the stand-in for Stripe, subscriptions, invoices and some usage.

Its cards: https://docs.stripe.com/testing
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from apps.billing import mirror, standings
from apps.billing.conf import conf
from apps.billing.flows import plan_sync
from apps.billing.flows.customers import ensure_customer
from apps.billing.flows.items import new_items
from apps.billing.models import UsageRecord
from apps.billing.stripe_calls import client
from apps.billing.subjects import UserSubjects

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.ops.seeding import Demo

SUBSCRIBERS: Final = ((1, "pro", "month"), (2, "starter", "year"), (4, "starter", "month"))
"""Which of the demo company's people subscribe, and to what; the demo login is left to choose."""


def seed(demo: Demo) -> None:
    """Make plans, and give some people a subscription; Stripe itself is left alone."""
    if not conf.is_offline:
        return
    steps = plan_sync.plan_steps()
    plan_sync.apply(steps)
    if steps:
        demo.made.append("Put the plans of apps/billing/plans.py up for sale")
    if not isinstance(conf.subjects, UserSubjects):
        return
    subscribed = 0
    for number, plan, interval in SUBSCRIBERS:
        account = conf.subjects.make_account(demo.people[number])
        if not standings.subscriptions(account).exists() and subscribe(account, plan, interval):
            use(demo, account)
            subscribed += 1
    use(demo, conf.subjects.make_account(demo.user), most=3)
    if subscribed:
        demo.made.append(f"Gave {subscribed} people a subscription")


def subscribe(account: Account, plan_key: str, interval: str, seats: int = 1) -> bool:
    """Subscribe an account, with a card that works; tell whether that is sold here."""
    plan = standings.find_plan(plan_key)
    price = plan.price(interval) if plan else None
    if plan is None or price is None:
        return False
    customer = ensure_customer(account)
    stripe = client().v1
    method = mirror.kept(stripe.payment_methods.attach, "pm_card_visa", {"customer": customer})
    chosen: Any = {"invoice_settings": {"default_payment_method": method.id}}
    mirror.kept(stripe.customers.update, customer, chosen)
    params: Any = {
        "customer": customer,
        "items": new_items(plan, price, seats),
        "metadata": {"account": str(account.pk), "plan": plan.key},
    }
    if conf.tax:
        params["automatic_tax"] = {"enabled": True}
    mirror.kept(stripe.subscriptions.create, params)
    mirror.kept(stripe.invoices.list, {"customer": customer})
    mirror.kept(stripe.charges.list, {"customer": customer})
    return True


def use(demo: Demo, account: Account, most: int = 40) -> None:
    """Let an account have used something."""
    for number in range(demo.random.randrange(1, most + 1)):
        ago = timedelta(minutes=demo.random.randrange(600))
        UsageRecord.objects.get_or_create(
            account=account,
            limit="exports",
            key=f"demo-{number}",
            defaults={"quantity": 1, "used_at": demo.now - ago},
        )
