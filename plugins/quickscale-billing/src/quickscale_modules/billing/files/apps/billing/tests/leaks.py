"""What the leak test of teams, where there are teams, cannot know of billing."""

from __future__ import annotations

from typing import Final

OUTSIDE_TEAMS: Final = {
    "api_pay_invoice": "Stripe's id; test_api_deeds.py tries that of another account",
    "api_payment_method": "Stripe's id; test_api_deeds.py tries that of another account",
    "billing_pay_invoice": "Stripe's id; test_guards.py tries that of another account",
}
