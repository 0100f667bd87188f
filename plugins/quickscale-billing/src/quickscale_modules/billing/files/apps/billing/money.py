"""Amounts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format

from apps.billing.catalog import ZERO_DECIMAL

__all__ = ["in_whole_units", "minor_units", "money", "unit_price"]

SIGNS: Final = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def money(amount: int, currency: str) -> str:
    """Return an amount as people write it: ``$19``, ``€4.50``, ``90 CHF``.

    Args:
        amount: In the currency's smallest unit.
        currency: Three letters.
    """
    whole = currency.lower() in ZERO_DECIMAL or amount % 100 == 0
    return _written(Decimal(amount), currency, 0 if whole else 2)


def unit_price(amount: Decimal | int, currency: str) -> str:
    """Return what a unit costs, which may be less than the smallest coin: ``$0.005``.

    Args:
        amount: In the currency's smallest unit, or a part of it.
        currency: Three letters.
    """
    exact = Decimal(amount).normalize()
    parts = max(0, -int(exact.as_tuple().exponent))
    if currency.lower() in ZERO_DECIMAL:
        return _written(exact, currency, parts)
    return _written(exact, currency, 0 if exact % 100 == 0 else parts + 2)


def _written(amount: Decimal, currency: str, places: int) -> str:
    code = currency.lower()
    value = abs(amount) / (1 if code in ZERO_DECIMAL else 100)
    number = number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    minus = "-" if amount < 0 else ""
    sign = SIGNS.get(code)
    return f"{minus}{sign}{number}" if sign else f"{minus}{number} {code.upper()}"


def minor_units(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest unit.

    Args:
        amount: As people write it.
        currency: Three letters.
    """
    return int(amount * (1 if currency.lower() in ZERO_DECIMAL else 100))


def in_whole_units(amount: Decimal, currency: str) -> bool:
    """Tell whether an amount is one that a currency has: no half yen.

    Args:
        amount: As people write it.
        currency: Three letters.
    """
    return amount == Decimal(minor_units(amount, currency)) / (
        1 if currency.lower() in ZERO_DECIMAL else 100
    )
