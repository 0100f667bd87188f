"""What the dashboard shows of what is paid and used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.billing import plans, queries, standings, subscription_data
from apps.billing.conf import conf
from apps.billing.entitlements import request_entitlements
from apps.billing.models import UsageRecord
from apps.billing.money import money
from apps.billing.standings import State
from apps.billing.subjects import account_of_request
from apps.pages.dashboard import Activity, Chart, Number, Point, Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from djstripe import models as copies

    from apps.billing.models import Account

SPAN: Final = timedelta(days=30)
"""What a trend compares, and a chart shows."""

SHOWN: Final = 10


def has_plan(request: HttpRequest) -> bool | None:
    """Tell whether there is a subscription; asked of those who may begin one, or found a team."""
    if conf.subjects.of_request(request) is None:
        return False
    if not conf.subjects.manages(request):
        return None
    return request_entitlements(request).state != State.FREE


def next_invoice(request: HttpRequest) -> list[Number]:
    """Return what is charged next, and when; seats are counted as they are now."""
    if not conf.subjects.manages(request):
        return []
    granted = request_entitlements(request)
    if granted.state not in {State.ACTIVE, State.TRIALING} or granted.until is None:
        return []
    standing = standings.standing_of(_account(request))
    if standing.price is None or standing.until is None:
        return []
    return [
        Number(
            label=_("Next invoice"),
            value=money(standing.price.amount * standing.seats, standing.price.currency_code),
            hint=_("%(plan)s, on %(day)s")
            % {
                "plan": standing.subscribed_plan.name,
                "day": date_format(timezone.localtime(standing.until), "DATE_FORMAT"),
            },
            href=reverse("billing_overview"),
        )
    ]


def usage(request: HttpRequest) -> list[Number]:
    """Return how much of each limit was used, where any of it was in the last 60 days."""
    account = _account(request)
    if account is None:
        return []
    granted, now = request_entitlements(request), timezone.now()
    made = Q(quantity__gt=0)
    found = _usage(account, since=min(now - 2 * SPAN, granted.period_start)).values("limit")
    rows = found.order_by("limit").annotate(
        used=Sum("quantity", filter=Q(used_at__gte=granted.period_start), default=0),
        present=Sum("quantity", filter=made & Q(used_at__gte=now - SPAN), default=0),
        before=Sum("quantity", filter=made & Q(used_at__lt=now - SPAN), default=0),
    )
    by_limit = {row["limit"]: row for row in rows}
    return [
        _number(str(label), by_limit[name], granted.limit(name))
        for name, label in plans.LIMITS.items()
        if name in by_limit
    ]


def _number(label: str, row: Mapping[str, Any], limit: int | None) -> Number:
    hint = _("without limit")
    if limit:
        hint = _("of %(limit)s") % {"limit": number_format(limit, force_grouping=True)}
    number = Number(
        label=label,
        value=number_format(max(0, row["used"]), force_grouping=True),
        hint=hint,
        href=reverse("billing_overview"),
    )
    present, before = row["present"], row["before"]
    if not before or present == before:
        return number
    return replace(
        number,
        hint=_("%(used)s; 30 days against the 30 before") % {"used": hint},
        trend="up" if present > before else "down",
        change=_("%(number)d %%") % {"number": abs(present - before) * 100 // before},
    )


def usage_chart(request: HttpRequest) -> Chart | None:
    """Return what was used on each of the last 30 days, of the first limit that was."""
    account = _account(request)
    if account is None:
        return None
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in reversed(range(SPAN.days))]
    rows = (
        _usage(account, since=timezone.now() - SPAN)
        .filter(quantity__gt=0)
        .annotate(day=TruncDate("used_at"))
        .values("limit", "day")
        .order_by("limit", "day")
        .annotate(total=Sum("quantity"))
    )
    by_limit: dict[str, dict[object, int]] = {}
    for row in rows:
        by_limit.setdefault(row["limit"], {})[row["day"]] = row["total"]
    name = next((name for name in plans.LIMITS if name in by_limit), None)
    if name is None:
        return None
    label, values = str(plans.LIMITS[name]), by_limit[name]
    points = tuple(
        Point(label=date_format(day, "MONTH_DAY_FORMAT"), value=values.get(day, 0)) for day in days
    )
    most = max(points, key=lambda point: point.value)
    summary = _("%(label)s: %(total)s in the last 30 days, most on %(day)s (%(most)s)")
    return Chart(
        label=label,
        summary=summary
        % {
            "label": label,
            "total": number_format(sum(point.value for point in points), force_grouping=True),
            "day": most.label,
            "most": number_format(most.value, force_grouping=True),
        },
        points=points,
    )


TO_DO: Final = {
    State.TRIALING: gettext_lazy("Your trial of %(plan)s ends on %(day)s"),
    State.ENDING: gettext_lazy("Your subscription ends on %(day)s"),
    State.PAUSED: gettext_lazy("Your subscription is paused"),
    State.PAST_DUE: gettext_lazy("A payment failed"),
    State.SUSPENDED: gettext_lazy("Your plan is suspended until the open invoice is paid"),
    State.INCOMPLETE: gettext_lazy("A payment is not complete yet"),
}
"""What somebody has to look at, by how their account stands."""

UNPAID: Final = {State.PAST_DUE, State.SUSPENDED, State.INCOMPLETE}


def tasks(request: HttpRequest) -> list[Task]:
    """Return what is to be done so that everything goes on: payments, and the end of a trial."""
    granted = request_entitlements(request)
    state = State(granted.state)
    if state not in TO_DO or not conf.subjects.manages(request):
        return []
    day = date_format(timezone.localtime(granted.until), "DATE_FORMAT") if granted.until else ""
    until = {"plan": granted.plan.name, "day": day}
    lasts = day and state in {State.PAUSED, State.PAST_DUE}
    pays = state in {State.PAST_DUE, State.SUSPENDED}
    return [
        Task(
            text=str(TO_DO[state]) % until,
            detail=_("%(plan)s works until %(day)s.") % until if lasts else "",
            action=_("Update how you pay") if pays else _("See your plan"),
            href=reverse("billing_payment_methods" if pays else "billing_overview"),
            icon="credit-card" if state in UNPAID else "clock",
            urgent=state in UNPAID,
        )
    ]


def activity(request: HttpRequest) -> list[Activity]:
    """Return which invoices were paid, or could not be, for those who may see them."""
    account = _account(request) if conf.subjects.manages(request) else None
    if account is None or not account.customer_id:
        return []
    return [
        Activity(text=_sentence(invoice), at=_moment(invoice), icon="receipt")
        for invoice in queries.invoices(account)[:SHOWN]
        if invoice.stripe_data.get("total")
    ]


def _sentence(invoice: copies.Invoice) -> str:
    data = invoice.stripe_data
    words = {
        "amount": money(int(data["total"]), str(data.get("currency") or conf.currency)),
        "number": data.get("number") or "",
    }
    if data.get("status") == "paid" and int(data.get("attempt_count") or 0) > 1:
        return _("Invoice %(number)s of %(amount)s was paid after a failed attempt") % words
    if data.get("status") == "paid":
        return _("Invoice %(number)s of %(amount)s was paid") % words
    if data.get("status") == "open" and data.get("attempted"):
        return _("The payment of invoice %(number)s of %(amount)s failed") % words
    return _("Invoice %(number)s of %(amount)s was made") % words


def _moment(invoice: copies.Invoice) -> datetime:
    paid = (invoice.stripe_data.get("status_transitions") or {}).get("paid_at")
    return subscription_data.moment(paid) or invoice.created


def _usage(account: Account, since: datetime) -> QuerySet[UsageRecord]:
    found = UsageRecord.objects.filter(account=account, used_at__gte=since)
    # Bought for no real money.
    return found.exclude(key__startswith=queries.TEST_SESSION) if conf.is_live else found


def _account(request: HttpRequest) -> Account | None:
    """Return the account in whose name a request is made; asked once a request."""
    if not hasattr(request, "_dashboard_account"):
        request._dashboard_account = account_of_request(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: Account | None = request._dashboard_account  # type: ignore[attr-defined]  # noqa: SLF001
    return found
