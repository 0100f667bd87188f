"""Another plan, more seats, an end, a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.billing import choices, deeds, price_pages, standings
from apps.billing.access import SAFE, account_of, billing_page
from apps.billing.plan_pages import PlanChange, Resumption, SeatsChange

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@billing_page(*SAFE)
def choose(request: HttpRequest) -> HttpResponse:
    """Show the plans one may change to."""
    standing = standings.standing_of(account_of(request))
    if standing.subscription is None:
        return redirect("billing_pricing")
    interval = price_pages.interval_of(request, standing)
    context = {
        "standing": standing,
        "cards": price_pages.plan_cards(request, interval),
        "intervals": price_pages.interval_tabs(reverse("billing_plan"), interval),
        "interval": interval,
    }
    return render(request, "billing/choose.html", context)


@billing_page(*SAFE, "POST", back="billing_plan")
def confirm(request: HttpRequest) -> HttpResponse:
    """Say what another plan costs, and change to it once that is agreed to."""
    account = account_of(request)
    posted = request.method == "POST"
    plan, price = choices.plan_in(request.POST if posted else request.GET)
    if posted:
        messages.success(request, deeds.change_plan(account, plan, price))
        return redirect("billing_overview")
    standing = standings.standing_of(account)
    if standing.next_plan and plan == standing.present_plan:
        return redirect("billing_overview")
    return render(request, "billing/confirm.html", {"change": PlanChange(account, plan, price)})


@billing_page(*SAFE, "POST")
def seats(request: HttpRequest) -> HttpResponse:
    """Say what another number of seats costs; change it, unless seats follow people."""
    account = account_of(request)
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET if "seats" in request.GET else None
    change = SeatsChange(account, asked)
    if not change.has_seats:
        return redirect("billing_overview")
    if posted and change.form.is_valid() and not change.follow:
        messages.success(request, change.make())
        return redirect("billing_overview")
    return render(request, "billing/seats.html", {"change": change, "form": change.form})


def _act(action: str) -> Callable[..., HttpResponseBase]:
    """Return a view that does one thing to the subscription and goes back to the overview."""

    @billing_page("POST")
    def view(request: HttpRequest) -> HttpResponse:
        messages.success(request, deeds.act(account_of(request), action))
        return redirect("billing_overview")

    return view


keep, cancel, resume, pause = map(_act, ("keep", "cancel", "resume", "pause"))


@billing_page(*SAFE, "POST")
def unpause(request: HttpRequest) -> HttpResponse:
    """Say what going on after a pause costs now, and go on once that is agreed to."""
    account = account_of(request)
    if request.method == "POST":
        messages.success(request, deeds.act(account, "unpause"))
        return redirect("billing_overview")
    return render(request, "billing/unpause.html", {"resumption": Resumption(account)})
