"""What the stand-in answers, resource by resource with its place in Stripe's API reference.

The README shows this table, and what is refused is refused by it: whoever asks for more than there
is learns what there is instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from stripe import _v1_services

from .resources import ROUTES

__all__ = ["Row", "refusal", "table"]

_PLACES: dict[str, tuple[str, str]] = {
    "accounts": ("Accounts", "accounts"),
    "balance_transactions": ("Balance transactions", "balance_transactions"),
    "billing/meter_events": ("Meter events", "billing/meter-event"),
    "billing/meters": ("Meters", "billing/meter"),
    "billing_portal/sessions": ("Customer portal sessions", "customer_portal/sessions"),
    "charges": ("Charges", "charges"),
    "checkout/sessions": ("Checkout sessions", "checkout/sessions"),
    "coupons": ("Coupons", "coupons"),
    "customers": ("Customers", "customers"),
    "disputes": ("Disputes", "disputes"),
    "events": ("Events", "events"),
    "invoice_payments": ("Invoice payments", "invoice-payment"),
    "invoiceitems": ("Invoice items", "invoiceitems"),
    "invoices": ("Invoices", "invoices"),
    "payment_intents": ("Payment intents", "payment_intents"),
    "payment_methods": ("Payment methods", "payment_methods"),
    "plans": ("Plans", "plans"),
    "prices": ("Prices", "prices"),
    "products": ("Products", "products"),
    "promotion_codes": ("Promotion codes", "promotion_codes"),
    "refunds": ("Refunds", "refunds"),
    "setup_intents": ("Setup intents", "setup_intents"),
    "subscriptions": ("Subscriptions", "subscriptions"),
    "test_helpers/test_clocks": ("Test clocks", "test_clocks"),
    "webhook_endpoints": ("Webhook endpoints", "webhook_endpoints"),
}
"""Resources by their path below ``/v1/``: what each is called, and where it is below
https://docs.stripe.com/api/."""

_ALIASES = {"account": "accounts"}


@dataclass(frozen=True)
class Row:
    """A resource of the table.

    Attributes:
        name: What Stripe's reference calls it.
        url: Where that reference describes it.
        requests: What is answered, such as ``"GET customers/{}"``, in the order of the paths.
    """

    name: str
    url: str
    requests: tuple[str, ...]


def table() -> list[Row]:
    """Return a row for each resource, by name."""
    found: dict[str, list[str]] = {}
    for route in ROUTES:
        found.setdefault(_resource(route.path), []).append(f"{route.method} {route.path}")
    rows = [_row(path, requests) for path, requests in found.items()]
    return sorted(rows, key=lambda row: row.name)


def refusal(method: str, path: str) -> str:
    """Return what to say of a request that nothing answers.

    Args:
        method: Its HTTP method.
        path: Its path below ``/v1/``.
    """
    if place := _PLACES.get(_resource(path)):
        row = next(row for row in table() if row.name == place[0])
        return (
            f"Stripe offline does not answer {method} {path}. Of {row.name} ({row.url}) it answers:"
            f" {', '.join(row.requests)}."
        )
    names = path.split("/")
    if names[0] in _v1_services._subservices:  # noqa: SLF001 - the library lists its own nowhere else
        return (
            f"Stripe offline does not have {names[0].replace('_', ' ')}, so it does not answer"
            f" {method} {path}. Its README has the table of what it answers."
        )
    return f"Unrecognized request URL ({method}: /v1/{path}). Stripe has no such address."


def _resource(path: str) -> str:
    """Return the resource that a path is about: the first names of it that the table has."""
    names = path.split("/")
    first = _ALIASES.get(names[0], names[0])
    return first if first in _PLACES else "/".join(names[:2])


def _row(path: str, requests: list[str]) -> Row:
    name, place = _PLACES[path]
    return Row(name, f"https://docs.stripe.com/api/{place}", tuple(sorted(requests, key=_key)))


def _key(request: str) -> tuple[str, str]:
    method, path = request.split(" ")
    return path, method
