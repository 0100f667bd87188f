"""Amounts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format

from apps.billing.catalog import THREE_DECIMAL, ZERO_DECIMAL

SIGNS: Final = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def places_of(currency: str) -> int:
    """Return how many decimal places a currency has: two, for most."""
    code = currency.lower()
    return 0 if code in ZERO_DECIMAL else 3 if code in THREE_DECIMAL else 2


def money(amount: int, currency: str) -> str:
    """Return an amount as people write it: ``$19``, ``€4.50``, ``90 CHF``.

    Args:
        amount: In the currency's smallest unit.
        currency: Three letters.
    """
    places = places_of(currency)
    return in_currency(Decimal(amount), currency, places if amount % 10**places else 0)


def in_currency(amount: Decimal, currency: str, places: int) -> str:
    """Return an amount as people write it, with a number of decimal places.

    Args:
        amount: In the currency's smallest unit, or a part of it.
        currency: Three letters.
        places: How many.
    """
    code = currency.lower()
    value = abs(amount) / 10 ** places_of(currency)
    number = number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    minus = "-" if amount < 0 else ""
    sign = SIGNS.get(code)
    return f"{minus}{sign}{number}" if sign else f"{minus}{number} {code.upper()}"


def minor_units(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest unit."""
    return int(amount * 10 ** places_of(currency))


def in_whole_units(amount: Decimal, currency: str) -> bool:
    """Tell whether an amount is one that Stripe takes: no half yen, no single thousandth."""
    units = minor_units(amount, currency)
    whole = amount == Decimal(units) / 10 ** places_of(currency)
    return whole and (currency.lower() not in THREE_DECIMAL or units % 10 == 0)
