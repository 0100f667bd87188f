"""What is sold and for how much: products, prices, coupons, codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from tests.conftest import types_of_events

if TYPE_CHECKING:
    from stripe_offline.testing import StripeOffline
    from tests.conftest import Shop

pytestmark = pytest.mark.usefixtures("stripe_offline")


def test_there_is_one_account() -> None:
    account = stripe.Account.retrieve()

    assert account.id == stripe.Account.retrieve(account.id).id
    assert account.settings is not None
    assert not stripe.Account.list().data


def test_products_are_changed() -> None:
    product = stripe.Product.create(id="plan_pro", name="Pro", metadata={"plan": "pro"})
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        stripe.Product.create(id="plan_pro", name="Pro")

    assert stripe.Product.modify(product.id, active=False).active is False

    assert [one.id for one in stripe.Product.list(active=False).data] == [product.id]
    assert types_of_events() == ["product.created", "product.updated"]


def test_a_product_may_have_an_id_of_ones_choice() -> None:
    stripe.Product.create(id="prod_pro", name="Pro")

    assert stripe.Product.retrieve("prod_pro").name == "Pro"
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        stripe.Product.create(id="prod_pro", name="Pro")


def test_a_lookup_key_moves_to_another_price(shop: Shop) -> None:
    def price(**params: object) -> stripe.Price:
        given = {"product": shop.product, "currency": "usd", "unit_amount": 500} | params
        return stripe.Price.create(**given)  # type: ignore[arg-type]

    old = price(lookup_key="pro_monthly")
    with pytest.raises(stripe.InvalidRequestError, match="already uses"):
        price(lookup_key="pro_monthly")
    new = price(lookup_key="pro_monthly", transfer_lookup_key=True)

    assert [one.id for one in stripe.Price.list(lookup_keys=["pro_monthly"]).data] == [new.id]
    assert stripe.Price.retrieve(old.id).lookup_key is None


def test_a_price_that_is_off_is_not_sold(shop: Shop) -> None:
    stripe.Price.modify(shop.monthly, active=False)

    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        shop.subscribe()


@pytest.mark.parametrize(
    ("mode", "amount"), [("graduated", 5 * 1000 + 3 * 800), ("volume", 8 * 800)]
)
def test_prices_come_in_tiers(shop: Shop, mode: str, amount: int) -> None:
    price = stripe.Price.create(
        product=shop.product,
        currency="usd",
        recurring={"interval": "month"},
        billing_scheme="tiered",
        tiers_mode=mode,
        tiers=[{"up_to": 5, "unit_amount": 1000}, {"up_to": "inf", "unit_amount": 800}],
        expand=["tiers"],
    )
    assert price.tiers is not None
    assert [tier.up_to for tier in price.tiers] == [5, None]
    assert "tiers" not in stripe.Price.retrieve(price.id)

    shop.subscribe(items=[{"price": price.id, "quantity": 8}])

    assert shop.invoices()[0] == ("subscription_create", "paid", amount)


def test_a_price_is_shown_as_a_plan_too(shop: Shop) -> None:
    plan = stripe.Plan.retrieve(shop.monthly)

    assert (plan.amount, plan.interval, plan.product) == (1000, "month", shop.product)
    with pytest.raises(stripe.InvalidRequestError, match="No such plan"):
        stripe.Plan.retrieve("price_nothing")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"percent_off": 10, "amount_off": 5},
        {"amount_off": 5},
        {"percent_off": 10, "duration": "repeating"},
    ],
)
def test_a_coupon_says_what_it_takes_off(wrong: dict[str, object]) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=r"provide|must pass"):
        stripe.Coupon.create(**wrong)  # type: ignore[arg-type]


def test_a_coupon_takes_off_for_as_long_as_it_says(
    shop: Shop, stripe_offline: StripeOffline
) -> None:
    coupon = stripe.Coupon.create(
        id="HALF", percent_off=50, duration="repeating", duration_in_months=2
    )
    sub = shop.subscribe(discounts=[{"coupon": coupon.id}], expand=["discounts"])
    discount = sub.discounts[0]
    assert isinstance(discount, stripe.Discount)
    assert (discount.source.coupon, discount.subscription) == ("HALF", sub.id)

    stripe_offline.advance(shop.clock, 95)

    assert [total for _reason, _status, total in shop.invoices()] == [1000, 1000, 500, 500]
    assert stripe.Coupon.retrieve("HALF").times_redeemed == 1
    invoice = stripe.Invoice.list(subscription=sub.id).data[-1]
    assert invoice.lines.data[0].discount_amounts is not None
    assert invoice.lines.data[0].discount_amounts[0].amount == 500


def test_a_coupon_is_for_some_products_and_used_up(shop: Shop) -> None:
    other = stripe.Price.create(
        product_data={"name": "Seats"},
        currency="usd",
        unit_amount=700,
        recurring={"interval": "month"},
    )
    coupon = stripe.Coupon.create(
        amount_off=5000,
        currency="usd",
        max_redemptions=1,
        applies_to={"products": [shop.product]},
        expand=["applies_to"],
    )
    assert coupon.applies_to is not None

    items = [{"price": shop.monthly}, {"price": other.id}]
    shop.subscribe(items=items, discounts=[{"coupon": coupon.id}])

    assert shop.invoices()[0] == ("subscription_create", "paid", 700)
    assert stripe.Coupon.retrieve(coupon.id).valid is False
    with pytest.raises(stripe.InvalidRequestError, match="expired"):
        shop.subscribe(discounts=[{"coupon": coupon.id}])
    assert stripe.Coupon.delete(coupon.id).deleted


def test_a_promotion_code_has_its_rules(shop: Shop) -> None:
    coupon = stripe.Coupon.create(percent_off=10, duration="forever").id
    code = stripe.PromotionCode.create(
        promotion={"type": "coupon", "coupon": coupon},
        code="WELCOME",
        restrictions={"first_time_transaction": True},
    )
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon}, code="welcome")

    shop.subscribe(discounts=[{"promotion_code": code.id}])
    assert shop.invoices()[0] == ("subscription_create", "paid", 900)
    with pytest.raises(stripe.InvalidRequestError, match="prior transactions"):
        shop.subscribe(discounts=[{"promotion_code": code.id}])
    stripe.PromotionCode.modify(code.id, active=False)
    with pytest.raises(stripe.InvalidRequestError, match="not active"):
        shop.subscribe(discounts=[{"promotion_code": code.id}])
    made = stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon})
    assert made.code.isalnum()
    assert len(stripe.PromotionCode.list(coupon=coupon).data) == 2
