"""Cards and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.billing import showing
from apps.billing.access import account_of, manager_required, refused
from apps.billing.flows import checkout, payment_methods
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 25
"""How many are on a page."""


@require_safe
@never_cache
@manager_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show what can be paid with."""
    found = Paginator(showing.methods(account_of(request)), SHOWN)
    context = {"page_obj": found.get_page(request.GET.get("page"))}
    return render(request, "billing/payment_methods.html", context)


@require_POST
@manager_required
def add(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout to have a card kept."""
    done = request.build_absolute_uri(reverse("billing_done"))
    try:
        address = checkout.add_payment_method(
            account_of(request),
            back=request.build_absolute_uri(reverse("billing_payment_methods")),
            done=f"{done}?session_id={{CHECKOUT_SESSION_ID}}",
        )
    except BillingError as error:
        return refused(request, error, "billing_payment_methods")
    return HttpResponseRedirect(address)


@require_POST
@manager_required
def use(request: HttpRequest) -> HttpResponse:
    """Pay with another one from now on."""
    try:
        payment_methods.make_default(account_of(request), request.POST.get("method", ""))
    except BillingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This payment method is used from now on."))
    return redirect("billing_payment_methods")


@require_POST
@manager_required
def remove(request: HttpRequest) -> HttpResponse:
    """Forget one."""
    try:
        payment_methods.remove(account_of(request), request.POST.get("method", ""))
    except BillingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is removed."))
    return redirect("billing_payment_methods")
