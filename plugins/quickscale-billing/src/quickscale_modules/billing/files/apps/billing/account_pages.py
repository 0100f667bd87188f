"""What the pages of an account show: its plan, what is used, and what pays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import plans, price_pages, queries, standings
from apps.billing.conf import conf
from apps.billing.parts import parts
from apps.billing.standings import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from apps.billing.catalog import PlanPrice, Purchase
    from apps.billing.models import Account
    from apps.billing.standings import Standing


ACTIONS: Final = (
    *("choose_plan", "unpause", "settle", "resume", "keep", "change_plan", "change_seats"),
    *("pause", "cancel"),
)
"""What may be done with a plan: by a deed at once, or on a page that leads on."""

_INSTEAD: Final = {
    State.FREE: "choose_plan",
    State.PAUSED: "unpause",
    State.PAST_DUE: "settle",
    State.SUSPENDED: "settle",
}
"""What comes before everything else in some states."""


@dataclass(frozen=True, kw_only=True)
class UsageRow:
    """How much of a limit is used.

    Attributes:
        name: The limit's.
        label: What is used.
        used: How much.
        allowed: How much there may be; nothing for as much as one likes.
        since: When counting began.
        cost: What it comes to, in words; or empty.
    """

    name: str
    label: str
    used: int
    allowed: int | None
    since: datetime
    cost: str = ""

    @property
    def text(self) -> str:
        """How much is used and may be, in words."""
        said = {"used": number_format(self.used, force_grouping=True)}
        if self.allowed is None:
            return _("%(used)s, without limit") % said
        said["limit"] = number_format(self.allowed, force_grouping=True)
        return _("%(used)s of %(limit)s") % said


@dataclass(frozen=True, kw_only=True)
class Method:
    """Something to pay with; the default one pays."""

    id: str
    name: str
    expires: str
    is_default: bool


class AccountPage:
    """What the overview shows; each part is asked for when it is read."""

    def __init__(self, account: Account) -> None:
        """Keep in mind whose it is."""
        self.account = account
        self.portal = conf.portal
        self.seats_follow = conf.subjects.seats_follow

    @cached_property
    def standing(self) -> Standing:
        """Which plan there is, and how it stands."""
        return standings.standing_of(self.account)

    @property
    def price(self) -> PlanPrice | None:
        """What is paid for a seat, or will be from the next plan on."""
        shown = self.standing.next_plan or not self.standing.kept
        return self.standing.price if shown else None

    @property
    def total(self) -> int:
        """What is paid for all seats, in the currency's smallest unit."""
        return self.price.amount * self.standing.seats if self.price else 0

    @cached_property
    def actions(self) -> list[str]:
        """Which of ``ACTIONS`` may be taken now."""
        return list(_actions(self.standing))

    @cached_property
    def usage(self) -> list[UsageRow]:
        """How much of each limit is used."""
        return usage_rows(self.account, self.standing)

    @cached_property
    def method(self) -> Method | None:
        """What is paid with, or nothing."""
        held = methods(self.account, self.standing.subscription)
        return next((one for one in held if one.is_default), None)

    @cached_property
    def invoices(self) -> QuerySet[copies.Invoice]:
        """The newest ones."""
        return queries.invoices(self.account)[:5]

    @cached_property
    def contact(self) -> str:
        """The address that invoices go to."""
        return conf.subjects.contact(self.account)

    @cached_property
    def contacts(self) -> list[str]:
        """The addresses that they could go to."""
        return conf.subjects.addresses(self.account)

    @cached_property
    def purchases(self) -> list[tuple[Purchase, str]]:
        """What is bought once, each with its price in words."""
        return price_pages.purchase_cards()

    @cached_property
    def confirm_at(self) -> str:
        """Where a change is confirmed that waits for the card's owner, or empty."""
        if not self.standing.told.get("pending_update"):
            return ""
        latest = self.standing.told["latest_invoice"]
        invoice = copies.Invoice.objects.filter(id=latest).first()
        return str(invoice.stripe_data.get("hosted_invoice_url") or "") if invoice else ""


def _actions(standing: Standing) -> Iterator[str]:
    state = standing.state
    if state in _INSTEAD:
        yield _INSTEAD[state]
    else:
        if state == State.ENDING:
            yield "resume"
        if standing.next_plan:
            yield "keep"
        yield "change_plan"
        if standing.subscribed_plan.per_seat:
            yield "change_seats"
    if state in (State.ACTIVE, State.TRIALING):
        yield "pause"
    if standing.subscription and state != State.ENDING:
        yield "cancel"


def usage_rows(account: Account | None, standing: Standing) -> list[UsageRow]:
    """Return how much of each limit an account uses, or somebody who has none yet."""
    recorded = queries.usage_by_limit(account, standing.counted_since) if account else {}
    rows = []
    for name, label in plans.LIMITS.items():
        taken = conf.subjects.in_use(account, name) if account is not None else None
        used = recorded.get(name, 0) if taken is None else taken
        notes = (part.usage_note(account, standing, name) for part in parts() if account)
        rows.append(
            UsageRow(
                name=name,
                label=str(label),
                used=max(0, used),
                allowed=standing.plan.limits.get(name, 0),
                since=standing.counted_since,
                cost=" ".join(filter(None, notes)),
            )
        )
    return rows


def methods(account: Account, subscription: copies.Subscription | None) -> list[Method]:
    """Return what an account can pay with.

    Args:
        account: Whose.
        subscription: The one that is paid, if any.
    """
    held = list(queries.payment_methods(account))
    default = queries.default_method_of(account, subscription)
    default = default or (held[0].id if len(held) == 1 else "")
    return [_method(one.id, one.stripe_data, default) for one in held]


def _method(method_id: str, data: dict[str, Any], default: str) -> Method:
    card = data.get("card") or {}
    if card:
        name = f"{str(card.get('brand', '')).title()} •••• {card.get('last4', '')}"
        expires = f"{card.get('exp_month', 0):02d}/{card.get('exp_year', 0)}"
    else:
        name, expires = str(data.get("type", "")).replace("_", " ").capitalize(), ""
    return Method(id=method_id, name=name, expires=expires, is_default=method_id == default)
