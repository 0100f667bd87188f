"""Coupons, the codes that stand for them, and the discounts that come of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .ledger import new_id
from .periods import period_end
from .routes import overlay

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = [
    "create_coupon",
    "create_promotion_code",
    "discount_amount",
    "find_code",
    "lasting",
    "redeem",
    "update_promotion_code",
]


def create_coupon(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a coupon; without an id of one's choice it gets a random one."""
    if (params.get("percent_off") is None) == (params.get("amount_off") is None):
        raise invalid("Must provide percent_off or amount_off, but not both", param="percent_off")
    if params.get("amount_off") and not params.get("currency"):
        raise invalid("You must pass currency when passing amount_off", param="currency")
    if params.get("duration") == "repeating" and not params.get("duration_in_months"):
        message = "You must pass duration_in_months when passing duration=repeating"
        raise invalid(message, param="duration_in_months")
    given = dict(params)
    name = given.pop("id", None)
    if name and ledger.store.get(name):
        raise invalid("Coupon already exists.", param="id", code="resource_already_exists")
    start: dict[str, Any] = {"duration": "once", "valid": True}
    fields = start | given | ({"id": name} if name else {})
    return ledger.add("coupon", **fields)


def create_promotion_code(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a code that customers may type."""
    promotion = params["promotion"]
    ledger.get("coupon", promotion["coupon"], param="promotion[coupon]")
    code = params.get("code") or _random_code()
    if find_code(ledger, code):
        message = f"An active promotion code with `code: {code}` already exists."
        raise invalid(message, param="code", code="resource_already_exists")
    rules = {
        "first_time_transaction": False,
        "minimum_amount": None,
        "minimum_amount_currency": None,
    } | params.get("restrictions", {})
    fields = {"active": True} | params | {"code": code, "restrictions": rules}
    return ledger.add("promotion_code", **fields)


def update_promotion_code(ledger: Ledger, code: Obj, params: dict[str, Any]) -> Obj:
    """Change a code; one whose coupon is gone or used up is not switched on again."""
    coupon = ledger.store.get(code["promotion"]["coupon"])
    if params.get("active") and not (coupon and coupon["valid"]):
        message = "This promotion code cannot be activated because its coupon is not valid."
        raise invalid(message, param="active")
    return overlay(ledger, code, params)


def _random_code() -> str:
    return new_id("").upper()


def find_code(ledger: Ledger, code: str) -> Obj | None:
    """Return the active promotion code that somebody typed, or ``None``."""
    found = [
        one
        for one in ledger.find("promotion_code", active=True)
        if one["code"].lower() == code.lower()
    ]
    return found[0] if found else None


def redeem(ledger: Ledger, given: dict[str, Any], customer: Obj, **target: Any) -> Obj:
    """Make a discount of a coupon or a promotion code, and count the redemption.

    Args:
        ledger: Where they are.
        given: ``coupon``, ``promotion_code`` or ``discount``, as the API takes them.
        customer: Whose it is.
        target: What it applies to, as fields of the discount.

    Raises:
        Refusal: When it is used up, expired, or not for this customer.
    """
    if given.get("discount"):
        return ledger.get("discount", given["discount"], param="discounts")
    code = None
    if given.get("promotion_code"):
        name = given["promotion_code"]
        code = ledger.get("promotion_code", name, param="discounts[0][promotion_code]")
        _check_code(ledger, code, customer)
    name = code["promotion"]["coupon"] if code else given.get("coupon")
    if not name:
        raise invalid("Must provide a coupon or a promotion code.", param="discounts")
    coupon = ledger.get("coupon", name, param="discounts[0][coupon]")
    now = ledger.now(customer)
    if not coupon["valid"] or (coupon["redeem_by"] or now) < now:
        raise invalid(f"Coupon expired: {name}", param="coupon", code="coupon_expired")
    for used in [coupon, code] if code else [coupon]:
        used["times_redeemed"] += 1
        if used["object"] == "coupon" and used["times_redeemed"] == used["max_redemptions"]:
            used["valid"] = False
        ledger.store.put(used)
    end = None
    if coupon["duration"] == "repeating":
        every = {"interval": "month", "interval_count": coupon["duration_in_months"]}
        end = period_end(now, now, every)
    return ledger.add(
        "discount",
        owner=customer,
        customer=customer["id"],
        source={"type": "coupon", "coupon": coupon["id"]},
        promotion_code=code["id"] if code else None,
        start=now,
        end=end,
        **target,
    )


def _check_code(ledger: Ledger, code: Obj, customer: Obj) -> None:
    now = ledger.now(customer)
    used_up = code["max_redemptions"] and code["times_redeemed"] >= code["max_redemptions"]
    gone = not code["active"] or used_up or (code["expires_at"] or now) < now
    if gone or code["customer"] not in (None, customer["id"]):
        message = "This promotion code cannot be redeemed: it is expired, used up or not active."
        raise invalid(message, param="promotion_code", code="promotion_code_expired")
    paid = [one for one in ledger.find("charge", customer=customer["id"]) if one["paid"]]
    if code["restrictions"]["first_time_transaction"] and paid:
        message = (
            "This promotion code cannot be redeemed because the associated customer has prior"
            " transactions."
        )
        raise invalid(message, code="promotion_code_customer_not_first_time")


def discount_amount(ledger: Ledger, discount: Obj, lines: list[Obj], now: int) -> dict[str, int]:
    """Return how much a discount takes off each line, by the lines' ids.

    Args:
        ledger: Where the coupon is.
        discount: The discount.
        lines: The lines of one invoice, with what is still left of them as ``_left``.
        now: The invoice's time, by which the discount may be over.
    """
    coupon = ledger.store.get(discount["source"]["coupon"])
    if coupon is None or (discount["end"] and discount["end"] <= now):
        return {}
    only = (coupon.get("applies_to") or {}).get("products")
    open_lines = [
        line
        for line in lines
        if line["discountable"]
        and line["_left"] > 0
        and (not only or line["pricing"]["price_details"]["product"] in only)
    ]
    if coupon["percent_off"]:
        return {
            line["id"]: round(line["_left"] * coupon["percent_off"] / 100) for line in open_lines
        }
    left = coupon["amount_off"] or 0
    taken = {}
    for line in open_lines:
        taken[line["id"]] = min(left, line["_left"])
        left -= taken[line["id"]]
    return taken


def lasting(ledger: Ledger, names: list[str]) -> list[str]:
    """Return the discounts that are not over after one invoice."""
    coupons = {name: ledger.get("discount", name)["source"]["coupon"] for name in names}
    return [
        name
        for name, coupon in coupons.items()
        if (ledger.store.get(coupon) or {}).get("duration") != "once"
    ]
