"""How requests are read and refused, with the library itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import stripe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Shop

pytestmark = pytest.mark.usefixtures("stripe_offline")


@pytest.mark.parametrize(
    ("call", "status", "code", "param", "message"),
    [
        (
            lambda: stripe.Customer.create(colour="red"),  # type: ignore[call-arg]
            400,
            "parameter_unknown",
            "colour",
            "Received unknown parameter: colour",
        ),
        (
            lambda: stripe.Customer.create(address={"town": "x"}),  # type: ignore[arg-type]
            400,
            "parameter_unknown",
            "address[town]",
            "Received unknown parameter: address[town]",
        ),
        (
            stripe.Product.create,
            400,
            "parameter_missing",
            "name",
            "Missing required param: name.",
        ),
        (
            lambda: stripe.Customer.retrieve("cus_nobody"),
            404,
            "resource_missing",
            "id",
            "No such customer: 'cus_nobody'",
        ),
        (
            lambda: stripe.Subscription.create(customer="cus_no", items=[{"price": "x"}]),
            400,
            "resource_missing",
            "customer",
            "No such customer: 'cus_no'",
        ),
        (
            lambda: stripe.Customer.list(limit=101),
            400,
            "parameter_invalid_integer",
            "limit",
            "This value must be less than or equal to 100.",
        ),
        (
            lambda: stripe.Customer.list(limit="many"),  # type: ignore[arg-type]
            400,
            "parameter_invalid_integer",
            "limit",
            "Invalid integer: many",
        ),
        (
            lambda: stripe.Customer.list(starting_after="cus_nobody"),
            400,
            "resource_missing",
            "starting_after",
            "No such object: 'cus_nobody'",
        ),
        (
            lambda: stripe.Customer.create(expand=["cat"]),
            400,
            None,
            "expand",
            "This property cannot be expanded (cat).",
        ),
        (
            lambda: stripe.Price.create(
                currency="usd",
                unit_amount=1,
                product_data={"name": "x"},
                recurring={"interval": "moon"},
            ),
            400,
            None,
            "recurring[interval]",
            "Invalid recurring[interval]: must be one of day, month, week or year",
        ),
        (
            lambda: stripe.Price.create(currency="usd", unit_amount=1),
            400,
            None,
            "product",
            "You must specify either `product` or `product_data`.",
        ),
        (
            lambda: stripe.Product.create(name="x", active="perhaps"),  # type: ignore[arg-type]
            400,
            None,
            "active",
            "Invalid boolean: perhaps",
        ),
        (
            lambda: stripe.Product.create(name="x", images="no list"),  # type: ignore[arg-type]
            400,
            None,
            "images",
            "Invalid object: no list",
        ),
        (
            lambda: stripe.Customer.list(limit=""),  # type: ignore[arg-type]
            400,
            "parameter_invalid_empty",
            "limit",
            None,
        ),
        (stripe.Topup.list, 404, None, None, None),
    ],
)
def test_a_bad_request_is_refused_as_stripe_does(
    call: Callable[[], object], status: int, code: str | None, param: str | None, message: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        call()

    error = refused.value
    assert (error.http_status, error.code, error.param) == (status, code, param)
    assert message is None or error.user_message == message
    assert error.request_id is not None


@pytest.mark.parametrize("key", ["", "sk_live_0123456789012345678901234", "nonsense"])
def test_only_test_keys_are_taken(key: str) -> None:
    with pytest.raises(stripe.AuthenticationError):
        stripe.Customer.list(api_key=key or " ")


def test_nested_parameters_arrive_as_they_were_given() -> None:
    made = stripe.Customer.create(
        name="Ada",
        address={"line1": "1 Road", "country": "GB"},
        metadata={"team": "7", "a b": "c&d=e"},
        preferred_locales=["en", "fr"],
    )

    found = stripe.Customer.retrieve(made.id)
    assert found.address is not None
    assert (found.address.line1, found.address.country) == ("1 Road", "GB")
    assert found.metadata is not None
    assert found.metadata.to_dict() == {"team": "7", "a b": "c&d=e"}
    assert found.preferred_locales == ["en", "fr"]


def test_metadata_is_merged_and_an_empty_value_unsets() -> None:
    made = stripe.Customer.create(name="Ada", phone="1", metadata={"a": "1", "b": "2"})

    found = stripe.Customer.modify(made.id, phone="", metadata={"b": "", "c": "3"})

    assert found.phone is None
    assert found.metadata is not None
    assert found.metadata.to_dict() == {"a": "1", "c": "3"}
    emptied = stripe.Customer.modify(made.id, metadata="").metadata
    assert emptied is not None
    assert emptied.to_dict() == {}


def test_a_key_makes_a_request_happen_once() -> None:
    first = stripe.Customer.create(name="Ada", idempotency_key="once")
    second = stripe.Customer.create(name="Ada", idempotency_key="once")

    assert second.id == first.id
    assert second.last_response is not None
    assert second.last_response.headers["idempotent-replayed"] == "true"
    assert len(stripe.Customer.list().data) == 1
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        stripe.Customer.create(name="Eve", idempotency_key="once")


def test_a_refusal_is_replayed_too(shop: Shop) -> None:
    shop.pay_with("pm_card_chargeCustomerFail")

    for _ in range(2):
        with pytest.raises(stripe.CardError):
            shop.subscribe(payment_behavior="error_if_incomplete", idempotency_key="declined once")

    assert not stripe.Subscription.list(status="all").data


def test_lists_are_paged_by_cursors_in_both_directions() -> None:
    made = [stripe.Customer.create(name=str(n)).id for n in range(5)][::-1]

    first = stripe.Customer.list(limit=2)
    assert ([one.id for one in first.data], first.has_more) == (made[:2], True)
    second = stripe.Customer.list(limit=2, starting_after=made[1])
    assert ([one.id for one in second.data], second.has_more) == (made[2:4], True)
    last = stripe.Customer.list(limit=2, starting_after=made[3])
    assert ([one.id for one in last.data], last.has_more) == (made[4:], False)
    back = stripe.Customer.list(limit=2, ending_before=made[4])
    assert ([one.id for one in back.data], back.has_more) == (made[2:4], True)
    assert [one.id for one in stripe.Customer.list(limit=2).auto_paging_iter()] == made


def test_lists_are_filtered(shop: Shop) -> None:
    other = stripe.Customer.create(email="eve@example.com")
    sub = shop.subscribe()

    assert [one.id for one in stripe.Customer.list(email="eve@example.com").data] == [other.id]
    assert not stripe.Customer.list(created={"lt": 1}).data
    assert len(stripe.Customer.list(created={"gte": 1}).data) == 2
    assert len(stripe.Price.list(recurring={"interval": "month"}).data) == 2
    assert not stripe.Price.list(active=False).data
    assert [one.id for one in stripe.Subscription.list(price=shop.monthly).data] == [sub.id]
    assert not stripe.Subscription.list(price=shop.dearer).data
    assert len(stripe.Event.list(types=["price.created", "product.created"]).data) == 4
    assert len(stripe.Event.list(type="price.*").data) == 3


def test_ended_subscriptions_are_listed_on_request(shop: Shop) -> None:
    sub = shop.subscribe()
    stripe.Subscription.cancel(sub.id)

    assert not stripe.Subscription.list().data
    assert len(stripe.Subscription.list(status="all").data) == 1
    assert len(stripe.Subscription.list(status="ended").data) == 1
    assert len(stripe.Subscription.list(status="canceled").data) == 1


def test_what_is_asked_for_is_expanded(shop: Shop) -> None:
    sub = shop.subscribe(
        expand=["customer", "latest_invoice.payments.data.payment.payment_intent.latest_charge"]
    )

    assert isinstance(sub.customer, stripe.Customer)
    invoice = sub.latest_invoice
    assert isinstance(invoice, stripe.Invoice)
    assert invoice.payments is not None
    intent = invoice.payments.data[0].payment.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert isinstance(intent.latest_charge, stripe.Charge)
    listed = stripe.Subscription.list(expand=["data.customer"]).data[0]
    assert isinstance(listed.customer, stripe.Customer)
    plain = stripe.Invoice.retrieve(invoice.id)
    assert "payments" not in plain
    with pytest.raises(stripe.InvalidRequestError, match="data"):
        stripe.Subscription.list(expand=["customer"])


def test_a_key_holds_when_many_ask_at_once() -> None:
    def create(_number: int) -> str:
        return stripe.Customer.create(name="Ada", idempotency_key="all at once").id

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(create, range(12)))

    assert len(made) == 1
    assert len(stripe.Customer.list().data) == 1


def test_no_other_address_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe, "api_base", "https://stripe.example")

    with pytest.raises(stripe.APIConnectionError, match=r"https://stripe.example/v1/customers"):
        stripe.Customer.list()


def test_an_answer_has_its_headers_in_any_case() -> None:
    made = stripe.Customer.create(name="Ada").last_response

    assert made is not None
    assert made.headers["Request-Id"] == made.headers["request-id"] == made.request_id


def test_nothing_waits_for_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_thread: threading.Thread) -> None:
        raise AssertionError("a thread was started")

    monkeypatch.setattr(threading.Thread, "start", refused)

    assert stripe.Customer.list().data == []
