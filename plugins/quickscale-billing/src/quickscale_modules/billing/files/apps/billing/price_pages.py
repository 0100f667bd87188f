"""What pages with prices show: plans, what they differ in, and what is bought once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.conf import conf as accounts
from apps.billing import plans, queries, standings
from apps.billing.conf import conf
from apps.billing.flows.plan_changes import is_downgrade
from apps.billing.money import money
from apps.billing.parts import parts
from apps.billing.subjects import account_of_request

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.billing.catalog import Plan, PlanPrice, Purchase


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """A plan on the pricing page, as its reader may choose it.

    Attributes:
        amount: Its price, in the currency's smallest unit.
        currency: Of which currency.
        per: For how long its price pays, and whether for each seat.
        points: What comes with it.
        action: ``subscribe``, ``change`` or ``none``.
        button: What the button says that does it, or empty.
        mark: What stands above its name: that it is theirs, chosen, or recommended; or empty.
        saving: What paying by the year saves, in words, or empty.
        trial_days: How long the reader may try it; 0 for not at all.
        is_down: Whether it is smaller than the reader's.
    """

    plan: Plan
    amount: int
    currency: str
    per: str
    points: tuple[str, ...]
    is_current: bool
    action: str
    button: str
    mark: str
    saving: str
    trial_days: int
    is_down: bool

    @property
    def price(self) -> str:
        """Its price in words."""
        return money(self.amount, self.currency)

    @property
    def way_in(self) -> str:
        """The name of the page on which a stranger begins: to sign up, or else to sign in."""
        return way_in()

    @property
    def button_label(self) -> str:
        """What the button is called where it stands beside others: with the plan's name."""
        name = str(self.plan.name)
        return self.button if name in self.button else f"{self.button}: {name}"


def way_in() -> str:
    """Return the name of the page on which a stranger begins: to sign up, or else to sign in."""
    return "account_signup" if accounts.signup == "open" else "account_login"


def price_in_words(plan: Plan, price: PlanPrice) -> str:
    """Return what a plan costs: ``"$49 each month, per seat"``."""
    per = _("each month") if price.interval == "month" else _("each year")
    per = _("%(per)s, per seat") % {"per": per} if plan.per_seat else per
    return f"{money(price.amount, price.currency_code)} {per}"


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
        shown = (standing.present_price if current and subscribed else None) or price
        per = _("each month") if interval == "month" else _("each year")
        days = plan.days_of_trial if may_try else 0
        cards.append(
            PlanCard(
                plan=plan,
                amount=shown.amount if shown else 0,
                currency=shown.currency_code if shown else conf.currency,
                per=_("%(per)s, per seat") % {"per": per} if plan.per_seat else per,
                points=tuple(_points(plan, price)),
                is_current=current,
                action=action,
                button=_button(plan, action, days),
                mark=_mark(request, plan, current=current),
                saving=_saving(plan) if interval == "year" and price else "",
                trial_days=days,
                is_down=subscribed and is_downgrade(standing.present_plan, plan),
            )
        )
    return cards


def _is_current(standing: standings.Standing, plan: Plan, interval: str) -> bool:
    if standing.subscription is None:
        return plan.is_free
    price = standing.present_price
    return standing.present_plan == plan and (price is None or price.interval == interval)


def _mark(request: HttpRequest, plan: Plan, *, current: bool) -> str:
    if current and request.user.is_authenticated:
        return _("Your plan")
    if plan.key == request.GET.get("plan"):  # whoever had to make a team first comes back
        return _("Your choice")
    return _("Recommended") if plan.highlighted else ""


def _button(plan: Plan, action: str, days: int) -> str:
    if action == "change":
        return _("Change to %(plan)s") % {"plan": plan.name}
    if action != "subscribe":
        return ""
    if days:
        text = ngettext("Start %(days)d-day trial", "Start %(days)d-day trial", days)
        return text % {"days": days}
    return _("Subscribe to %(plan)s") % {"plan": plan.name}


def _saved(plan: Plan) -> tuple[int, int]:
    """Return what twelve months cost, and what less a year costs, in the smallest unit."""
    month, year = plan.price("month"), plan.price("year")
    if month is None or year is None:
        return 0, 0
    return 12 * month.amount, max(0, 12 * month.amount - year.amount)


def _saving(plan: Plan) -> str:
    year, saved = plan.price("year"), _saved(plan)[1]
    if year is None or not saved:
        return ""
    return _("You save %(amount)s a year") % {"amount": money(saved, year.currency_code)}


def _points(plan: Plan, price: PlanPrice | None) -> list[str]:
    points = []
    for name, label in plans.LIMITS.items():
        limit = plan.limits.get(name, 0)
        if limit is None:
            text = _("%(limit)s without limit") % {"limit": label}
        else:
            text = _("%(limit)s: %(count)s") % {
                "limit": label,
                "count": number_format(limit, force_grouping=True),
            }
        notes = [part.price_note(plan, price, name) for part in parts()] if price else []
        if limit != 0 or any(notes):
            points.append(", ".join([text, *filter(None, notes)]))
    return points + [str(plans.FEATURES[name]) for name in plan.features]


def interval_of(request: HttpRequest, standing: standings.Standing) -> str:
    """Return by which interval prices are asked for, or else how they are paid now."""
    present = standing.price.interval if standing.price else "month"
    return "year" if (request.GET.get("interval") or present) == "year" else "month"


def interval_tabs(address: str, interval: str) -> list[tuple[str, str, bool]]:
    """Return the links between monthly and yearly prices."""
    costs = [_saved(plan) for plan in plans.PLANS if plan.sold]
    most = max((saved * 100 // months for months, saved in costs if saved), default=0)
    yearly = _("Yearly, save up to %(percent)d %%") % {"percent": most} if most else _("Yearly")
    return [
        (_("Monthly"), f"{address}?interval=month", interval == "month"),
        (yearly, f"{address}?interval=year", interval == "year"),
    ]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A row of the table that compares plans.

    Attributes:
        name: Of a limit, or a feature.
        cells: For each plan, what it says; or whether it has it.
    """

    name: str
    cells: tuple[str | bool, ...]


def comparison(cards: list[PlanCard]) -> list[Comparison]:
    """Return what plans differ in, limits first.

    Args:
        cards: The plans, as the columns stand.
    """
    rows = [
        Comparison(
            name=str(label),
            cells=tuple(_cell(card.plan.limits.get(name, 0)) for card in cards),
        )
        for name, label in plans.LIMITS.items()
    ]
    return rows + [
        Comparison(name=str(label), cells=tuple(name in card.plan.features for card in cards))
        for name, label in plans.FEATURES.items()
    ]


def _cell(limit: int | None) -> str | bool:
    if limit is None:
        return _("No limit")
    return number_format(limit, force_grouping=True) if limit else False


def questions(cards: list[PlanCard]) -> dict[str, Any]:
    """Return what the answers to frequent questions depend on.

    Args:
        cards: The plans they are about.
    """
    return {
        "trials": any(card.plan.days_of_trial for card in cards),
        "per_seat": any(card.plan.per_seat for card in cards),
        "grace_days": conf.grace_days,
    }


def purchase_cards() -> list[tuple[Purchase, str]]:
    """Return what is bought once, each with its price in words."""
    return [(one, money(one.amount, one.currency_code)) for one in plans.PURCHASES]
