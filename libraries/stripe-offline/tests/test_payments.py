"""Who pays and how: customers, cards, payments, refunds, disputes, the portal, clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from tests.conftest import types_of_events

if TYPE_CHECKING:
    from tests.conftest import Shop

pytestmark = pytest.mark.usefixtures("stripe_offline")


def test_a_customer_who_is_deleted_subscribes_to_nothing(shop: Shop) -> None:
    sub = shop.subscribe()

    assert stripe.Customer.delete(shop.customer).deleted

    assert stripe.Customer.retrieve(shop.customer).deleted
    assert stripe.Subscription.retrieve(sub.id).status == "canceled"
    assert not stripe.Customer.list().data
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        stripe.Customer.modify(shop.customer, name="x")
    assert types_of_events()[-2:] == ["customer.subscription.deleted", "customer.deleted"]


def test_payment_methods_are_saved_chosen_and_taken_away(shop: Shop) -> None:
    other = stripe.PaymentMethod.attach(
        "pm_card_visa", customer=stripe.Customer.create(name="Eve").id
    )
    with pytest.raises(stripe.InvalidRequestError, match="must be attached"):
        stripe.Customer.modify(shop.customer, invoice_settings={"default_payment_method": other.id})

    made = stripe.PaymentMethod.attach("pm_card_mastercard", customer=shop.customer)
    assert made.card is not None
    assert (made.card.brand, made.card.last4) == ("mastercard", "4444")
    stripe.Customer.modify(shop.customer, invoice_settings={"default_payment_method": made.id})
    assert stripe.PaymentMethod.list(customer=shop.customer).data[0].id == made.id
    assert stripe.PaymentMethod.detach(made.id).customer is None

    settings = stripe.Customer.retrieve(shop.customer).invoice_settings
    assert settings is not None
    assert settings.default_payment_method is None


def test_somebody_elses_card_is_not_saved_twice(shop: Shop) -> None:
    (method,) = stripe.PaymentMethod.list(customer=shop.customer).data
    other = stripe.Customer.create()

    with pytest.raises(stripe.InvalidRequestError, match="already been attached"):
        stripe.PaymentMethod.attach(method.id, customer=other.id)
    with pytest.raises(stripe.CardError, match="declined"):
        stripe.PaymentMethod.attach("pm_card_visa_chargeDeclined", customer=other.id)


def test_a_payment_is_made_and_given_back_in_parts(shop: Shop) -> None:
    shop.subscribe()
    charge = stripe.Charge.list(expand=["data.balance_transaction"]).data[0]
    intent = stripe.PaymentIntent.retrieve(str(charge.payment_intent))
    assert (intent.status, charge.paid, charge.receipt_url is not None) == ("succeeded", True, True)
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    assert charge.balance_transaction.net == 1000 - 59

    first = stripe.Refund.create(charge=charge.id, amount=400, reason="requested_by_customer")
    assert (first.status, first.reason) == ("succeeded", "requested_by_customer")
    with pytest.raises(stripe.InvalidRequestError, match="greater than"):
        stripe.Refund.create(charge=charge.id, amount=601)
    assert stripe.Refund.create(payment_intent=intent.id).amount == 600
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe.Refund.create(charge=charge.id)

    assert refused.value.code == "charge_already_refunded"
    given_back = stripe.Charge.retrieve(charge.id, expand=["refunds"])
    assert (given_back.amount_refunded, given_back.refunded) == (1000, True)
    assert given_back.refunds is not None
    assert len(given_back.refunds.data) == 2
    assert len(stripe.Refund.list(charge=charge.id).data) == 2
    with pytest.raises(stripe.InvalidRequestError, match="should be provided"):
        stripe.Refund.create()


def test_a_payment_that_failed_says_why_and_is_not_given_back(shop: Shop) -> None:
    shop.pay_with("pm_card_chargeCustomerFail")
    shop.subscribe()

    failed = stripe.PaymentIntent.list().data[0]
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error is not None
    assert failed.last_payment_error.decline_code == "generic_decline"
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        stripe.Refund.create(payment_intent=failed.id)


@pytest.mark.parametrize(
    ("words", "verdict"), [("winning_evidence", "won"), ("losing_evidence", "lost")]
)
def test_a_dispute_is_answered(shop: Shop, words: str, verdict: str) -> None:
    shop.pay_with("pm_card_createDispute")
    shop.subscribe()
    (dispute,) = stripe.Dispute.list().data
    assert (dispute.status, dispute.amount) == ("needs_response", 1000)
    assert stripe.Charge.list().data[0].disputed

    stripe.Dispute.modify(dispute.id, evidence={"uncategorized_text": words})

    assert stripe.Dispute.retrieve(dispute.id).status == verdict
    assert types_of_events()[-2:] == ["charge.dispute.updated", "charge.dispute.closed"]


def test_a_dispute_is_given_up(shop: Shop) -> None:
    shop.pay_with("pm_card_createDispute")
    shop.subscribe()

    assert stripe.Dispute.close(stripe.Dispute.list().data[0].id).status == "lost"


def test_a_clock_goes_forward_only(shop: Shop) -> None:
    clock = stripe.test_helpers.TestClock.retrieve(shop.clock)

    with pytest.raises(stripe.InvalidRequestError, match="later"):
        stripe.test_helpers.TestClock.advance(clock.id, frozen_time=clock.frozen_time)
    assert stripe.test_helpers.TestClock.list().data[0].status == "ready"
