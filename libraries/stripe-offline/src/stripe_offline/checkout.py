"""Checkout sessions, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe

from .discounts import discount_amount
from .errors import invalid
from .lines import pricing_of
from .meters import is_metered
from .origin import learn_origin, page_address
from .periods import DAY
from .prices import amount_of, price_from
from .shapes import blank
from .taxes import tax_of, the_rate

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["apply_discount", "create_session", "expire_session", "first_payment"]

_KEPT = (
    "allow_promotion_codes", "automatic_tax", "billing_address_collection", "cancel_url",
    "client_reference_id", "custom_fields", "custom_text", "customer_email", "locale", "metadata",
    "mode", "phone_number_collection", "return_url", "submit_type", "success_url",
    "tax_id_collection", "ui_mode",
)  # fmt: skip


_LATER = ("invoice_creation", "subscription_data")


def create_session(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a session whose page waits for a person."""
    mode = params.get("mode")
    if mode != "setup" and not params.get("line_items"):
        raise invalid(
            "Missing required param: line_items.", param="line_items", code="parameter_missing"
        )
    if not mode:
        raise invalid("Missing required param: mode.", param="mode", code="parameter_missing")
    owner = None
    if params.get("customer"):
        if params.get("customer_email"):
            raise invalid("You may only specify one of these parameters: customer, customer_email.")
        owner = ledger.get("customer", params["customer"], param="customer")
    if mode == "payment" and not (params.get("invoice_creation") or {}).get("enabled"):
        raise invalid("Stripe offline takes one-off payments with an invoice only.", param="mode")
    if params.get("discounts") and params.get("allow_promotion_codes"):
        message = "You may only specify one of these parameters: allow_promotion_codes, discounts."
        raise invalid(message, param="discounts")
    home = params.get("success_url") or params.get("return_url")
    learn_origin(ledger, home)
    if params.get("ui_mode", "hosted_page") in ("hosted", "hosted_page") and not home:
        raise invalid(
            "Missing required param: success_url.", param="success_url", code="parameter_missing"
        )
    now = ledger.now()
    session = ledger.add(
        "checkout.session",
        owner=owner,
        tell=False,
        customer=owner["id"] if owner else None,
        customer_creation="always" if mode == "subscription" else "if_required",
        expires_at=params.get("expires_at") or now + DAY,
        payment_method_collection=params.get("payment_method_collection", "always"),
        payment_method_types=["card"],
        payment_status="unpaid",
        status="open",
        _asked={name: params.get(name) for name in _LATER},
        _due=params.get("expires_at") or now + DAY,
        **{name: params[name] for name in _KEPT if name in params and name != "automatic_tax"},
    )
    session["_clock"] = ""  # it expires in real time: a person looks at its page
    session["automatic_tax"] |= params.get("automatic_tax") or {}
    if session["tax_id_collection"]:
        session["tax_id_collection"] = {"required": "never"} | session["tax_id_collection"]
    session["url"] = page_address(ledger, f"checkout/{session['id']}/")
    for number, given in enumerate(params.get("line_items") or []):
        _add_line(ledger, session, given, f"line_items[{number}]")
    session["discounts"] = [
        {"coupon": given.get("coupon"), "promotion_code": given.get("promotion_code")}
        for given in params.get("discounts") or []
    ]
    _add_up(ledger, session)
    return session


def _add_line(ledger: Ledger, session: Obj, given: dict[str, Any], path: str) -> None:
    price = price_from(ledger, given, path)
    metered = bool(price["recurring"]) and is_metered({"price": price})
    quantity = None if metered else given.get("quantity", 1)
    product = ledger.get("product", price["product"])
    session["currency"] = price["currency"]
    if session["mode"] == "payment" and price["recurring"]:
        message = (
            "You specified `payment` mode but passed a recurring price. Either switch to"
            " `subscription` mode or use only one-time prices."
        )
        raise invalid(message, param=f"{path}[price]")
    if session["mode"] == "subscription" and not price["recurring"]:
        message = "Stripe offline has only recurring prices in `subscription` mode."
        raise invalid(message, param=f"{path}[price]")
    ledger.add(
        "item",
        amount_total=amount_of(price, quantity or 0),
        amount_subtotal=amount_of(price, quantity or 0),
        currency=price["currency"],
        description=product["name"],
        price=price,
        quantity=quantity,
        _session=session["id"],
    )


def first_payment(ledger: Ledger, session: Obj) -> list[Obj]:
    """Return the lines of a session that are paid at once: during a trial none."""
    asked = session["_asked"]["subscription_data"] or {}
    if asked.get("trial_period_days"):
        return []
    return ledger.find("item", _session=session["id"])[::-1]


def _add_up(ledger: Ledger, session: Obj) -> None:
    lines = first_payment(ledger, session)
    subtotal = sum(line["amount_subtotal"] for line in lines)
    left = {line["id"]: line["amount_subtotal"] for line in lines}
    taken: list[dict[str, Any]] = []
    for given in session["discounts"] or []:
        name = given["coupon"]
        if given["promotion_code"]:
            code = ledger.get("promotion_code", given["promotion_code"], param="discounts")
            name = code["promotion"]["coupon"]
        coupon = ledger.get("coupon", name, param="discounts[0][coupon]")
        as_lines = [
            {
                "id": line["id"],
                "_left": left[line["id"]],
                "discountable": True,
                "pricing": pricing_of(line["price"]),
            }
            for line in lines
        ]
        discount = blank(stripe.Discount) | {
            "object": "discount",
            "checkout_session": session["id"],
        }
        discount |= {"source": {"type": "coupon", "coupon": coupon["id"]}}
        discount |= {"promotion_code": given["promotion_code"]}
        amounts = discount_amount(ledger, discount, as_lines, ledger.now())
        left |= {name: left[name] - amount for name, amount in amounts.items()}
        taken.append({"amount": sum(amounts.values()), "discount": discount})
    off, net = sum(one["amount"] for one in taken), sum(left.values())
    tax = sum(map(tax_of, left.values())) if session["automatic_tax"]["enabled"] else 0
    session |= {"amount_subtotal": subtotal, "amount_total": net + tax}
    session["total_details"] = {"amount_discount": off, "amount_shipping": 0, "amount_tax": tax}
    part = {"amount": tax, "rate": the_rate(), "taxability_reason": "standard_rated"}
    taxes = [part | {"taxable_amount": net}] if tax else []
    session["total_details"]["breakdown"] = {"discounts": taken, "taxes": taxes}
    ledger.store.put(session)


def apply_discount(ledger: Ledger, session: Obj, code: Obj | None) -> None:
    """Take a promotion code that a person typed, or none."""
    session["discounts"] = [{"coupon": None, "promotion_code": code["id"]}] if code else []
    _add_up(ledger, session)


def expire_session(ledger: Ledger, session: Obj, _params: dict[str, Any]) -> Obj:
    """Close a session's page before its time (https://docs.stripe.com/api/checkout/sessions/expire)."""
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
            f" Session has a status of `{session['status']}`."
        )
        raise invalid(message)
    with ledger.changing(session, "checkout.session.expired"):
        session |= {"status": "expired", "url": None, "_due": None}
    return session
