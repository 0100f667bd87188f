"""Cards and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render

from apps.billing import account_pages, deeds, standings
from apps.billing.access import SAFE, account_of, billing_page
from apps.billing.flows import checkout
from apps.billing.views.shop import ways
from apps.pages.navigation import way_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE: Final = "billing_payment_methods"

SHOWN: Final = 25
"""How many are on a page."""


@billing_page(*SAFE)
def listing(request: HttpRequest) -> HttpResponse:
    """Show what can be paid with."""
    account = account_of(request)
    methods = account_pages.methods(account, standings.live_subscription(account))
    found = Paginator(methods, SHOWN)
    context = {"page_obj": found.get_page(request.GET.get("page"))}
    return render(request, "billing/payment_methods.html", context)


@billing_page("POST", back=PAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Lead to Checkout to have a card kept."""
    address = checkout.add_payment_method(account_of(request), **ways(request, PAGE))
    return HttpResponseRedirect(address)


@billing_page("POST", back=PAGE)
def use(request: HttpRequest) -> HttpResponse:
    """Pay with another one from now on."""
    method = request.POST.get("method", "")
    messages.success(request, deeds.use_method(account_of(request), method))
    return HttpResponseRedirect(way_back(request, PAGE))


@billing_page("POST", back=PAGE)
def remove(request: HttpRequest) -> HttpResponse:
    """Forget one."""
    method = request.POST.get("method", "")
    messages.success(request, deeds.remove_method(account_of(request), method))
    return HttpResponseRedirect(way_back(request, PAGE))
