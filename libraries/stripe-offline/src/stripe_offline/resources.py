"""The table of resources: everything that the API does, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import (
    checkout,
    clocks,
    discounts,
    disputes,
    invoice_items,
    invoicing,
    meters,
    pending,
    portal,
    simple,
)
from .cards import method_from
from .customers import belongs_to, create_customer, delete_customer
from .errors import missing_object
from .kinds import LISTS
from .prices import create_price, plan_of
from .rendering import ADDRESSES
from .routes import Resource, Route, listed
from .standing import ENDED
from .subscriptions import cancel, create_subscription

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["ROUTES"]


def _subscription_of(_ledger: Ledger, obj: Obj, value: str) -> bool:
    return bool(obj["_subscription"] == value)


def _status(_ledger: Ledger, sub: Obj, value: str) -> bool:
    return value == "all" or sub["status"] in (ENDED if value == "ended" else (value,))


def _has_price(ledger: Ledger, sub: Obj, value: str) -> bool:
    items = ledger.find("subscription_item", subscription=sub["id"])
    return any(item["price"]["id"] == value for item in items)


def _recurring(_ledger: Ledger, price: Obj, value: dict[str, Any]) -> bool:
    own = price["recurring"] or {}
    return all(own.get(name) == wanted for name, wanted in value.items())


def _type(_ledger: Ledger, event: Obj, value: str) -> bool:
    return bool(
        event["type"] == value
        or (event["type"].startswith(value.removesuffix("*")) and value.endswith("*"))
    )


RESOURCES = (
    Resource(
        kind="product",
        path="products",
        params="Product",
        create=simple.create_product,
    ),
    Resource(
        kind="price",
        path="prices",
        params="Price",
        create=create_price,
        filters={
            "lookup_keys": lambda _ledger, one, value: one["lookup_key"] in value,
            "recurring": _recurring,
        },
    ),
    Resource(
        kind="coupon",
        path="coupons",
        params="Coupon",
        create=discounts.create_coupon,
        delete=simple.delete,
    ),
    Resource(
        kind="promotion_code",
        path="promotion_codes",
        params="PromotionCode",
        create=discounts.create_promotion_code,
        update=discounts.update_promotion_code,
        filters={"coupon": lambda _ledger, one, value: one["promotion"]["coupon"] == value},
    ),
    Resource(
        kind="customer",
        path="customers",
        params="Customer",
        create=create_customer,
        update=simple.update_customer,
        delete=delete_customer,
    ),
    Resource(
        kind="payment_method",
        path="payment_methods",
        params="PaymentMethod",
        actions=(
            ("attach", "Attach", simple.attach_method),
            ("detach", "Detach", simple.detach_method),
        ),
        filters={"customer": belongs_to},
        find=lambda ledger, name: method_from(ledger, name, param=""),
    ),
    Resource(
        kind="checkout.session",
        path="checkout/sessions",
        params="checkout.Session",
        create=checkout.create_session,
        actions=(("expire", "Expire", checkout.expire_session),),
    ),
    Resource(
        kind="subscription",
        path="subscriptions",
        params="Subscription",
        create=create_subscription,
        update=pending.update,
        filters={"status": _status, "price": _has_price},
        hidden=lambda sub, params: "status" not in params and sub["status"] in ENDED,
    ),
    Resource(
        kind="invoice",
        path="invoices",
        params="Invoice",
        create=invoicing.create_invoice,
        actions=(
            ("finalize", "FinalizeInvoice", invoicing.finalize_invoice),
            ("pay", "Pay", invoicing.pay_invoice),
            ("void", "VoidInvoice", invoicing.void_invoice),
        ),
        filters={"subscription": _subscription_of},
    ),
    Resource(
        kind="invoiceitem",
        path="invoiceitems",
        params="InvoiceItem",
        create=invoice_items.create_item,
        filters={"pending": lambda _ledger, one, value: (one["invoice"] is None) == value},
    ),
    Resource(
        kind="invoice_payment", path="invoice_payments", params="InvoicePayment", updates=False
    ),
    Resource(
        kind="payment_intent",
        path="payment_intents",
        params="PaymentIntent",
        updates=False,
    ),
    Resource(kind="setup_intent", path="setup_intents", params="SetupIntent", updates=False),
    Resource(kind="charge", path="charges", params="Charge"),
    Resource(kind="refund", path="refunds", params="Refund", create=disputes.create_refund),
    Resource(
        kind="dispute",
        path="disputes",
        params="Dispute",
        update=disputes.update_dispute,
        actions=(("close", "Close", disputes.close_dispute),),
    ),
    Resource(
        kind="balance_transaction",
        path="balance_transactions",
        params="BalanceTransaction",
        updates=False,
    ),
    Resource(
        kind="webhook_endpoint",
        path="webhook_endpoints",
        params="WebhookEndpoint",
        create=simple.create_endpoint,
        update=simple.update_endpoint,
        delete=simple.delete,
    ),
    Resource(
        kind="event",
        path="events",
        params="Event",
        updates=False,
        filters={
            "delivery_success": lambda _ledger, one, value: value == (not one["pending_webhooks"]),
            "type": _type,
            "types": lambda ledger, one, value: any(_type(ledger, one, word) for word in value),
        },
    ),
    Resource(
        kind="test_helpers.test_clock",
        path="test_helpers/test_clocks",
        params="test_helpers.TestClock",
        create=clocks.create_clock,
        updates=False,
        actions=(("advance", "Advance", clocks.advance_clock),),
    ),
    Resource(
        kind="billing.meter",
        path="billing/meters",
        params="billing.Meter",
        create=meters.create_meter,
        actions=(
            ("deactivate", "Deactivate", meters.deactivate),
            ("reactivate", "Reactivate", meters.reactivate),
        ),
    ),
)


def _account(ledger: Ledger, _params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
    return simple.the_account(ledger)


def _cancel(ledger: Ledger, params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
    return cancel(ledger, ledger.get("subscription", ids[0]), params)


def _plan(ledger: Ledger, _params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
    price = ledger.store.get(ids[0])
    if price is None or not price.get("recurring"):
        raise missing_object("plan", ids[0], status=404)
    return plan_of(price)


def _portal_session(ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
    return portal.create_session(ledger, params)


def _none(ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
    return listed(ledger, [], params, "")


def _part(kind: str, name: str) -> Route:
    """Return the route that lists a part of an object page by page."""
    part = LISTS[kind, name]

    def answer(ledger: Ledger, params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
        ledger.get(kind, ids[0])
        found = ledger.find(part.kind, **{part.by: ids[0]})[::-1] if part.kind else []
        return listed(ledger, found, params, f"/v1/{ADDRESSES[kind]}/{ids[0]}/{name}")

    # all of them take what every list takes
    return Route("GET", f"{ADDRESSES[kind]}/{{}}/{name}", "InvoiceLineItemListParams", answer)


ROUTES: tuple[Route, ...] = (
    # the particular ones first: an id may be any word
    Route("POST", "invoices/create_preview", "InvoiceCreatePreviewParams", invoicing.preview),
    Route("POST", "billing/meter_events", "billing.MeterEventCreateParams", meters.create_event),
    Route("GET", "account", "AccountRetrieveCurrentParams", _account),
    Route("GET", "accounts/{}", "AccountRetrieveParams", _account),
    Route("GET", "accounts", "AccountListParams", _none),  # it lists connected ones only
    Route("GET", "plans/{}", "PlanRetrieveParams", _plan),
    Route("DELETE", "subscriptions/{}", "SubscriptionCancelParams", _cancel),
    Route("POST", "billing_portal/sessions", "billing_portal.SessionCreateParams", _portal_session),
    Route("GET", "products/{}/features", "ProductListFeaturesParams", _none),
    *(_part(kind, name) for kind, name in LISTS if (kind, name) != ("subscription", "items")),
    *(route for resource in RESOURCES for route in resource.routes()),
)
