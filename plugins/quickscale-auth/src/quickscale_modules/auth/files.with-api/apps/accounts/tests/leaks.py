"""What the leak test of teams cannot know of the API, where the project has teams."""

from __future__ import annotations

from typing import Final

OUTSIDE_TEAMS: Final = {"api_session": "a person's own sessions"}
