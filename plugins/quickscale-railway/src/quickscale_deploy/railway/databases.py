"""The databases of a site: made where there are none, used where they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from quickscale_core import Problem
from quickscale_core.deploying import Step, wait_until
from quickscale_deploy.railway.snapshot import RUNNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quickscale_core.deploying import DeployRequest
    from quickscale_deploy.railway.account import Account

__all__ = ["VARIABLES", "database_steps", "unusable_database"]

VARIABLES: Final = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
"""The variable in which a site finds a kind of database."""

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


def database_steps(account: Account, request: DeployRequest, title: str, kind: str) -> list[Step]:
    """Return the steps of a database: that it is there, and that it runs.

    Args:
        account: Where.
        request: What is deployed.
        title: Its name for people: ``"PostgreSQL"``.
        kind: Its name at Railway: ``"postgres"`` or ``"redis"``.
    """
    variable = VARIABLES[kind]

    def find() -> str | None:
        if any(it.name == variable and it.value for it in request.own):
            return f"your own {variable}"
        found = account.snapshot()
        service = found.service_like(kind) if found else ""
        if service:
            return f"{service}, which was there already"
        return f"{variable} is set" if account.variables(account.web).get(variable) else None

    def make() -> str:
        account.make(find, "add", "--database", kind, "--json")
        return account.here().service_like(kind)

    def running() -> str | None:
        found = account.snapshot()
        service = found.service_like(kind) if found else ""
        if found and service:
            return "it runs" if found.instance(service).status in RUNNING else None
        return find()

    def look() -> str | None:
        account.forget()
        return running()

    def wait() -> str:
        return wait_until(look, f"{title} to start", request.timeout, request.say)

    return [
        Step(name=kind, what=title, find=find, make=make),
        Step(name=f"{kind}-runs", what=f"{title} runs", find=running, make=wait),
    ]
