"""What the API does with the items of subscriptions: each is a change of the subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.stripe_offline.items import items_of
from apps.stripe_offline.subscriptions import update_subscription

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = ["create_item", "delete_item", "update_item"]


def create_item(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Add an item to a subscription."""
    given = dict(params)
    sub = ledger.get("subscription", given.pop("subscription"), param="subscription")
    known = {item["id"] for item in items_of(ledger, sub)}
    update_subscription(ledger, sub, _as_change(given))
    return next(item for item in items_of(ledger, sub) if item["id"] not in known)


def update_item(ledger: Ledger, item: Obj, params: dict[str, Any]) -> Obj:
    """Change an item of a subscription."""
    sub = ledger.get("subscription", item["subscription"])
    update_subscription(ledger, sub, _as_change(params | {"id": item["id"]}))
    return ledger.get("subscription_item", item["id"])


def delete_item(ledger: Ledger, item: Obj, params: dict[str, Any]) -> Obj:
    """Take an item from a subscription."""
    sub = ledger.get("subscription", item["subscription"])
    update_subscription(ledger, sub, _as_change(params | {"id": item["id"], "deleted": True}))
    return {"id": item["id"], "object": "subscription_item", "deleted": True}


def _as_change(given: dict[str, Any]) -> dict[str, Any]:
    """Return an item's parameters as those of its subscription."""
    whole = ("proration_behavior", "proration_date", "payment_behavior")
    own = {name: value for name, value in given.items() if name not in whole}
    return {"items": [own]} | {name: given[name] for name in whole if name in given}
