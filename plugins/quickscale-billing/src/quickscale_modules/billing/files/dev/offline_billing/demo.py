"""Demo data: plans at the stand-in for Stripe, half a year of subscriptions, and daily usage.

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
from apps.billing.subscription_data import months_later

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from apps.billing.models import Account
    from apps.ops.seeding import Demo

SUBSCRIBERS: Final = (
    (1, ("pro", "month")),
    (2, ("starter", "year")),
    (4, ("starter", "month")),
)
"""Which of the demo company's people subscribe, and to what; the demo login is left to choose."""

MONTHS: Final = 6
"""For how many months there are invoices, and one more for the first payment."""

FAILED: Final = 4
"""In which month the card is declined, until another one pays two days later."""

DAYS_OF_USAGE: Final = 75

A_DAY: Final = {"starter": 2, "pro": 48}
"""How much is used on a working day, well within the plans as they come."""

GOOD, DECLINED = "pm_card_visa", "pm_card_chargeCustomerFail"


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
    for number, choice in SUBSCRIBERS:
        person = demo.people[number]
        account = conf.subjects.make_account(person)
        if standings.subscriptions(account).exists():
            continue
        if subscribe(demo, account, choice, since=person.date_joined):
            use(demo, account, A_DAY[choice[0]])
            subscribed += 1
    use(demo, conf.subjects.make_account(demo.user), 1, days=3)
    if subscribed:
        demo.made.append(f"Gave {subscribed} people a subscription with its invoices")


def one_seat(_then: datetime) -> int:
    """Return how many seats a person takes."""
    return 1


def subscribe(
    demo: Demo,
    account: Account,
    choice: tuple[str, str],
    *,
    since: datetime,
    seats: Callable[[datetime], int] = one_seat,
) -> bool:
    """Subscribe an account half a year ago, and let it pay until now.

    Its time at the stand-in for Stripe is a test clock, which stands at the present afterwards.

    Args:
        demo: What the apps share.
        account: Who pays.
        choice: For which plan, by ``month`` or ``year``.
        since: Before when it cannot have begun.
        seats: For how many it paid at a moment.

    Returns:
        Whether that plan is sold here.
    """
    plan_key, interval = choice
    plan = standings.find_plan(plan_key)
    price = plan.price(interval) if plan else None
    if plan is None or price is None:
        return False
    stripe = client().v1
    begun = max(months_later(demo.now, -MONTHS) - timedelta(days=9), since + timedelta(days=1))
    clock = stripe.test_helpers.test_clocks.create(
        {"frozen_time": int(begun.timestamp()), "name": account.name}
    ).id
    customer = customer_by(clock, account)
    pay_with(customer, GOOD)
    params: Any = {
        "customer": customer,
        "items": new_items(plan, price, seats(begun)),
        "metadata": {"account": str(account.pk), "plan": plan.key},
    }
    if conf.tax:
        params["automatic_tax"] = {"enabled": True}
    subscription = stripe.subscriptions.create(params).id
    for month in range(1, MONTHS + 1):
        renewal = months_later(begun, month)
        if renewal > demo.now - timedelta(days=5):
            break
        take_seats(subscription, seats(renewal))
        if month == FAILED:
            pay_with(customer, DECLINED)
            advance(clock, renewal + timedelta(days=2))
            pay_with(customer, GOOD)
            pay_open_invoices(customer)
        advance(clock, renewal + timedelta(days=3))
    advance(clock, demo.now)
    mirror.kept(stripe.subscriptions.retrieve, subscription)
    mirror.kept(stripe.invoices.list, {"customer": customer})
    mirror.kept(stripe.charges.list, {"customer": customer})
    return True


def customer_by(clock: str, account: Account) -> str:
    """Make an account's customer, who lives by a test clock, and return their id."""
    params: Any = {"test_clock": clock, "metadata": {"account": str(account.pk)}}
    account.customer_id = client().v1.customers.create(params).id
    account.save(update_fields=["customer_id"])
    return ensure_customer(account)


def pay_with(customer: str, card: str) -> None:
    """Have a customer pay with one of Stripe's test cards from now on."""
    stripe = client().v1
    method = mirror.kept(stripe.payment_methods.attach, card, {"customer": customer})
    for other in stripe.payment_methods.list({"customer": customer}).data:
        if other.id != method.id:
            mirror.kept(stripe.payment_methods.detach, other.id)
    chosen: Any = {"invoice_settings": {"default_payment_method": method.id}}
    mirror.kept(stripe.customers.update, customer, chosen)


def take_seats(subscription: str, seats: int) -> None:
    """Have a subscription pay for so many seats from its next invoice on."""
    stripe = client().v1
    item = stripe.subscriptions.retrieve(subscription)["items"]["data"][0]
    if item["quantity"] != seats:
        params: Any = {
            "items": [{"id": item["id"], "quantity": seats}],
            "proration_behavior": "none",
        }
        stripe.subscriptions.update(subscription, params)


def pay_open_invoices(customer: str) -> None:
    """Pay what could not be paid before."""
    stripe = client().v1
    for invoice in stripe.invoices.list({"customer": customer, "status": "open"}).data:
        stripe.invoices.pay(str(invoice.id))


def advance(clock: str, then: datetime) -> None:
    """Move a test clock on."""
    params: Any = {"frozen_time": int(then.timestamp())}
    client().v1.test_helpers.test_clocks.advance(clock, params)


def use(demo: Demo, account: Account, a_day: int, days: int = DAYS_OF_USAGE) -> None:
    """Let an account have used something every day: more lately, and little at weekends.

    Args:
        demo: What the apps share.
        account: Whose.
        a_day: How much of it on a working day.
        days: For how many days.
    """
    if account.usage.exists():
        return
    rows = []
    for ago in range(days):
        then = demo.now - timedelta(days=ago, minutes=demo.random.randrange(1, 600))
        weekend = 0.2 if then.weekday() >= 5 else 1  # noqa: PLR2004 - Saturday
        grown = 1 - 0.6 * ago / DAYS_OF_USAGE
        count = round(a_day * weekend * grown * demo.random.uniform(0.7, 1.3))
        if count:
            key = f"demo-{ago}"
            row = UsageRecord(
                account=account, limit="exports", key=key, quantity=count, used_at=then
            )
            rows.append(row)
    UsageRecord.objects.bulk_create(rows)
