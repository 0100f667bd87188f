"""What the leak test of teams cannot know of the stand-in for Stripe, which knows no teams."""

from __future__ import annotations

from typing import Final

_HOSTED: Final = "a page as Stripe hosts it: whoever has the address may open it"
_TOOL: Final = "a developer's tool, which is never on in production"

OUTSIDE_TEAMS: Final = {
    "stripe_offline:resend": _TOOL,
    "stripe_offline:advance": _TOOL,
    "stripe_offline:start": _TOOL,
    "stripe_offline:checkout": _HOSTED,
    "stripe_offline:confirm": _HOSTED,
    "stripe_offline:invoice": _HOSTED,
    "stripe_offline:invoice_pdf": _HOSTED,
    "stripe_offline:portal": _HOSTED,
    "stripe_offline:receipt": _HOSTED,
}
