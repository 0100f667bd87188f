"""The items of subscriptions: what is subscribed to, how many, and what a change is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .lines import item_line
from .meters import is_metered, used
from .prices import amount_of, plan_of, price_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .ledger import Ledger
    from .store import Obj

__all__ = [
    "add_item",
    "change_items",
    "items_of",
    "period_lines",
    "prorate",
    "set_period",
    "usage_lines",
]


def items_of(ledger: Ledger, sub: Obj) -> list[Obj]:
    """Return the items of a subscription, oldest first."""
    return ledger.find("subscription_item", subscription=sub["id"])[::-1]


def add_item(ledger: Ledger, sub: Obj, given: dict[str, Any], path: str) -> Obj:
    """Add an item for a recurring price."""
    price = price_from(ledger, given, path)
    if not price["recurring"]:
        message = (
            "The price specified is set to `type=one_time` but this field only accepts prices"
            " with `type=recurring`."
        )
        raise invalid(message, param=f"{path}[price]")
    for other in items_of(ledger, sub):
        if other["price"]["currency"] != price["currency"]:
            raise invalid("All prices on a subscription must have the same currency.", param=path)
        if _interval(other["price"]) != _interval(price):
            message = "All prices on a subscription must have the same billing interval."
            raise invalid(message, param=path)
    metered = is_metered({"price": price})
    if metered and given.get("quantity") is not None:
        raise invalid("Quantity should not be specified where usage_type is metered.", param=path)
    return ledger.add(
        "subscription_item",
        owner=sub,
        current_period_start=sub["_start"],
        current_period_end=sub["_end"],
        metadata=given.get("metadata") or {},
        plan=plan_of(price),
        price=price,
        quantity=None if metered else given.get("quantity", 1),
        subscription=sub["id"],
        tax_rates=[],
        _since=ledger.now(sub),
    )


def _interval(price: Obj) -> tuple[str, int]:
    return price["recurring"]["interval"], price["recurring"]["interval_count"]


def change_items(ledger: Ledger, sub: Obj, changes: list[dict[str, Any]]) -> bool:
    """Change, add and delete items; return whether the billing interval is another one now."""
    before = items_of(ledger, sub)
    mine = {item["id"] for item in before}
    # a price of another interval may stand in for the last one of the old
    gone = [one for one in changes if one.get("deleted")]
    kept = [one for one in changes if one.get("id") and not one.get("deleted")]
    new = [one for one in changes if not one.get("id")]
    for number, change in enumerate([*gone, *kept]):
        path = f"items[{number}]"
        if change["id"] not in mine:
            message = f"Invalid subscription item: {change['id']}"
            raise invalid(message, param=f"{path}[id]", code="resource_missing")
        item = ledger.get("subscription_item", change["id"])
        if change.get("deleted"):
            ledger.store.delete(item["id"])
            continue
        if change.get("price") or change.get("price_data"):
            item["price"] = price_from(ledger, change, path)
            item["plan"] = plan_of(item["price"])
        item["quantity"] = change.get("quantity", item["quantity"])
        item["metadata"] |= change.get("metadata") or {}
        ledger.store.put(item)
    for number, change in enumerate(new):
        add_item(ledger, sub, change, f"items[{number}]")
    after = items_of(ledger, sub)
    if not after:
        raise invalid("A subscription must have at least one active plan.", param="items")
    intervals = {_interval(item["price"]) for item in after}
    if len(intervals) > 1:
        raise invalid("All prices on a subscription must have the same billing interval.")
    return intervals != {_interval(item["price"]) for item in before}


def set_period(ledger: Ledger, sub: Obj, start: int, end: int) -> None:
    """Move a subscription and its items to a period."""
    sub |= {"_start": start, "_end": end}
    for item in items_of(ledger, sub):
        item |= {"current_period_start": start, "current_period_end": end, "_since": start}
        ledger.store.put(item)


def period_lines(ledger: Ledger, sub: Obj, **fields: Any) -> list[dict[str, Any]]:
    """Return a line for each item that is paid ahead, for the subscription's current period."""
    return [
        item_line(ledger, item, sub["_start"], sub["_end"], **fields)
        for item in items_of(ledger, sub)
        if not is_metered(item)
    ]


def usage_lines(ledger: Ledger, sub: Obj) -> list[dict[str, Any]]:
    """Return a line for each item whose usage is paid, for the period that is over; trials none."""
    if sub["status"] == "trialing":
        return []
    return [
        _usage_line(ledger, sub, item, sub["_end"])
        for item in items_of(ledger, sub)
        if is_metered(item)
    ]


def _usage_line(ledger: Ledger, sub: Obj, item: Obj, until: int) -> dict[str, Any]:
    quantity = used(ledger, sub, item, until)
    return item_line(ledger, item | {"quantity": quantity}, item["_since"], until)


def prorate(
    ledger: Ledger, sub: Obj, before: Iterable[Obj], at: int, *, only_credit: bool = False
) -> None:
    """Add items to the next invoice for what a change is worth until the period ends.

    Args:
        ledger: Where everything is.
        sub: The subscription, already changed.
        before: Its items as they were.
        at: When the change counts from.
        only_credit: Whether what is new is charged for in full elsewhere.
    """
    left, whole = sub["_end"] - at, sub["_end"] - sub["_start"]
    old = {item["id"]: item for item in before}
    now = {item["id"]: item for item in items_of(ledger, sub)}
    for name in [*old, *(name for name in now if name not in old)]:
        was, becomes = old.get(name), now.get(name)
        if is_metered(was or becomes or {}):
            if was and not becomes:  # what was used of it so far is paid, at its price
                _add_proration(ledger, sub, was, _usage_line(ledger, sub, was, at + 1))
            continue
        if was and becomes and not only_credit and _same(was, becomes):
            continue
        sides = [(was, -1, "Unused time on")]
        if not only_credit:
            sides.append((becomes, 1, "Remaining time on"))
        for item, sign, words in sides:
            if item is None:
                continue
            full = amount_of(item["price"], item["quantity"] or 0)
            amount = sign * round(full * left / whole)
            if amount:
                line = item_line(ledger, item, at, sub["_end"], amount=amount)
                line["description"] = f"{words} {line['description'].partition(' (')[0]}"
                _add_proration(ledger, sub, item, line)


def _same(one: Obj, two: Obj) -> bool:
    return (one["price"]["id"], one["quantity"]) == (two["price"]["id"], two["quantity"])


def _add_proration(ledger: Ledger, sub: Obj, item: Obj, line: dict[str, Any]) -> None:
    parent = {"subscription": sub["id"], "subscription_item": item["id"]}
    copied = ("amount", "currency", "description", "period", "pricing", "quantity")
    ledger.add(
        "invoiceitem",
        owner=sub,
        customer=sub["customer"],
        date=line["period"]["start"],
        discountable=False,
        parent={"subscription_details": parent, "type": "subscription_details"},
        discounts=[],
        proration=True,
        tax_rates=[],
        quantity_decimal=str(line["quantity"]),
        _subscription=sub["id"],
        _subscription_item=item["id"],
        **{name: line[name] for name in copied},
    )
