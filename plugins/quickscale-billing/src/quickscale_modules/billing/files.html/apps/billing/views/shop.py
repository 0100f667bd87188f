"""Prices, and the ways to and from Checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.billing import showing
from apps.billing.access import account_of, manager_required, refused
from apps.billing.conf import conf
from apps.billing.flows import checkout, purchases
from apps.billing.forms import ChoiceForm, PurchaseForm
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """Show every plan with what it costs by the month or by the year."""
    interval = "year" if request.GET.get("interval") == "year" else "month"
    context = {
        "cards": showing.plan_cards(request, interval),
        "interval": interval,
        "intervals": showing.interval_tabs(reverse("billing_pricing"), interval),
        "purchases": showing.purchase_cards(),
        "tax": conf.tax,
    }
    return render(request, "billing/pricing.html", context)


@require_POST
@manager_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout for a plan, or to the change of plan where there is one already."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such plan. Choose one of these."))
        return redirect("billing_pricing")
    plan, price = form.chosen
    account = account_of(request)
    try:
        address = checkout.subscribe(account, plan, price, **_ways(request, "billing_pricing"))
    except checkout.AlreadySubscribedError:
        choice = urlencode({"plan": plan.key, "interval": price.interval})
        return redirect(f"{reverse('billing_confirm')}?{choice}")
    except BillingError as error:
        return refused(request, error, "billing_pricing")
    return HttpResponseRedirect(address)


@require_POST
@manager_required
def buy(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout for something that is bought once."""
    form = PurchaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not for sale."))
        return redirect("billing_overview")
    try:
        address = checkout.buy(
            account_of(request), form.chosen, **_ways(request, "billing_overview")
        )
    except BillingError as error:
        return refused(request, error, "billing_overview")
    return HttpResponseRedirect(address)


@require_safe
@never_cache
@manager_required
def done(request: HttpRequest) -> HttpResponse:
    """Welcome who comes back from Checkout, whether or not the webhook was faster."""
    account = account_of(request)
    try:
        with as_billing_error():
            session = client().v1.checkout.sessions.retrieve(request.GET.get("session_id", ""))
            buyer = purchases.hand_over(session)
    except BillingError as error:
        return refused(request, error, "billing_overview")
    if buyer is None or buyer.pk != account.pk:
        messages.error(request, _("This payment was not found."))
        return redirect("billing_overview")
    if purchases.is_settled(session):
        messages.success(request, _("Thank you. Everything is in place."))
    else:
        messages.info(request, _("Thank you. Everything follows once your payment has arrived."))
    return redirect("billing_overview")


def _ways(request: HttpRequest, back: str) -> dict[str, str]:
    """Return where Checkout leads back to, with Stripe's mark for the session's id."""
    done_url = request.build_absolute_uri(reverse("billing_done"))
    return {
        "back": request.build_absolute_uri(reverse(back)),
        "done": f"{done_url}?session_id={{CHECKOUT_SESSION_ID}}",
    }
