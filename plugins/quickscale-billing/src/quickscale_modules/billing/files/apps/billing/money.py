"""Amounts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format

from apps.billing.catalog import ZERO_DECIMAL

__all__ = ["in_currency", "minor_units", "money"]

SIGNS: Final = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def money(amount: int, currency: str) -> str:
    """Return an amount as people write it: ``$19``, ``€4.50``, ``90 CHF``.

    Args:
        amount: In the currency's smallest unit.
        currency: Three letters.
    """
    whole = currency.lower() in ZERO_DECIMAL or amount % 100 == 0
    return in_currency(Decimal(amount), currency, 0 if whole else 2)


def in_currency(amount: Decimal, currency: str, places: int) -> str:
    """Return an amount as people write it, with a number of decimal places.

    Args:
        amount: In the currency's smallest unit, or a part of it.
        currency: Three letters.
        places: How many.
    """
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
