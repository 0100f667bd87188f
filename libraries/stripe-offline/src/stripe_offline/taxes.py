"""Taxes: one rate for everybody, added to every price, wherever automatic tax is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe

from .shapes import blank

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["add_tax_id", "automatic", "tax_of", "tax_on", "tax_part", "the_rate"]

PERCENT = 20

_RATE = "txr_offline000000000000000"

_KINDS = {"GB": "gb_vat", "CH": "ch_vat"}
"""Kinds of tax ids by what they begin with; every other one counts as the European Union's."""


def automatic(enabled: object) -> dict[str, Any]:
    """Return an invoice's ``automatic_tax``."""
    return {
        "enabled": bool(enabled),
        "disabled_reason": None,
        "liability": {"type": "self"} if enabled else None,
        "provider": "stripe" if enabled else None,
        "status": "complete" if enabled else None,
    }


def tax_of(amount: int) -> int:
    """Return the tax on an amount without it."""
    return round(amount * PERCENT / 100)


def tax_part(amount: int, tax: int) -> dict[str, Any]:
    """Return a tax as lines and invoices show it.

    Args:
        amount: What it is on.
        tax: How much it is.
    """
    return {
        "amount": tax,
        "tax_behavior": "exclusive",
        "tax_rate_details": {"tax_rate": _RATE},
        "taxability_reason": "standard_rated",
        "taxable_amount": amount,
        "type": "tax_rate_details",
    }


def tax_on(lines: list[Obj]) -> int:
    """Put the tax on the lines of an invoice, and return what it comes to.

    Args:
        lines: With what is left of them after discounts as ``_left``.
    """
    for line in lines:
        line["taxes"] = [tax_part(line["_left"], tax_of(line["_left"]))]
    return sum(line["taxes"][0]["amount"] for line in lines)


def the_rate() -> Obj:
    """Return the one rate there is."""
    found = {"id": _RATE, "object": "tax_rate", "active": True, "display_name": "VAT"}
    return blank(stripe.TaxRate) | found | {"percentage": float(PERCENT), "inclusive": False}


def add_tax_id(ledger: Ledger, customer: Obj, value: str) -> None:
    """Keep the tax id that a customer typed at Checkout."""
    kind = _KINDS.get(value[:2].upper(), "eu_vat")
    ledger.add(
        "tax_id",
        owner=customer,
        customer=customer["id"],
        country=value[:2].upper(),
        type=kind,
        value=value,
        verification={"status": "verified", "verified_address": None, "verified_name": None},
    )
