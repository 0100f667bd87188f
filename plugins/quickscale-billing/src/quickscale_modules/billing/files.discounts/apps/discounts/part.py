"""What discounts add to billing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.billing.parts import Part
from apps.discounts.flows import count_use

if TYPE_CHECKING:
    from collections.abc import Mapping


class Discounts(Part):
    """Has promotion codes taken at Checkout, and counts how often each is used."""

    def checkout_params(self) -> Mapping[str, Any]:
        """Let customers type a promotion code."""
        return {"allow_promotion_codes": True}

    def follow(self, told: Any) -> None:
        """Count the use of each discount that Stripe tells of."""
        for one in [told] if told["object"] == "discount" else told.get("discounts") or ():
            count_use(one)
