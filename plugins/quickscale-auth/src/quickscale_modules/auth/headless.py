"""What auth adds where an app in the browser shows the account pages: calls to allauth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import App, Setting, UrlInclude

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution

__all__ = ["headless_contributions"]


def headless_contributions() -> Iterator[Contribution]:
    """Yield allauth's own answers in JSON, for the session of whoever is signed in alone."""
    yield App(path="allauth.headless", after=("allauth.account",))
    yield Setting(
        name="HEADLESS_CLIENTS",
        value=("browser",),
        comment="The site's own pages; no tokens for other programs.",
    )
    yield UrlInclude(prefix="_allauth/browser/v1/", module="apps.accounts.urls.headless")
