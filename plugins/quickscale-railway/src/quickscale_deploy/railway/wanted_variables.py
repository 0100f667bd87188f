"""The variables that a site is to have at Railway."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from quickscale_core.deploying import Variable, generated_variables
from quickscale_deploy.railway.databases import VARIABLES

if TYPE_CHECKING:
    from quickscale_core.deploying import DeployRequest
    from quickscale_deploy.railway.account import Account
    from quickscale_deploy.railway.releases import Releases

__all__ = ["SKIP_STATIC", "WantedVariables"]

SKIP_STATIC: Final = "SKIP_COLLECTSTATIC"
"""A variable that the Dockerfile takes as a build argument."""

_UNKNOWN: Final = "(the site's domain)"
_LISTS: Final = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")


class WantedVariables:
    """What the service that serves is to have; secrets that are made are made once."""

    def __init__(self, account: Account, releases: Releases, request: DeployRequest) -> None:
        self.account = account
        self.releases = releases
        self.request = request
        self._fresh: list[Variable] | None = None

    def __call__(self) -> list[Variable]:
        """Return the variables, the owner's own last."""
        found = self.account.snapshot()
        own = {it.name: it.value for it in self.request.own}
        domains = found.instance(self.account.web).domains if found else ()
        hosts = ",".join(domains) or _UNKNOWN
        origins = ",".join(f"https://{it}" for it in domains or (_UNKNOWN,))
        project = self.request.project
        wanted = list(generated_variables(project.variables))
        copy = found is not None and self.releases.is_copy(self.account.web)
        if copy and self._fresh is None:  # another environment's secrets and hosts are its own
            self._fresh = [replace(it, rule="set") for it in wanted]
        wanted = self._fresh or wanted
        for name, value in zip(_LISTS, (hosts, origins), strict=True):
            if name in own:  # the owner's list, with the site's own address in any case
                both = dict.fromkeys([*own[name].split(","), *value.split(",")])
                wanted.append(Variable(name=name, value=",".join(both), rule="set"))
            else:
                wanted.append(Variable(name=name, value=value, rule="set" if copy else "contains"))
        if project.reads("SITE_URL"):
            url = f"https://{hosts.split(',')[0]}"
            wanted.append(Variable(name="SITE_URL", value=url, rule="set" if copy else "once"))
        wanted.append(self._reference("postgres", "Postgres"))
        if project.needs_redis:
            wanted.append(self._reference("redis", "Redis"))
        if not self.request.collect_static:
            wanted.append(Variable(name=SKIP_STATIC, value="1", rule="set"))
        wanted = [it for it in wanted if it.name not in own or it.name in _LISTS]
        return [*wanted, *(it for it in self.request.own if it.name not in _LISTS)]

    def _reference(self, kind: str, default: str) -> Variable:
        found = self.account.snapshot()
        service = (found.service_like(kind) if found else "") or default
        variable = VARIABLES[kind]
        return Variable(name=variable, value=f"${{{{{service}.{variable}}}}}")
