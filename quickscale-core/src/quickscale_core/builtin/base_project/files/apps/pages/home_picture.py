"""What the picture of the product on the home page shows; its words are in its template."""

from __future__ import annotations

from typing import Final

from apps.pages.dashboard import Point

_VALUES: Final = (
    *(31, 44, 38, 52, 47, 18, 14, 49, 58, 51, 63, 55, 22, 19, 57),
    *(66, 61, 72, 64, 27, 21, 69, 74, 70, 83, 76, 33, 25, 79, 88),
)

SAMPLE: Final = tuple(Point(label=f"{day}", value=value) for day, value in enumerate(_VALUES, 1))
"""A month of values that grow, with quiet weekends."""
