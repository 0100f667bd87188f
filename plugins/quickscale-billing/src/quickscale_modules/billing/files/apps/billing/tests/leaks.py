"""What the leak test of teams, where there are teams, cannot know of billing."""

from __future__ import annotations

from typing import Final

OUTSIDE_TEAMS: Final = {
    "billing_pay_invoice": "Stripe's id of an invoice; test_pages.py tries that of another account",
}
