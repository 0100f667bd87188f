"""Where the browser finds what Vite built."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.staticfiles.storage import staticfiles_storage
from django_vite.core.asset_loader import DjangoViteAppClient

if TYPE_CHECKING:
    from django.contrib.staticfiles.storage import StaticFilesStorage


class BuiltAssets(DjangoViteAppClient):  # type: ignore[misc]  # django-vite has no types
    """Names files as Vite did, so that they find each other.

    The storage of static files would give them one more hash, and a part that imports its neighbour
    under its first name would load it twice.
    """

    def get_production_server_url(self, path: str) -> str:
        """Return the address of a built file."""
        storage = cast("StaticFilesStorage", staticfiles_storage)
        return f"{storage.base_url}{self.static_url_prefix}/{path}"
