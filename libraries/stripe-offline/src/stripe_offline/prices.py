"""Prices: what a quantity costs, and the older ``plan`` that subscription items still show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .kinds import KINDS
from .shapes import blank

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["amount_of", "create_price", "plan_of", "price_from"]


def create_price(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a price, and its product if that is described rather than named."""
    given = dict(params)
    if described := given.pop("product_data", None):
        given["product"] = ledger.add("product", active=True, type="service", **described)["id"]
    if "product" not in given:
        raise invalid("You must specify either `product` or `product_data`.", param="product")
    ledger.get("product", given["product"], param="product")
    amounts = ("unit_amount", "unit_amount_decimal", "custom_unit_amount", "tiers")
    if all(given.get(name) is None for name in amounts):
        raise invalid(
            "Exactly one of `unit_amount`, `unit_amount_decimal`, `custom_unit_amount` or `tiers`"
            " is required.",
            param="unit_amount",
        )
    key = given.get("lookup_key")
    for other in ledger.find("price", lookup_key=key) if key else []:
        if not given.get("transfer_lookup_key"):
            message = f"A price (`{other['id']}`) already uses that lookup key."
            raise invalid(message, param="lookup_key", code="resource_already_exists")
        with ledger.changing(other) as price:
            price["lookup_key"] = None
    given.pop("transfer_lookup_key", None)
    recurring = given.pop("recurring", None)
    whole = {
        "interval_count": 1,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
    if recurring and recurring.get("usage_type") == "metered":
        ledger.get("billing.meter", recurring.get("meter") or "", param="recurring[meter]")
    price = _described(given) | {
        "type": "recurring" if recurring else "one_time",
        "recurring": whole | recurring if recurring else None,
    }
    return ledger.add("price", **price)


def price_from(ledger: Ledger, params: dict[str, Any], path: str = "") -> Obj:
    """Return the price that an item names, or make the one it describes in place."""
    if described := params.get("price_data"):
        return create_price(ledger, described | {"active": False})
    where = f"{path}[price]" if path else "price"
    if not params.get("price"):
        raise invalid(f"Missing required param: {where}.", param=where, code="parameter_missing")
    price = ledger.get("price", params["price"], param=where)
    if not price["active"]:
        message = "The price specified is inactive. This field only accepts active prices."
        raise invalid(message, param=where)
    return price


def _described(given: dict[str, Any]) -> dict[str, Any]:
    tiers = given.pop("tiers", None)
    amount = given.get("unit_amount")
    exact = given.get("unit_amount_decimal")
    if amount is None and exact is not None:
        amount = int(float(exact)) if float(exact).is_integer() else None
    return {
        "active": True,
        "billing_scheme": "tiered" if tiers else "per_unit",
        "tax_behavior": "unspecified",
        **given,
        "currency": given["currency"].lower(),
        "unit_amount": amount,
        "unit_amount_decimal": None if amount is None and exact is None else str(exact or amount),
        "tiers": [_tier(tier) for tier in tiers] if tiers else None,
    }


def _tier(given: dict[str, Any]) -> dict[str, Any]:
    ends = given["up_to"]
    return {
        "flat_amount": given.get("flat_amount"),
        "flat_amount_decimal": None,
        "unit_amount": given.get("unit_amount"),
        "unit_amount_decimal": str(given.get("unit_amount_decimal", given.get("unit_amount", 0))),
        "up_to": None if ends == "inf" else int(ends),
    }


def amount_of(price: Obj, quantity: int) -> int:
    """Return what a quantity costs, in the currency's smallest unit."""
    if not price["tiers"]:
        return round(float(price["unit_amount_decimal"] or 0) * quantity)
    total, below = 0.0, 0
    for tier in price["tiers"]:
        ends = quantity if tier["up_to"] is None else min(quantity, tier["up_to"])
        each, flat = float(tier["unit_amount_decimal"] or 0), tier["flat_amount"] or 0
        if price["tiers_mode"] == "volume":
            if ends == quantity:
                return round(each * quantity) + flat
            continue
        if ends > below:
            total += (ends - below) * each + flat
            below = ends
    return round(total)


def plan_of(price: Obj) -> Obj:
    """Return a recurring price in the shape it had before there were prices."""
    recurring = price["recurring"]
    plan = blank(KINDS["plan"].shape)
    shared = set(plan) & set(price) - {"object", "tiers"}
    plan |= {name: price[name] for name in shared}
    plan |= {name: recurring[name] for name in set(plan) & set(recurring)}
    plan |= {"object": "plan", "amount": price["unit_amount"], "tiers_mode": price["tiers_mode"]}
    plan["amount_decimal"] = price["unit_amount_decimal"]
    plan.pop("tiers", None)
    return plan
