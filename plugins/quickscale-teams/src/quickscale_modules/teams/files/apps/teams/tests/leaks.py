"""What the leak test cannot know of teams, and of the accounts that every team needs."""

from __future__ import annotations

from typing import Final

OUTSIDE_TEAMS: Final = {
    "account_invitation": "whoever has the link may open it",
    "account_end_session": "a person's own sessions",
    "mfa_remove_webauthn": "a person's own passkeys",
    "team_invitation": "whoever has the link may open it, and joins by it",
    "team_invitation_sign_up": "whoever has the link may open it",
    "team_restore": "for owners of a deleted team, which no page is about",
    "api_team_restore": "the same",
}

UNSCOPED: Final = {
    "teams.Membership": "people ask for their own, whatever team is active",
}
