"""What the pages of a change show: another plan, other seats, going on after a pause."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.billing import deeds, standings, subscription_data
from apps.billing.conf import conf
from apps.billing.flows import pausing, plan_changes, previews
from apps.billing.flows.room import check_room
from apps.billing.forms import SeatsForm
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from datetime import datetime

    import stripe

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.flows.previews import Preview
    from apps.billing.models import Account
    from apps.billing.standings import Standing


class PlanChange:
    """Another plan, and what it costs; Stripe is asked for that when it is read.

    Attributes:
        standing: How the account stands now.
        later: Whether the plan begins when the period ends.
    """

    def __init__(self, account: Account, plan: Plan, price: PlanPrice) -> None:
        """Look at the change.

        Raises:
            BillingError: The plan is too small for what is in use.
        """
        check_room(account, plan)
        self.account, self.plan, self.price = account, plan, price
        self.standing = standings.standing_of(account)
        self.later = plan_changes.is_downgrade(self.standing.plan, plan)

    @cached_property
    def preview(self) -> Preview | None:
        """What it comes to now; nothing where it begins later.

        Raises:
            BillingError: There is nothing to change, or Stripe did not tell.
        """
        if self.later:
            return None
        seats = plan_changes.seats_of(self.account, self.standing, self.plan)
        return previews.preview(self.account, self.plan, self.price, seats)


class SeatsChange:
    """Another number of seats, and what it costs; Stripe is asked for that when it is read.

    Attributes:
        has_seats: Whether the plan is paid for each seat.
        first: Which number is suggested.
        follow: Whether seats come and go with people, so that nobody chooses their number.
        form: What was asked.
    """

    def __init__(self, account: Account, asked: Any = None) -> None:
        """Look at the change.

        Args:
            account: Who pays.
            asked: The number, as what a form sends; or nothing yet.
        """
        self.account, self.standing = account, standings.standing_of(account)
        self.has_seats = bool(self.standing.subscription and self.standing.subscribed_plan.per_seat)
        self.follow = conf.subjects.seats_follow
        self.in_use = conf.subjects.seats_in_use(account)
        self.first = self.standing.seats + (1 if self.follow else 0)
        self.form = SeatsForm(asked, in_use=self.in_use, initial={"seats": self.first})

    def check(self) -> None:
        """See to it that there are seats.

        Raises:
            BillingError: There are none.
        """
        if not self.has_seats:
            raise BillingError(_("This plan has one price, however many people use it."))

    def make(self) -> str:
        """Pay for as many seats as were asked for, and return what that is answered by.

        Raises:
            BillingError: Seats come and go with people, or Stripe did not let us.
        """
        if self.follow:
            raise BillingError(_("Each member takes a seat. Add or remove members instead."))
        return deeds.change_seats(self.account, self.form.cleaned_data["seats"])

    @cached_property
    def preview(self) -> Preview | None:
        """What it comes to now; nothing while no number is asked about.

        Raises:
            BillingError: There is nothing to change, or Stripe did not tell.
        """
        price = self.standing.price
        if not self.form.is_valid() or price is None:
            return None
        plan, seats = self.standing.subscribed_plan, self.form.cleaned_data["seats"]
        return previews.preview(self.account, plan, price, seats)


class Resumption:
    """Going on after a pause, and what it costs; Stripe is asked for that when it is read."""

    def __init__(self, account: Account) -> None:
        """Keep in mind whose it is."""
        self.account = account

    @cached_property
    def invoice(self) -> stripe.Invoice | None:
        """What is charged now, or nothing.

        Raises:
            BillingError: There is no pause, or Stripe did not tell.
        """
        return pausing.price_of_resuming(self.account)

    @cached_property
    def standing(self) -> Standing:
        """How the account stands, as Stripe has just told."""
        _fresh = self.invoice
        return standings.standing_of(self.account)

    @cached_property
    def anew(self) -> bool:
        """Whether a period begins now."""
        return pausing.begins_anew(self.standing)

    @property
    def until(self) -> datetime | None:
        """Until when the present period lasts."""
        return subscription_data.moment(self.standing.item.get("current_period_end"))
