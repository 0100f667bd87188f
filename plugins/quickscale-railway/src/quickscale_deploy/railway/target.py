"""Railway as a deploy target: which steps find or make what a site needs there."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Final

import click
from quickscale_core import Problem
from quickscale_core.deploying import (
    DeployTarget,
    Done,
    Place,
    Step,
    Variable,
    missing_variables,
)
from quickscale_deploy.railway.account import RELEASE, Account
from quickscale_deploy.railway.databases import database_steps, unusable_database
from quickscale_deploy.railway.failures import Failure
from quickscale_deploy.railway.releases import Releases
from quickscale_deploy.railway.wanted_variables import SKIP_STATIC, WantedVariables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quickscale_core.deploying import DeployRequest

__all__ = ["RailwayTarget"]

_SECRET: Final = re.compile(r"KEY|TOKEN|SECRET|PASS|DSN|CREDENTIAL|_URL$")
"""In the name of a variable that the owner set at Railway, which the project does not know."""


def _workspaces(user: Mapping[str, list[Mapping[str, str]]]) -> list[str]:
    return [it["name"] for it in user.get("workspaces", [])]


def _option(flag: str, what: str) -> click.Option:
    return click.Option([flag], metavar="N", help=what)


class RailwayTarget(DeployTarget):
    """A project at Railway, in one environment."""

    name = "railway"
    title = "Railway"
    fills = frozenset({"SITE_URL"})
    parameters = (
        _option("--project-name", "The project at Railway; by default this project's name."),
        _option("--service", "The service that serves the site; by default web."),
        _option("--environment", "The environment; by default production."),
        _option("--workspace", "The workspace of a project that is made, where there are several."),
    )

    def __init__(self, request: DeployRequest) -> None:
        super().__init__(request)
        self.account = Account(request)
        self.releases = Releases(self.account, request)
        self.web = self.account.web
        self.wanted = WantedVariables(self.account, self.releases, request)

    # -- before -------------------------------------------------------------------------------

    def preflight(self) -> Iterator[Problem]:
        """Yield that the CLI or the login is not ready, or that the database cannot be used."""
        railway = self.account.railway
        if problem := railway.unusable():
            yield problem
            return
        try:
            if os.environ.get("RAILWAY_TOKEN"):
                railway.ask("status", "--json")
            else:
                names = railway.read(_workspaces, "whoami", "--json")
                yield from self._choice(names)
        except Failure as error:
            yield from error.problems
            return
        yield from unusable_database({**self.variables(), **self._own()})

    def _choice(self, names: list[str]) -> Iterator[Problem]:
        asked = self.request.option("workspace")
        if len(names) > 1 and not asked and self.account.snapshot() is None:
            yield Problem(
                what="the new project could stand in several workspaces",
                where=tuple(names),
                fix=f"choose one: --workspace {shlex.quote(names[0])}",
            )

    def _own(self) -> dict[str, str]:
        return {it.name: it.value for it in self.request.own}

    def where(self) -> str:
        """Return project and environment."""
        environment = self.account.environment or "production"
        return f"project {self.account.name}, environment {environment}"

    def variables(self) -> Mapping[str, str]:
        """Return the variables of the service that serves."""
        found = self.account.variables(self.web)
        known = {it.name: it.secret for it in self.request.project.variables}
        self.secrets |= {
            it for name, it in found.items() if known.get(name, bool(_SECRET.search(name)))
        }
        return found

    def place(self) -> Place | None:
        """Return the site's address and what runs there."""
        found = self.account.snapshot()
        domain = self._domain()
        if found is None or domain is None:
            return None
        marker = self.releases.marker(self.web)
        current = self.releases.running(self.web)
        mounts = found.instance(self.web).mounts
        return Place(
            url=f"https://{domain}",
            dashboard=f"https://railway.com/project/{found.id}?environmentId={found.environment_id}",
            lasting=tuple(it.removeprefix("/app/").strip("/") for it in mounts),
            current=current,
            previous=marker.previous if current == marker.commit else "",
        )

    # -- steps --------------------------------------------------------------------------------

    def steps(self) -> list[Step]:
        """Return what finds or makes the project, its services, their variables and releases."""
        account, project = self.account, self.request.project
        steps = [
            Step(
                name="project",
                what=f"project {account.name}",
                find=account.find_project,
                make=account.make_project,
            ),
            Step(
                name="environment",
                what=f"environment {account.environment or 'production'}",
                find=account.find_environment,
                make=account.make_environment,
            ),
            *database_steps(account, self.request, "PostgreSQL", "postgres"),
        ]
        if project.needs_redis:
            steps += database_steps(account, self.request, "Redis", "redis")
        services = [self.web, *(it.name for it in project.processes)]
        steps += [self._service(name) for name in services]
        steps += [self._domain_step(), self._web_variables()]
        steps += [self._process_variables(it.name) for it in project.processes]
        steps += [self._release(self.web, None)]
        steps += [self._release(it.name, it) for it in project.processes]
        return steps

    def _service(self, name: str) -> Step:
        def find() -> str | None:
            found = self.account.snapshot()
            return name if found and name in found.instances else None

        def make() -> str:
            self.account.make(find, "add", "--service", name, "--json")
            return name

        return Step(name=f"service-{name}", what=f"service {name}", find=find, make=make)

    def _domain(self) -> str | None:
        found = self.account.snapshot()
        domains = found.instance(self.web).domains if found else ()
        return domains[0] if domains else None

    def _domain_step(self) -> Step:
        def make() -> str:
            account = self.account
            account.make(self._domain, "domain", *account.of(self.web), "--json")
            return self._domain() or ""

        return Step(name="domain", what="address", find=self._domain, make=make)

    # -- variables ----------------------------------------------------------------------------

    def _web_variables(self) -> Step:
        def lacking() -> tuple[Variable, ...]:
            return missing_variables(self.wanted(), self.variables())

        def unwanted() -> bool:
            return self.request.collect_static and bool(self.variables().get(SKIP_STATIC))

        def find() -> str | None:
            if self._domain() is None or lacking() or unwanted():
                return None
            return "all set"

        def make() -> str:
            account = self.account
            todo = lacking()
            for it in todo:
                self.secrets |= {it.value} if it.secret else set()
                account.railway.do(
                    *("variable", "set", it.name, "--stdin", "--skip-deploys", "--json"),
                    *account.of(self.web),
                    stdin=it.value,
                )
            if unwanted():
                account.railway.do(
                    "variable", "delete", SKIP_STATIC, *account.of(self.web), "--json"
                )
            account.forget_variables()
            return ", ".join(it.name for it in todo) or f"{SKIP_STATIC} taken away"

        return Step(
            name="variables",
            what="variables of the site",
            find=find,
            make=make,
            details=lambda: [it.shown for it in lacking()],
        )

    def _process_variables(self, service: str) -> Step:
        """Return the step that gives a process what the site has, by references to it."""

        def lacking() -> list[str]:
            site = self.variables()
            own = set(self.account.variables(service))
            return [
                name
                for name in site
                if name not in own and name != RELEASE and not name.startswith("RAILWAY_")
            ]

        def find() -> str | None:
            return "all set" if self.variables() and not lacking() else None

        def make() -> str:
            names = lacking()
            pairs = [f"{name}=${{{{{self.web}.{name}}}}}" for name in names]
            words = ("variable", "set", *pairs, "--skip-deploys", "--json")
            self.account.railway.do(*words, *self.account.of(service))
            self.account.forget_variables()
            return f"{len(names)} taken over from {self.web}"

        return Step(
            name=f"variables-{service}", what=f"variables of {service}", find=find, make=make
        )

    def _release(self, service: str, process: object) -> Step:
        found = next((it for it in self.request.project.processes if it is process), None)

        def find() -> str | None:
            if self.account.snapshot() is None or not self.account.variables(service):
                return None
            return self.releases.find(service, found)

        return Step(
            name=f"release-{service}",
            what=f"release of {service}",
            find=find,
            make=lambda: self.releases.make(service, found),
        )

    # -- the site -----------------------------------------------------------------------------

    def _ssh(self) -> tuple[str, ...]:
        return ("ssh", *self.account.of(self.web), "--")

    def run(self, argv: Sequence[str], *, asks: bool = False) -> Done:
        """Run a command in the container that serves."""
        if asks:
            return Done(self.account.railway.hand_over(*self._ssh(), *argv), "", "")
        words = (*self._ssh(), *argv)
        return self.account.railway.try_it(*words, timeout=self.request.timeout)

    def run_line(self, argv: Sequence[str]) -> str:
        """Return the command with Railway's own SSH."""
        return shlex.join(("railway", *self._ssh(), *argv))

    def logs(self, *, follow: bool, lines: int) -> int:
        """Print the log of the service that serves."""
        words = ["logs", "--deployment", *self.account.of(self.web)]
        return self.account.railway.hand_over(*words, *([] if follow else ["--lines", str(lines)]))

    def destroyed(self) -> list[str]:
        """Return the services, which go with their data."""
        found = self.account.snapshot()
        if found is None:
            return []
        return [f"project {found.name} with all of its environments", *found.services]

    def destroy(self) -> str:
        """Delete the project."""
        found = self.account.here()
        self.account.railway.do("delete", "--project", found.id, "--yes", "--json")
        self.account.forget()
        return f"project {found.name}"
