"""Prices, and the ways to and from Checkout.

How a session is known to whoever comes back:
https://docs.stripe.com/payments/checkout/custom-success-page
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.billing import choices, price_pages
from apps.billing.access import SAFE, account_of, billing_page
from apps.billing.conf import conf
from apps.billing.entitlements import request_entitlements
from apps.billing.flows import checkout, purchases
from apps.billing.standings import State
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.billing.catalog import Plan, PlanPrice
    from apps.users.models import User


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """Show every plan with what it costs by the month or by the year."""
    interval = "year" if request.GET.get("interval") == "year" else "month"
    cards = price_pages.plan_cards(request, interval)
    context = {
        "cards": cards,
        "comparison": price_pages.comparison(cards),
        "interval": interval,
        "intervals": price_pages.interval_tabs(reverse("billing_pricing"), interval),
        "purchases": price_pages.purchase_cards(),
        "tax": conf.tax,
        **price_pages.questions(cards),
    }
    return render(request, "billing/pricing.html", context)


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Lead who chose a plan to paying for it: by an account, and a team where teams pay."""
    try:
        plan, price = choices.plan_in(request.GET)
    except BillingError as error:
        messages.error(request, str(error))
        return redirect("billing_pricing")
    choices.remember(request, plan, price)
    chosen = urlencode({"plan": plan.key, "interval": price.interval})
    here = f"{reverse('billing_start')}?{chosen}"
    if not request.user.is_authenticated:
        return redirect(f"{reverse(price_pages.way_in())}?{urlencode({'next': here})}")
    if conf.subjects.of_request(request) is None and (way := conf.subjects.beginning(here)):
        return redirect(way)
    if not conf.subjects.manages(request) or request_entitlements(request).state != State.FREE:
        choices.forget(request)
    return cast("HttpResponse", offer(request, plan, price))


@billing_page(*SAFE, back="billing_pricing")
def offer(request: HttpRequest, plan: Plan, price: PlanPrice) -> HttpResponse:
    """Show what begins with the next button; who pays already is shown what would change."""
    cards = price_pages.plan_cards(request, price.interval)
    card = next(one for one in cards if one.plan == plan)
    if card.action != "subscribe":
        chosen = urlencode({"plan": plan.key, "interval": price.interval})
        return redirect(f"{reverse('billing_confirm')}?{chosen}")
    words = price_pages.price_in_words(plan, price)
    context = {"card": card, "interval": price.interval, "price": words}
    return render(request, "billing/start.html", context)


@require_POST
@login_required
def drop_choice(request: HttpRequest) -> HttpResponse:
    """Keep a chosen plan in mind no longer."""
    choices.forget(request)
    messages.success(request, _("You can choose a plan at any time, under Billing."))
    return redirect("pages:dashboard")


@billing_page("POST", back="billing_pricing")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout for a plan, or to the change of plan where there is one already."""
    plan, price = choices.plan_in(request.POST)
    try:
        address = checkout.subscribe(
            account_of(request),
            plan,
            price,
            by=cast("User", request.user),
            **ways(request, "billing_pricing"),
        )
    except checkout.AlreadySubscribedError:
        choice = urlencode({"plan": plan.key, "interval": price.interval})
        return redirect(f"{reverse('billing_confirm')}?{choice}")
    choices.forget(request)
    return HttpResponseRedirect(address)


@billing_page("POST")
def buy(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout for something that is bought once."""
    purchase = choices.purchase_in(request.POST)
    address = checkout.buy(account_of(request), purchase, **ways(request, "billing_overview"))
    return HttpResponseRedirect(address)


@billing_page(*SAFE)
def done(request: HttpRequest) -> HttpResponse:
    """Welcome who comes back from Checkout, whether or not the webhook was faster."""
    account = account_of(request)
    with as_billing_error():
        session = client().v1.checkout.sessions.retrieve(request.GET.get("session_id", ""))
        buyer = purchases.hand_over(session)
    if buyer is None or buyer.pk != account.pk:
        raise BillingError(_("This payment was not found."))
    if purchases.is_settled(session):
        messages.success(request, _("Thank you. Everything is in place."))
    else:
        messages.info(request, _("Thank you. Everything follows once your payment has arrived."))
    return redirect("billing_overview")


def ways(request: HttpRequest, back: str) -> dict[str, str]:
    """Return where Checkout leads back to, with Stripe's mark for the session's id.

    Args:
        request: Of whoever goes there.
        back: The name of the page for those who change their mind.
    """
    done_url = request.build_absolute_uri(reverse("billing_done"))
    return {
        "back": request.build_absolute_uri(reverse(back)),
        "done": f"{done_url}?session_id={{CHECKOUT_SESSION_ID}}",
    }
