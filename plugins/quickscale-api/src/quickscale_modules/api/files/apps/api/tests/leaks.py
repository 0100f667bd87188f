"""What the leak test of teams cannot know, where the project has teams."""

from __future__ import annotations

from typing import Final

OUTSIDE_TEAMS: Final = {
    "api_not_found": "nothing is there, for anybody",
}
