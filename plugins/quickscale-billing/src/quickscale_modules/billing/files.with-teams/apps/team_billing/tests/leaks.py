"""What the leak test of teams cannot know of their accounts."""

from __future__ import annotations

from typing import Final

UNSCOPED: Final = {
    "team_billing.TeamAccount": "webhooks are about an account, and find its team by this row",
}
