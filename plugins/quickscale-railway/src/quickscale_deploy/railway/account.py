"""The project at Railway and its environment: found by this folder's link or by name, else made."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.deploying import retry
from quickscale_deploy.railway.failures import NOT_LINKED, Failure, problem
from quickscale_deploy.railway.program import Railway, passing
from quickscale_deploy.railway.snapshot import Snapshot, read_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quickscale_core.deploying import DeployRequest

__all__ = ["RELEASE", "Account"]

RELEASE: Final = "QUICKSCALE_RELEASE"
"""A variable of each service of ours: what was deployed to it last."""


class Account:
    """What belongs to one project at Railway. It remembers what it read until something is made.

    Attributes:
        railway: The program.
        name: The project's name.
        environment: The environment's name as it was asked for, or empty.
        web: The name of the service that serves.
    """

    def __init__(self, request: DeployRequest) -> None:
        self.railway = Railway(request.project.folder, request.say)
        self.name = request.option("project_name") or request.project.spec.name
        self.environment = request.option("environment")
        self.web = request.option("service") or "web"
        self._named = bool(request.option("project_name"))
        self._workspace = request.option("workspace")
        self._say = request.say
        self._snapshot: Snapshot | None = None
        self._variables: dict[str, dict[str, str]] = {}
        self._linked = False

    # -- what there is ------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """Return the project that this folder is linked to, or ``None`` where it is to none."""
        if self._snapshot is None:
            found = self._read(self.railway)
            if found and (found.name == self.name or not self._named):
                self._snapshot = found
        return self._snapshot

    def here(self) -> Snapshot:
        """Return the project, which must be there by now.

        Raises:
            Failure: There is none.
        """
        found = self.snapshot()
        if found is None or not found.environment:
            raise problem(
                NOT_LINKED,
                "this folder is not linked to a project at Railway",
                "quickscale deploy railway makes one; railway link takes one that is there",
            )
        return found

    def forget(self) -> None:
        """Read the project anew the next time, since something was made."""
        self._snapshot = None

    def forget_variables(self) -> None:
        """Read variables anew the next time; those of one service may refer to another's."""
        self._variables = {}

    def variables(self, service: str) -> Mapping[str, str]:
        """Return a service's variables with their values; none while there is no such service."""
        found = self.snapshot()
        if found is None or service not in found.instances:
            return {}
        if service not in self._variables:
            words = ("variable", "list", *self.of(service), "--json")
            self._variables[service] = self.railway.read(_texts, *words)
        return self._variables[service]

    def of(self, service: str) -> tuple[str, ...]:
        """Return the options that name a service in the environment."""
        return ("--service", service, "--environment", self.here().environment)

    def _read(self, railway: Railway) -> Snapshot | None:
        try:
            return railway.read(lambda it: read_snapshot(it, self.environment), "status", "--json")
        except Failure as error:
            if error.kind == NOT_LINKED:
                return None
            raise

    # -- what is made -------------------------------------------------------------------------

    def make(self, find: Callable[[], str | None], *words: str, stdin: str = "") -> None:
        """Run a command that makes something, again where the network failed before it was made.

        Args:
            find: Whether it is there; a call that failed may have made it all the same.
            words: The command.
            stdin: A secret that it reads.
        """
        if words[0] == "add" and not self._linked:
            here = self.here()  # what is added goes into the environment that is linked
            self._link(here.id, here.environment)
        tries = 0

        def once() -> None:
            nonlocal tries
            tries += 1
            if tries > 1:
                self.forget()
                if find() is not None:
                    return
            self.railway.do(*words, stdin=stdin)

        try:
            retry(once, passing, self._say)
        finally:
            self.forget()

    def find_project(self) -> str | None:
        """Return the linked project in words."""
        found = self.snapshot()
        return found.name if found else None

    def make_project(self) -> str:
        """Link this folder to the project of its name, which is made where there is none."""
        if other := self._of_this_name():
            self._check_ours(other)
            self._link(other)
            return f"{self.name}, linked to this folder"
        words = ["init", "--name", self.name, "--json"]
        if self._workspace:
            words += ["--workspace", self._workspace]
        self.make(lambda: self._of_this_name() or None, *words)
        self._linked = self.snapshot() is not None
        if not self._linked and (made := self._of_this_name()):
            self._link(made)  # the call that made it did not live to link it
        return self.name

    def find_environment(self) -> str | None:
        """Return the environment in words."""
        found = self.snapshot()
        return found.environment or None if found else None

    def make_environment(self) -> str:
        """Make the environment that was asked for, and link this folder to it.

        Services are not added to an environment that comes later, so it begins as a copy of one
        that has them, with databases of its own.
        """
        name, found = self.environment or "production", self.snapshot()
        words = ["environment", "new", name, "--json"]
        if found and found.services:
            others = sorted(found.environments, key=lambda it: it != "production")
            words += ["--duplicate", others[0]]
        self.make(self.find_environment, *words)
        found = self.snapshot()
        if found:
            self._link(found.id, name)
        return name

    def _link(self, project: str, environment: str = "") -> None:
        words = ["link", "--project", project, "--json"]
        words += ["--environment", environment or self.environment or "production"]
        self.railway.do(*words)
        self._linked = True
        self.forget()

    def _of_this_name(self) -> str:
        """Return the id of the account's project of our name, or nothing."""
        if os.environ.get("RAILWAY_TOKEN"):
            return ""  # a project's own token sees that project alone

        def ours(answer: list[dict[str, str]]) -> list[str]:
            return [it["id"] for it in answer if it["name"] == self.name]

        found = self.railway.read(ours, "list", "--json")
        if len(found) > 1:
            raise problem(
                "name taken",
                f"{len(found)} projects at Railway are called {self.name}",
                "link this folder to one of them: railway link --project ID",
                tuple(found),
            )
        return found[0] if found else ""

    def _check_ours(self, project: str) -> None:
        """Refuse a project of our name that somebody made for something else.

        It is looked at from another folder, so that this one is not linked to it.
        """
        if self._named:
            return  # the owner means it
        with tempfile.TemporaryDirectory(prefix="quickscale-railway-") as scratch:
            elsewhere = Railway(Path(scratch), self._say)
            elsewhere.do("link", "--project", project, "--environment", "production", "--json")
            found = self._read(elsewhere)
            if found is None or not found.services:
                return  # an interrupted run made it
            if self.web in found.services:
                words = ("--service", self.web, "--environment", found.environment, "--json")
                if RELEASE in elsewhere.read(_texts, "variable", "list", *words):
                    return
        raise problem(
            "name taken",
            f"Railway has a project {self.name} already, to which this folder is not linked",
            f"use it: --project-name {self.name}; or choose another name: --project-name NAME",
            (f"project {project}: {', '.join(found.services)}",),
        )


def _texts(answer: Mapping[str, object]) -> dict[str, str]:
    """Return what a command lists, by name."""
    return {str(name): str(value) for name, value in answer.items()}
