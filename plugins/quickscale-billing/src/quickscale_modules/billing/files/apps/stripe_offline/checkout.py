"""Checkout sessions, from their creation to what a person does on the hosted page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.stripe_offline import invoices
from apps.stripe_offline.cards import attach, method_from
from apps.stripe_offline.customers import create_customer
from apps.stripe_offline.discounts import discount_amount, redeem
from apps.stripe_offline.errors import Refusal, invalid
from apps.stripe_offline.lines import pricing_of
from apps.stripe_offline.origin import learn_origin, page_address
from apps.stripe_offline.payments import create_intent, pay_intent
from apps.stripe_offline.periods import DAY
from apps.stripe_offline.prices import amount_of, price_from
from apps.stripe_offline.subscriptions import create_subscription

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = ["apply_discount", "complete", "create_session", "expire", "first_payment"]

_KEPT = (
    "allow_promotion_codes", "automatic_tax", "billing_address_collection", "cancel_url",
    "client_reference_id", "custom_fields", "custom_text", "customer_email", "locale", "metadata",
    "mode", "phone_number_collection", "return_url", "submit_type", "success_url",
    "tax_id_collection", "ui_mode",
)  # fmt: skip


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
        _asked={name: params.get(name) for name in ("subscription_data", "payment_intent_data")},
        _due=params.get("expires_at") or now + DAY,
        **{name: params[name] for name in _KEPT if name in params and name != "automatic_tax"},
    )
    session["_clock"] = ""  # it expires in real time: a person looks at its page
    session["automatic_tax"] |= params.get("automatic_tax") or {}
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
    quantity = given.get("quantity", 1)
    product = ledger.get("product", price["product"])
    session["currency"] = price["currency"]
    if session["mode"] == "payment" and price["recurring"]:
        message = (
            "You specified `payment` mode but passed a recurring price. Either switch to"
            " `subscription` mode or use only one-time prices."
        )
        raise invalid(message, param=f"{path}[price]")
    ledger.add(
        "item",
        amount_total=amount_of(price, quantity),
        amount_subtotal=amount_of(price, quantity),
        currency=price["currency"],
        description=product["name"],
        price=price,
        quantity=quantity,
        _session=session["id"],
        _adjustable=given.get("adjustable_quantity"),
    )


def first_payment(ledger: Ledger, session: Obj) -> list[Obj]:
    """Return the lines of a session that are paid at once: a trial leaves the one-off ones."""
    asked = session["_asked"]["subscription_data"] or {}
    trial = asked.get("trial_period_days") or asked.get("trial_end")
    lines = ledger.find("item", _session=session["id"])[::-1]
    return [line for line in lines if not (trial and line["price"]["recurring"])]


def _add_up(ledger: Ledger, session: Obj) -> None:
    lines = first_payment(ledger, session)
    subtotal = sum(line["amount_subtotal"] for line in lines)
    off = 0
    for given in session["discounts"] or []:
        name = given["coupon"]
        if given["promotion_code"]:
            code = ledger.get("promotion_code", given["promotion_code"], param="discounts")
            name = code["promotion"]["coupon"]
        coupon = ledger.get("coupon", name, param="discounts[0][coupon]")
        as_lines = [
            {
                "id": line["id"],
                "_left": line["amount_subtotal"],
                "discountable": True,
                "pricing": pricing_of(line["price"]),
            }
            for line in lines
        ]
        discount = {"source": {"coupon": coupon["id"]}, "end": None}
        off += sum(discount_amount(ledger, discount, as_lines, ledger.now()).values())
    session |= {"amount_subtotal": subtotal, "amount_total": subtotal - off}
    session["total_details"] = {"amount_discount": off, "amount_shipping": 0, "amount_tax": 0}
    ledger.store.put(session)


def apply_discount(ledger: Ledger, session: Obj, code: Obj | None) -> None:
    """Take a promotion code that a person typed, or none."""
    session["discounts"] = [{"coupon": None, "promotion_code": code["id"]}] if code else []
    _add_up(ledger, session)


def expire(ledger: Ledger, session: Obj, _params: dict[str, Any]) -> Obj:
    """Close a session that nobody completed."""
    if session["status"] != "open":
        message = 'Only Checkout Sessions with a status in ["open"] can be expired.'
        raise invalid(message)
    with ledger.changing(session, "checkout.session.expired"):
        session |= {"status": "expired", "url": None, "_due": None}
    return session


def complete(
    ledger: Ledger, session: Obj, *, card: str | None, email: str, confirmed: bool = False
) -> Refusal | None:
    """Do what a person asked for on the page; return why the payment failed, or ``None``.

    Args:
        ledger: Where everything is.
        session: The session, open.
        card: The id of a test card, or ``None`` where none is asked for.
        email: What the person gave, for a customer that is new.
        confirmed: Whether the card's owner has confirmed the payment.
    """
    try:
        with ledger.store.transaction():
            try:
                _complete(ledger, session, card=card, email=email, confirmed=confirmed)
            except Refusal as refusal:
                # nothing stays of what failed: the person tries again on the same page
                raise Refusal(refusal.status, refusal.error) from refusal
    except Refusal as refusal:
        return refusal
    return None


def _complete(
    ledger: Ledger, session: Obj, *, card: str | None, email: str, confirmed: bool
) -> None:
    if session["customer"]:
        customer = ledger.get("customer", session["customer"])
    else:
        customer = create_customer(ledger, {"email": session["customer_email"] or email})
    method = None
    if card:
        given = {"email": email or customer["email"], "name": customer["name"], "phone": None}
        details = {"address": None, "tax_id": None} | given
        method = attach(ledger, method_from(ledger, card, billing_details=details), customer)
    made: dict[str, Any] = {"customer": customer["id"]}
    if session["mode"] == "subscription":
        made |= _subscribe(ledger, session, customer, method, confirmed=confirmed)
    elif session["mode"] == "payment":
        made |= _pay_once(ledger, session, customer, method, confirmed=confirmed)
    else:
        made["setup_intent"] = _set_up(ledger, customer, method)
    details = {"email": customer["email"] or email, "name": customer["name"], "phone": None}
    unpaid = "no_payment_required" if session["mode"] == "setup" else "paid"
    with ledger.changing(session, "checkout.session.completed"):
        session |= made | {
            "status": "complete",
            "payment_status": unpaid
            if session["amount_total"] or session["mode"] == "setup"
            else "no_payment_required",
            "customer_details": {"address": None, "tax_exempt": "none", "tax_ids": []} | details,
            "url": None,
            "_due": None,
        }


def _discounts(session: Obj) -> list[dict[str, Any]]:
    return [{k: v for k, v in one.items() if v} for one in session["discounts"] or []]


def _subscribe(
    ledger: Ledger, session: Obj, customer: Obj, method: Obj | None, *, confirmed: bool
) -> dict[str, Any]:
    asked = dict(session["_asked"]["subscription_data"] or {})
    lines = ledger.find("item", _session=session["id"])[::-1]
    recurring = [line for line in lines if line["price"]["recurring"]]
    for line in lines:
        if not line["price"]["recurring"]:
            _add_once(ledger, line, customer)
    params = asked | {
        "customer": customer["id"],
        "items": [_item(line) for line in recurring],
        "discounts": _discounts(session),
        "default_payment_method": method["id"] if method else None,
        "automatic_tax": session["automatic_tax"],
        "payment_behavior": "default_incomplete",
    }
    sub = create_subscription(ledger, params)
    invoice = ledger.get("invoice", sub["latest_invoice"])
    refusal = invoices.pay(ledger, invoice, method=method, confirmed=confirmed)
    if refusal:
        raise Refusal(refusal.status, refusal.error)
    return {"subscription": sub["id"], "invoice": invoice["id"]}


def _item(line: Obj) -> dict[str, Any]:
    metered = line["price"]["recurring"]["usage_type"] == "metered"
    return {"price": line["price"]["id"]} | ({} if metered else {"quantity": line["quantity"]})


def _add_once(ledger: Ledger, line: Obj, customer: Obj) -> None:
    """Have something bought once stand on the subscription's first invoice."""
    now = ledger.now(customer)
    ledger.add(
        "invoiceitem",
        owner=customer,
        amount=line["amount_subtotal"],
        currency=line["currency"],
        customer=customer["id"],
        date=now,
        description=line["description"],
        discountable=True,
        period={"start": now, "end": now},
        pricing=pricing_of(line["price"]),
        quantity=line["quantity"],
        _subscription=None,
        _subscription_item=None,
    )


def _pay_once(
    ledger: Ledger, session: Obj, customer: Obj, method: Obj | None, *, confirmed: bool
) -> dict[str, Any]:
    for given in _discounts(session):
        redeem(ledger, given, customer, checkout_session=session["id"])
    if not session["amount_total"]:
        return {}
    asked = session["_asked"]["payment_intent_data"] or {}
    intent = create_intent(
        ledger,
        customer,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=customer["id"],
        description=asked.get("description"),
        metadata=asked.get("metadata") or {},
        receipt_email=asked.get("receipt_email"),
    )
    refusal = pay_intent(ledger, intent, method, confirmed=confirmed)
    if refusal:
        raise Refusal(refusal.status, refusal.error)
    return {"payment_intent": intent["id"]}


def _set_up(ledger: Ledger, customer: Obj, method: Obj | None) -> str:
    made = ledger.add(
        "setup_intent",
        owner=customer,
        customer=customer["id"],
        payment_method=method["id"] if method else None,
        payment_method_types=["card"],
        status="succeeded",
        usage="off_session",
    )
    ledger.tell("setup_intent.succeeded", made)
    return str(made["id"])
