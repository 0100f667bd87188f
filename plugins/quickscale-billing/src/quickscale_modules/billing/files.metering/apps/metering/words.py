"""What usage costs, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.billing import queries
from apps.billing.money import in_currency, money, places_of

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.metering.catalog import MeteredPrice
    from apps.metering.costs import Metered


def each(metered: MeteredPrice) -> str:
    """Say what a unit costs, after what a plan includes of it."""
    price = {"each": unit_price(metered.unit_amount, metered.currency_code)}
    if metered.above_limit:
        return _("then %(each)s each") % price
    return _("%(each)s each") % price


def so_far(account: Account, metered: Metered) -> str:
    """Say what an account's usage comes to so far."""
    used = queries.usage(account, metered.limit, metered.since)
    words = {
        "paid": metered.paid_units(used),
        "included": metered.included or 0,
        "each": unit_price(metered.unit_amount, metered.currency),
        "cost": money(metered.cost(used), metered.currency),
    }
    if metered.included is None:
        return _("%(paid)d at %(each)s each: %(cost)s so far, when the period ends.") % words
    if not words["paid"]:
        return _("%(included)d are included, each further one is %(each)s.") % words
    return (
        _("%(paid)d more than included, at %(each)s each: %(cost)s so far, when the period ends.")
        % words
    )


def unit_price(amount: Decimal | int, currency: str) -> str:
    """Return what a unit costs, which may be less than the smallest coin: ``$0.005``.

    Args:
        amount: In the currency's smallest unit, or a part of it.
        currency: Three letters.
    """
    exact, places = Decimal(amount).normalize(), places_of(currency)
    parts = max(0, -int(exact.as_tuple().exponent))
    return in_currency(exact, currency, parts + places if exact % 10**places else 0)
