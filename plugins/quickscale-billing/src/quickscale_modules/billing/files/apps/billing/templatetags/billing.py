"""What templates ask of billing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from apps.billing import choices, price_pages, queries, subscription_data
from apps.billing.conf import conf
from apps.billing.entitlements import request_entitlements
from apps.billing.money import money as in_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.template import Context
    from djstripe import models as copies

register = template.Library()


@register.simple_tag(takes_context=True)
def plan_has(context: Context, feature: str) -> bool:
    """Tell whether the reader's plan has a feature: ``{% plan_has "reports" as ok %}``."""
    return request_entitlements(context["request"]).has(feature)


@register.simple_tag(takes_context=True)
def plan_limit(context: Context, name: str) -> int | None:
    """Return how much the reader's plan allows: ``{% plan_limit "projects" as limit %}``."""
    return request_entitlements(context["request"]).limit(name)


@register.filter
def money(amount: int | None, currency: str) -> str:
    """Return an amount as people write it: ``{{ 1900|money:"usd" }}``."""
    return in_words(amount or 0, currency or conf.currency)


@register.filter
def tax(invoice: copies.Invoice) -> int:
    """Return how much of an invoice is tax: ``{{ invoice|tax|money:currency }}``."""
    return queries.tax_of(invoice)


@register.filter
def moment(timestamp: int | None) -> datetime | None:
    """Return a moment from Stripe's seconds."""
    return subscription_data.moment(timestamp)


@register.inclusion_tag("billing/includes/home.html", takes_context=True)
def billing_plans(context: Context) -> dict[str, Any]:
    """Show what is sold by the month, and what people ask of it, on the home page."""
    request = context["request"]
    cards = price_pages.plan_cards(request, "month")
    return {
        "request": request,
        "user": request.user,
        "cards": cards,
        "interval": "month",
        **price_pages.questions(cards),
    }


@register.inclusion_tag("billing/includes/choice.html", takes_context=True)
def billing_choice(context: Context) -> dict[str, Any]:
    """Say which plan the reader chose, on every page until they pay for it or drop it."""
    request = context.get("request")
    chosen = choices.remembered(request) if request is not None else None
    start = reverse("billing_start")
    if chosen is None or request is None or request.path == start:
        return {}
    plan, price = chosen
    query = urlencode({"plan": plan.key, "interval": price.interval})
    return {
        "plan": plan,
        "price": price_pages.price_in_words(plan, price),
        "href": f"{start}?{query}" if request.user.is_authenticated else "",
    }


@register.inclusion_tag("billing/includes/banner.html", takes_context=True)
def billing_banner(context: Context) -> dict[str, Any]:
    """Show what is wrong with the reader's payments, on every page until it is put right."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {"state": ""}
    granted = request_entitlements(request)
    return {
        "state": granted.state,
        "until": granted.until,
        "manages": conf.subjects.manages(request),
    }
