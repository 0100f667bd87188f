"""Parts that one app shows at a place of another app's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.pages.dashboard import Source


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a page.

    Attributes:
        place: Where it stands: the page has ``{% page_parts "<place>" %}`` there.
        template: Template of its markup.
        context: Source that returns the template's context, or ``None`` where there is nothing to
            show; empty for a template that needs none.
    """

    place: str
    template: str
    context: Source = ""
