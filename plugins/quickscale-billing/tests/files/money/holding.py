"""What holds about the money, whatever anybody does."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import stripe

from apps.billing.flows import staff
from apps.billing.models import StaffAction, UsageRecord
from apps.billing.money import money
from apps.billing.tests.catalogue import PACK
from apps.team_billing.tests.money.scene import product_of

if TYPE_CHECKING:
    from djstripe import models as copies

    from apps.team_billing.tests.money.scene import Scene

HOUR = 3600


def there_is_one_subscription(scene: Scene) -> None:
    """See that nobody has two at Stripe."""
    assert len(scene.live()) <= 1


def what_may_be_used_is_paid(scene: Scene) -> None:
    """See that a plan that may be used is paid for now, tried, or in grace."""
    standing = scene.standing()
    if standing.subscription is None or standing.plan.is_free:
        return
    data = standing.subscription.stripe_data
    if data["status"] in ("trialing", "past_due"):
        return
    now = scene.now()
    paid = {
        product_of(line)
        for invoice in scene.invoices("paid", "draft", "open")
        for line in invoice.lines.data
        if line.period.start <= now < line.period.end
        and (invoice.status == "paid" or now - invoice.created <= 2 * HOUR)
    }
    assert standing.plan.product_id in paid, (standing.plan.key, standing.state, paid)


def nothing_is_charged_after_a_cancellation(scene: Scene) -> None:
    """See that nobody pays who was shown that nothing more is charged."""
    if scene.paid_when_cancelled is not None:
        assert scene.payer.paid <= scene.paid_when_cancelled


def seats_in_use_are_paid(scene: Scene) -> None:
    """See that what was paid until now is worth the seats of the days until now."""
    assert scene.served() + 200 + 0.02 * scene.owed >= scene.owed, (scene.served(), scene.owed)


def what_was_bought_stays(scene: Scene) -> None:
    """See that packs are there as far as they were not paid back, each once."""
    held = UsageRecord.objects.filter(account=scene.account, quantity__lt=0)
    there = -sum(one.quantity for one in held.exclude(key__startswith="carried-"))
    assert there == sum(scene.bought.values()), (there, scene.bought)


def everything_at_stripe_is_the_accounts(scene: Scene) -> None:
    """See that no customer and no subscription is left at Stripe that no account knows."""
    assert {one.id for one in stripe.Customer.list(limit=100).data} == {scene.account.customer_id}
    held = {str(one.customer) for one in stripe.Subscription.list(limit=100).data}
    assert held <= {scene.account.customer_id}


ALWAYS = (there_is_one_subscription, nothing_is_charged_after_a_cancellation)
"""What holds by Stripe's own word, whatever the project knows."""

ONCE_TOLD = (
    what_may_be_used_is_paid,
    seats_in_use_are_paid,
    what_was_bought_stays,
    everything_at_stripe_is_the_accounts,
)
"""What holds once the project was told of all that happened."""


def promise_of(scene: Scene, plan: str, interval: str) -> int | None:
    """Return what the page says that a change would charge now, or nothing where it says none."""
    reply = scene.page("billing_confirm", plan=plan, interval=interval)
    if reply.context.get("preview") is None:
        return None
    promised = reply.context["preview"].due_now
    shown = money(max(0, promised), reply.context["preview"].currency)
    assert promised <= 0 or f"{shown} are charged now" in reply.content.decode()
    return int(promised)


def prices_shown_are_charged(scene: Scene, interval: str) -> None:
    """See that pages show the price that the team pays, and those that others would pay."""
    held = scene.live() if scene.is_told else []
    reply = scene.page("billing_pricing", interval=interval)
    text = reply.content.decode()
    for card in reply.context["cards"]:
        if card.plan.is_free or (card.is_current and not held):
            continue
        price = _charged(held[0]) if card.is_current else _sold(card.plan, interval)
        assert card.price == price, (card.plan.key, card.price, price)
        assert card.price in text
    if held:
        standing = scene.page("billing_overview").context["standing"]
        assert money(standing.price.amount, standing.price.currency_code) == _item(held[0])


def _sold(plan: Any, interval: str) -> str:
    """Return what Stripe asks of whoever subscribes now."""
    price = plan.price(interval)
    found: Any = stripe.Price.list(lookup_keys=[plan.lookup_key(price)], active=True).data[0]
    return money(found.unit_amount, found.currency)


def _item(held: stripe.Subscription) -> str:
    """Return what Stripe will ask with the next invoice, for each seat."""
    price = held.to_dict()["items"]["data"][0]["price"]
    return money(price["unit_amount"], price["currency"])


def _charged(held: stripe.Subscription) -> str:
    """Return what is paid for the present plan: a larger one may be kept until the period ends."""
    kept = held.to_dict()["metadata"]
    if (
        int(kept.get("kept_until") or 0)
        > held.to_dict()["items"]["data"][0]["current_period_start"]
    ):
        return money(int(kept["kept_amount"]), held.currency)
    return _item(held)


def is_paid_back(scene: Scene, charge: copies.Charge, part: float, *, is_sent_twice: bool) -> None:
    """Have staff pay a charge back; see that it is done once, on record, and taken back here."""
    before = stripe.Charge.retrieve(charge.id).amount_refunded
    records = StaffAction.objects.count()
    amount = max(1, round(staff.refundable(charge) * part))
    key = str(uuid.uuid4())
    for _ in range(2 if is_sent_twice else 1):
        staff.refund(charge, amount, reason="As agreed", by=scene.staff, key=key)
    refunded = stripe.Charge.retrieve(charge.id).amount_refunded
    assert refunded == before + amount <= charge.stripe_data["amount"]
    assert StaffAction.objects.count() == records + 1
    if charge.id in scene.bought:
        whole = PACK.adds["exports"]
        scene.bought[charge.id] = whole - round(whole * refunded / charge.stripe_data["amount"])
    scene.hear()
