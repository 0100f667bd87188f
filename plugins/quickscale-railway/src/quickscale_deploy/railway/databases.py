"""Whether the database that a site has, or is to have, can be used for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from quickscale_core import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["unusable_database"]

_SCHEMES: Final = frozenset({"postgres", "postgresql", "psql", "pgsql", "postgis"})


def unusable_database(values: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the ``DATABASE_URL`` a site has or is to have.

    Args:
        values: The site's variables.
    """
    url = values.get("DATABASE_URL", "")
    if not url:
        return
    why = _why(url)
    if why:
        yield Problem(
            what=f"DATABASE_URL cannot be used for the site: {why}",
            fix="write postgres://user:password@host:5432/name into .env.railway, or take"
            " DATABASE_URL away there and at Railway, and a PostgreSQL is made",
        )


def _why(url: str) -> str:
    if "${{" in url:
        return "it refers to a service that is not there"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "it is no address"
    if parts.scheme.startswith("sqlite"):
        return "an SQLite file does not outlive a deploy"
    if parts.scheme not in _SCHEMES:
        return f"it is no PostgreSQL but {parts.scheme or 'nothing known'}"
    if not (host or "host=" in parts.query):
        return "it names no host"
    return "" if parts.path.strip("/") else "it names no database"
