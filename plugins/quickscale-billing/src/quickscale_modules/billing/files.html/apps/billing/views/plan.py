"""Another plan, more seats, an end, a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.billing import choices, price_pages, standings, subscription_data
from apps.billing.access import SAFE, account_of, billing_page
from apps.billing.conf import conf
from apps.billing.flows import endings, pausing, plan_changes, previews
from apps.billing.flows.room import check_room
from apps.billing.forms import SeatsForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django_stubs_ext import StrPromise

    from apps.billing.models import Account


@billing_page(*SAFE)
def choose(request: HttpRequest) -> HttpResponse:
    """Show the plans one may change to."""
    standing = standings.standing_of(account_of(request))
    if standing.subscription is None:
        return redirect("billing_pricing")
    present = standing.price.interval if standing.price else "month"
    interval = request.GET.get("interval") or present
    interval = "year" if interval == "year" else "month"
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
        when = plan_changes.change_plan(account, plan, price)
        text = (
            _("Your plan is %(plan)s.")
            if when == "now"
            else _("Your plan will be %(plan)s when the period ends.")
        )
        messages.success(request, text % {"plan": plan.name})
        return redirect("billing_overview")
    standing = standings.standing_of(account)
    if standing.next_plan and plan == standing.present_plan:
        return redirect("billing_overview")
    check_room(account, plan)
    seats = plan_changes.seats_of(account, standing, plan)
    later = plan_changes.is_downgrade(standing.plan, plan)
    context = {
        "standing": standing,
        "plan": plan,
        "price": price,
        "seats": seats,
        "later": later,
        "preview": None if later else previews.preview(account, plan, price, seats),
    }
    return render(request, "billing/confirm.html", context)


@billing_page(*SAFE, "POST")
def seats(request: HttpRequest) -> HttpResponse:
    """Say what another number of seats costs; change it, unless seats follow people."""
    account = account_of(request)
    standing = standings.standing_of(account)
    if standing.subscription is None or not standing.subscribed_plan.per_seat:
        return redirect("billing_overview")
    in_use, follow = conf.subjects.seats_in_use(account), conf.subjects.seats_follow
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET if "seats" in request.GET else None
    form = SeatsForm(asked, in_use=in_use, initial={"seats": standing.seats + (1 if follow else 0)})
    preview = None
    if form.is_valid():
        wanted = form.cleaned_data["seats"]
        if posted and not follow:
            plan_changes.set_seats(account, wanted)
            messages.success(request, _("You have %(count)d seats.") % {"count": wanted})
            return redirect("billing_overview")
        if standing.price is not None:
            plan = standing.subscribed_plan
            preview = previews.preview(account, plan, standing.price, wanted)
    context = {
        "form": form,
        "standing": standing,
        "preview": preview,
        "in_use": in_use,
        "follow": follow,
    }
    return render(request, "billing/seats.html", context)


def _act(do: Callable[[Account], object], text: StrPromise) -> Callable[..., HttpResponseBase]:
    """Return a view that does one thing to the subscription and goes back to the overview."""

    @billing_page("POST")
    def view(request: HttpRequest) -> HttpResponse:
        do(account_of(request))
        messages.success(request, text)
        return redirect("billing_overview")

    return view


keep = _act(plan_changes.keep_plan, gettext_lazy("Your plan stays as it is."))
cancel = _act(
    endings.cancel, gettext_lazy("Your subscription is cancelled. Nothing more is charged.")
)
resume = _act(endings.resume, gettext_lazy("Your subscription continues."))
pause = _act(pausing.pause, gettext_lazy("Your subscription is paused. Nothing is charged."))


@billing_page(*SAFE, "POST")
def unpause(request: HttpRequest) -> HttpResponse:
    """Say what going on after a pause costs now, and go on once that is agreed to."""
    account = account_of(request)
    if request.method == "POST":
        pausing.unpause(account)
        messages.success(request, _("Your subscription continues."))
        return redirect("billing_overview")
    invoice = pausing.price_of_resuming(account)
    standing = standings.standing_of(account)
    context = {
        "standing": standing,
        "invoice": invoice,
        "anew": pausing.begins_anew(standing),
        "until": subscription_data.moment(standing.item.get("current_period_end")),
    }
    return render(request, "billing/unpause.html", context)
