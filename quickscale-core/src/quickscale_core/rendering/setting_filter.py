"""The filter of templates that writes a setting of the composition as Python source."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from quickscale_core.source_text.python_source import LINE_LENGTH, assignment

if TYPE_CHECKING:
    from quickscale_core.composition.composition import PlacedSetting

__all__ = ["setting"]


def setting(one: PlacedSetting) -> str:
    """Return a setting as an assignment below its comment."""
    lines = textwrap.wrap(
        one.comment, LINE_LENGTH - 2, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([*(f"# {line}" for line in lines), assignment(one.name, one.value)])
