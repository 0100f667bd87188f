"""The shape of everything that the stand-in says, against the classes of Stripe's library.

Every other test here holds the objects it leads to against them too, when it ends.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from stripe_offline.conformity import departures
from stripe_offline.kinds import KINDS
from stripe_offline.ledger import Ledger
from stripe_offline.store import the_store
from tests.conftest import wrong_shapes

if TYPE_CHECKING:
    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop


def coupon() -> dict[str, Any]:
    made = stripe.Coupon.create(percent_off=25, duration="once", id="SPRING")
    found: dict[str, Any] = json.loads(str(made))
    return found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "blue"}, "coupon has colour, which Stripe's has not"),
        ({"valid": None}, "coupon.valid is null"),
        ({"duration": "weekly"}, "coupon.duration is 'weekly', none of forever, once, repeating"),
        ({"times_redeemed": "1"}, "coupon.times_redeemed is '1', no <class 'int'>"),
        ({"metadata": []}, "coupon.metadata is a list"),
        ({"metadata": {"by": 1}}, "coupon.metadata.by is 1, no <class 'str'>"),
        ({"applies_to": {}}, "coupon.applies_to has no products"),
    ],
)
def test_what_differs_is_found(
    stripe_offline: StripeOffline, changes: dict[str, Any], said: str
) -> None:
    made = coupon()

    assert departures(made) == []
    assert departures(made | changes) == [said]


def test_what_is_missing_is_found(stripe_offline: StripeOffline) -> None:
    less = coupon()
    del less["valid"], less["name"]

    assert departures(less) == ["coupon has no valid"]  # a name may be left out


def test_ids_show_that_they_are_not_stripes(shop: Shop) -> None:
    shop.subscribe()
    ledger = Ledger(the_store())

    for kind, about in KINDS.items():
        for obj in ledger.find(kind):
            assert about.prefix == "" or obj["id"].startswith(f"{about.prefix}_offline_"), kind


def test_every_kind_of_object_has_its_shape(shop: Shop, stripe_offline: StripeOffline) -> None:
    stripe.Coupon.create(percent_off=25, duration="repeating", duration_in_months=3, id="SPRING")
    code = stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": "SPRING"})
    stripe.WebhookEndpoint.create(url="http://testserver/hook/", enabled_events=["*"])
    subscription = shop.subscribe(discounts=[{"promotion_code": code.id}])
    stripe.Subscription.modify(
        subscription.id,
        items=[{"id": subscription["items"].data[0].id, "quantity": 3}],
    )
    shop.pay_with("pm_card_createDispute")
    stripe_offline.advance(shop.clock, 40)
    charge = stripe.Charge.list(customer=shop.customer).data[-1]
    stripe.Refund.create(charge=charge.id, amount=100)
    for mode in ("payment", "subscription", "setup"):
        price = stripe.Price.create(
            product=shop.product,
            unit_amount=900,
            currency="usd",
            **({"recurring": {"interval": "month"}} if mode == "subscription" else {}),  # type: ignore[arg-type]
        )
        lines: Any = [{"price": price.id, "quantity": 1}] if mode != "setup" else []
        stripe.checkout.Session.create(
            mode=mode,
            line_items=lines,
            customer=shop.customer,
            success_url="http://testserver/done/",
            **({"invoice_creation": {"enabled": True}} if mode == "payment" else {}),  # type: ignore[arg-type]
        )
    stripe.billing_portal.Session.create(customer=shop.customer, return_url="http://testserver/")
    stripe.Account.retrieve()
    stripe.SetupIntent.list()

    missing = {kind for kind in KINDS if not the_store().count(kind)}

    # Those have tests of their own, or (a plan) are part of something else.
    assert missing == {"billing.meter", "plan", "setup_intent", "tax_id"}
    assert wrong_shapes() == []


def test_previews_lists_and_the_deleted_have_their_shape(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    subscription = shop.subscribe()
    item = subscription["items"].data[0].id
    preview = stripe.Invoice.create_preview(
        subscription=subscription.id,
        subscription_details={"items": [{"id": item, "price": shop.dearer}]},
    )
    plan = stripe.Plan.retrieve(shop.monthly)
    whole = stripe.Subscription.retrieve(
        subscription.id, expand=["latest_invoice.payments", "customer", "default_payment_method"]
    )
    customer = stripe.Customer.retrieve(
        shop.customer, expand=["subscriptions", "tax_ids", "sources"]
    )
    gone = stripe.Customer.delete(shop.customer)

    for found in (preview, plan, whole, customer, gone):
        assert departures(json.loads(str(found))) == []
