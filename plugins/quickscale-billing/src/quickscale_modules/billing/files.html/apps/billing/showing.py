"""What the billing pages show, put together from plans, standing and usage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import plans, queries, standings
from apps.billing.conf import conf
from apps.billing.flows.plan_changes import is_downgrade
from apps.billing.money import money
from apps.billing.parts import parts
from apps.billing.subjects import account_of_request

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.billing.catalog import Plan, PlanPrice, Purchase
    from apps.billing.models import Account


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """A plan on the pricing page.

    Attributes:
        plan: Which one.
        price: What it costs, in words.
        per: For how long, and whether for each seat.
        points: What comes with it.
        is_current: Whether it is the reader's.
        action: ``subscribe``, ``change`` or ``none``.
        trial_days: How long the reader may try it; 0 for not at all.
        is_down: Whether it is smaller than the reader's.
        is_chosen: Whether the reader chose it before they made a team to pay for it.
    """

    plan: Plan
    price: str
    per: str
    points: tuple[str, ...]
    is_current: bool
    action: str
    trial_days: int
    is_down: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class UsageRow:
    """How much of a limit is used.

    Attributes:
        name: Of what.
        used: How much was.
        limit: How much may be; ``None`` for as much as one likes.
        text: Both in words.
        cost: What it comes to, in words; or empty.
    """

    name: str
    used: int
    limit: int | None
    text: str
    cost: str = ""


@dataclass(frozen=True, kw_only=True)
class Method:
    """Something to pay with.

    Attributes:
        id: What Stripe calls it.
        name: What people call it.
        expires: Until when it is good, or empty.
        is_default: Whether it pays.
    """

    id: str
    name: str
    expires: str
    is_default: bool


def plan_cards(request: HttpRequest, interval: str) -> list[PlanCard]:
    """Return the plans that are sold by an interval, and the free one."""
    account = account_of_request(request)
    standing = standings.standing_of(account)
    may_try = queries.may_try(account, request.user)
    cards = []
    for plan in plans.PLANS:
        price = plan.price(interval)
        if price is None and not plan.is_free:
            continue
        current = _is_current(standing, plan, interval)
        if not plan.sold and not current:
            continue
        subscribed = standing.subscription is not None
        action = "none" if current or plan.is_free else "change" if subscribed else "subscribe"
        shown = (standing.present_price if current else None) or price
        per = _("each month") if interval == "month" else _("each year")
        cards.append(
            PlanCard(
                plan=plan,
                price=money(shown.amount, shown.currency_code)
                if shown
                else money(0, conf.currency),
                per=_("%(per)s, per seat") % {"per": per} if plan.per_seat else per,
                points=tuple(_points(plan, price)),
                is_current=current,
                action=action,
                trial_days=plan.days_of_trial if may_try else 0,
                is_chosen=plan.key == request.GET.get("plan"),
                is_down=subscribed and is_downgrade(standing.present_plan, plan),
            )
        )
    return cards


def _is_current(standing: standings.Standing, plan: Plan, interval: str) -> bool:
    if standing.subscription is None:
        return plan.is_free
    price = standing.present_price
    return standing.present_plan == plan and (price is None or price.interval == interval)


def _points(plan: Plan, price: PlanPrice | None) -> list[str]:
    points = []
    for name, label in plans.LIMITS.items():
        limit = plan.limits.get(name, 0)
        if limit is None:
            text = _("%(limit)s without limit") % {"limit": label}
        else:
            text = _("%(limit)s: %(count)d") % {"limit": label, "count": limit}
        notes = [part.price_note(plan, price, name) for part in parts()] if price else []
        if limit != 0 or any(notes):
            points.append(", ".join([text, *filter(None, notes)]))
    return points + [str(plans.FEATURES[name]) for name in plan.features]


def interval_tabs(address: str, interval: str) -> list[tuple[str, str, bool]]:
    """Return the links between monthly and yearly prices."""
    return [
        (_("Monthly"), f"{address}?interval=month", interval == "month"),
        (_("Yearly"), f"{address}?interval=year", interval == "year"),
    ]


def purchase_cards() -> list[tuple[Purchase, str]]:
    """Return what is bought once, each with its price in words."""
    return [(one, money(one.amount, one.currency_code)) for one in plans.PURCHASES]


def usage_rows(account: Account, standing: standings.Standing) -> list[UsageRow]:
    """Return how much of each limit an account uses."""
    rows = []
    for name, label in plans.LIMITS.items():
        limit = standing.plan.limits.get(name, 0)
        used = conf.subjects.in_use(account, name)
        if used is None:
            used = queries.usage(account, name, standing.counted_since)
        if limit is None:
            text = _("%(used)d, without limit") % {"used": used}
        else:
            text = _("%(used)d of %(limit)d") % {"used": used, "limit": limit}
        notes = (part.usage_note(account, standing, name) for part in parts())
        rows.append(
            UsageRow(
                name=str(label),
                used=max(0, used),
                limit=limit,
                text=text,
                cost=" ".join(filter(None, notes)),
            )
        )
    return rows


def methods(account: Account) -> list[Method]:
    """Return what an account can pay with."""
    held = list(queries.payment_methods(account))
    default = queries.default_method_id(account) or (held[0].id if len(held) == 1 else "")
    return [_method(one.id, one.stripe_data, default) for one in held]


def default_method(account: Account) -> Method | None:
    """Return what an account pays with, or nothing."""
    return next((one for one in methods(account) if one.is_default), None)


def _method(method_id: str, data: dict[str, Any], default: str) -> Method:
    card = data.get("card") or {}
    if card:
        name = f"{str(card.get('brand', '')).title()} •••• {card.get('last4', '')}"
        expires = f"{card.get('exp_month', 0):02d}/{card.get('exp_year', 0)}"
    else:
        name, expires = str(data.get("type", "")).replace("_", " ").capitalize(), ""
    return Method(id=method_id, name=name, expires=expires, is_default=method_id == default)


def page_to_confirm(standing: standings.Standing) -> str:
    """Return where a change is confirmed that waits for the card's owner, or empty."""
    data = standing.subscription.stripe_data if standing.subscription else {}
    if not data.get("pending_update"):
        return ""
    invoice = copies.Invoice.objects.filter(id=data["latest_invoice"]).first()
    return str(invoice.stripe_data.get("hosted_invoice_url") or "") if invoice else ""
