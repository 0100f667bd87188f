"""The pages of the stand-in: Checkout, the portal, invoices, and the events."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import checkout as sessions
from . import conf, invoices, portal_page
from .cards import CARDS, method_from
from .checkout_completion import complete
from .clocks import advance_clock, catch_up, start_clock
from .customers import set_default_method
from .delivery import deliver_soon
from .discounts import find_code
from .errors import Refusal
from .ledger import Ledger
from .payments import pay_intent
from .pdf import pdf_of
from .periods import HOUR, later
from .simple import resend_event
from .store import the_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from .store import Obj

__all__ = [
    "advance",
    "checkout",
    "confirm",
    "events",
    "invoice",
    "invoice_pdf",
    "portal",
    "receipt",
    "resend",
    "start",
]


_LONGEST_DAYS = 366


def _page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have a page do all it does at once, and be there only while the stand-in is on.

    It is drawn afterwards: what a context processor asks Stripe for would wait for the page itself.
    """

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, **names: str) -> HttpResponse:
        if not conf.is_on():
            raise Http404
        ledger = Ledger(the_store())
        with ledger.store.transaction():
            catch_up(ledger)
            try:
                reply = view(request, ledger, **names)
            except Refusal as refusal:
                context = {"message": str(refusal)}
                reply = TemplateResponse(
                    request, "stripe_offline/message.html", context, status=refusal.status
                )
        if conf.delivers_in_background():
            deliver_soon()
        return reply

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def checkout(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Show what is bought, and take a test card for it."""
    session = ledger.get("checkout.session", name)
    if session["status"] != "open":
        message = f"This Checkout session is {session['status']}."
        return TemplateResponse(
            request, "stripe_offline/message.html", {"message": message}, status=410
        )
    error = confirming = ""
    given = request.POST
    if "apply" in given:
        code = find_code(ledger, given.get("code", ""))
        error = "" if code else "This code is not valid."
        sessions.apply_discount(ledger, session, code)
    elif request.method == "POST":
        refusal = complete(
            ledger,
            session,
            card=given.get("card") or None,
            email=given.get("email", ""),
            tax_id=given.get("tax_id", "").strip(),
            confirmed="confirm" in given,
        )
        if refusal is None:
            home = session["success_url"] or session["return_url"] or "/"
            return redirect(home.replace("{CHECKOUT_SESSION_ID}", name))
        confirming = given["card"] if _waits(refusal) else ""
        error = "" if confirming else str(refusal)
    customer = ledger.store.get(session["customer"] or "") or {}
    lines = ledger.find("item", _session=name)[::-1]
    context = {
        "session": session,
        "lines": lines,
        "email": session["customer_email"] or customer.get("email"),
        "cards": CARDS,
        "asks_for_card": session["payment_method_collection"] == "always"
        or session["amount_total"],
        "trial": len(sessions.first_payment(ledger, session)) < len(lines),
        "error": error,
        "confirming": confirming,
        "given": given,
    }
    status = 402 if error and "apply" not in given else 200
    return TemplateResponse(request, "stripe_offline/checkout.html", context, status=status)


def _waits(refusal: Refusal) -> bool:
    return refusal.error.get("code") == "authentication_required"


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def confirm(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Have a card's owner confirm a payment that waits for that."""
    intent = ledger.get("payment_intent", name)
    method = ledger.get("payment_method", intent["payment_method"] or "")
    message = ""
    if request.method == "POST" and intent["status"] == "requires_action":
        if intent.get("_invoice"):
            owed = ledger.get("invoice", intent["_invoice"])
            invoices.pay(ledger, owed, method=method, confirmed=True)
        else:
            pay_intent(ledger, intent, method, confirmed=True)
        message = "The payment is confirmed."
    context = {"intent": intent, "method": method, "message": message}
    return TemplateResponse(request, "stripe_offline/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def invoice(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Show an invoice, and take a test card for it while it is open."""
    found = ledger.get("invoice", name)
    error, status = "", 200
    intent = ledger.store.get(found.get("_intent") or "") or {}
    if request.method == "GET" and intent.get("status") == "requires_action":
        return redirect("stripe_offline:confirm", name=intent["id"])
    if request.method == "POST" and found["status"] == "open":
        customer = ledger.get("customer", found["customer"])
        try:
            with ledger.store.transaction():
                set_default_method(ledger, customer, request.POST.get("card", ""))
                method = method_from(ledger, customer["invoice_settings"]["default_payment_method"])
                refusal = invoices.pay(ledger, found, method=method)
        except Refusal as declined:
            refusal = declined
        if refusal and _waits(refusal):
            return redirect("stripe_offline:confirm", name=found["_intent"])
        error, status = (str(refusal), 402) if refusal else ("", 200)
    context = {"invoice": found, "lines": _lines(ledger, name), "cards": CARDS, "error": error}
    return TemplateResponse(request, "stripe_offline/invoice.html", context, status=status)


def _lines(ledger: Ledger, name: str) -> list[Obj]:
    return ledger.find("line_item", invoice=name)[::-1]


@require_safe
@_page
def invoice_pdf(_request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Give an invoice as PDF."""
    found = ledger.get("invoice", name)
    reply = HttpResponse(pdf_of(found, _lines(ledger, name)), content_type="application/pdf")
    reply["Content-Disposition"] = f'attachment; filename="Invoice-{found["number"]}.pdf"'
    return reply


@require_safe
@_page
def receipt(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Show the receipt of a payment."""
    charge = ledger.get("charge", name)
    return TemplateResponse(request, "stripe_offline/receipt.html", {"charge": charge})


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def portal(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Let a customer see to its subscriptions, cards and invoices."""
    session = ledger.get("billing_portal.session", name)
    error = portal_page.act(ledger, session, request.POST) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("stripe_offline:portal", name=name)
    context = portal_page.context(ledger, session) | {"error": error}
    status = 402 if error else 200
    return TemplateResponse(request, "stripe_offline/portal.html", context, status=status)


@require_safe
@_page
def events(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Show the events and where they went, the test clocks and the webhook endpoints."""
    return _events(request, ledger)


def _events(request: HttpRequest, ledger: Ledger, wrong: str = "") -> HttpResponse:
    deliveries: dict[str, list[Obj]] = {}
    for one in ledger.find("delivery"):
        deliveries.setdefault(one["event"], []).append(one)
    shown = [
        event
        | {
            "deliveries": deliveries.get(event["id"], []),
            "called": _called(event["data"]["object"]),
        }
        for event in ledger.find("event")[:100]
    ]
    context: dict[str, Any] = {
        "events": shown,
        "clocks": ledger.find("test_helpers.test_clock"),
        "timeless": [one for one in ledger.find("customer") if one.get("_clock") == ""],
        "endpoints": ledger.find("webhook_endpoint"),
        "wrong": wrong,
    }
    status = 400 if wrong else 200
    return TemplateResponse(request, "stripe_offline/events.html", context, status=status)


def _called(obj: Obj) -> str:
    """Return the name, number or address by which people know an object, if it has one."""
    return next((str(obj[name]) for name in ("name", "number", "email") if obj.get(name)), "")


@require_POST
@_page
def resend(_request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Send an event again."""
    resend_event(ledger, ledger.get("event", name))
    return redirect("stripe_offline:events")


@require_POST
@_page
def start(_request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Start a test clock for a customer."""
    start_clock(ledger, ledger.get("customer", name))
    return redirect("stripe_offline:events")


@require_POST
@_page
def advance(request: HttpRequest, ledger: Ledger, name: str) -> HttpResponse:
    """Advance a test clock by some days, or by a month where none are given."""
    clock = ledger.get("test_helpers.test_clock", name)
    then = later(clock["frozen_time"], "month", 1) + HOUR  # for which an invoice is a draft
    if "days" in request.POST:
        days = request.POST["days"]
        if not days.isdecimal() or not 1 <= int(days) <= _LONGEST_DAYS:
            wrong = f"Give a whole number of days, from 1 to {_LONGEST_DAYS}."
            return _events(request, ledger, wrong)
        then = later(clock["frozen_time"], "day", int(days))
    advance_clock(ledger, clock, {"frozen_time": then})
    return redirect("stripe_offline:events")
