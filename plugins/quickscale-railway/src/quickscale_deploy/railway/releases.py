"""One commit on one service: whether it runs there, how it gets there, and why it did not."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quickscale_core import Problem, QuickScaleError
from quickscale_core.deploying import wait_until
from quickscale_deploy.railway.account import RELEASE
from quickscale_deploy.railway.failures import failed, problem
from quickscale_deploy.railway.program import passing
from quickscale_deploy.railway.snapshot import RUNNING, UNDER_WAY

if TYPE_CHECKING:
    from quickscale_core.deploying import DeployRequest
    from quickscale_core.plugin_api import Process
    from quickscale_deploy.railway.account import Account
    from quickscale_deploy.railway.snapshot import Instance

__all__ = ["Marker", "Releases"]

_CONFIG: Final = "railway.json"
_OF_WEB_ALONE: Final = ("preDeployCommand", "healthcheckPath", "healthcheckTimeout")
_UNHEALTHY: Final = r"[Hh]ealthcheck failed|never became healthy|failed with service unavailable"
_MIGRATING: Final = (
    r"manage\.py migrate|Running migrations|Applying \w+\.|[Pp]re-?deploy|django\.db"
)
_LINES: Final = "40"


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands in ``QUICKSCALE_RELEASE``: what was to be deployed by the latest release.

    Attributes:
        commit: The commit.
        digest: Of the variables and the configuration it was deployed with.
        before: Id of the service's deployment before it.
        previous: The commit that ran before it.
        environment: Id of the environment it was written for. A copy of that has the variable, too.
    """

    commit: str = ""
    digest: str = ""
    before: str = ""
    previous: str = ""
    environment: str = ""

    @classmethod
    def read(cls, text: str) -> Marker:
        """Return what a variable holds; nothing of one that is not ours."""
        words = text.split("/")
        return cls(*words) if len(words) == 5 else cls()  # noqa: PLR2004 - the fields above

    def __str__(self) -> str:
        """Return what the variable is to hold."""
        return f"{self.commit}/{self.digest}/{self.before}/{self.previous}/{self.environment}"


class Releases:
    """Releases of a project's commit.

    Args:
        account: The project at Railway.
        request: What is to be deployed.
    """

    def __init__(self, account: Account, request: DeployRequest) -> None:
        self._account = account
        self._request = request

    def marker(self, service: str) -> Marker:
        """Return what the latest release of a service was to deploy."""
        found = Marker.read(self._account.variables(service).get(RELEASE, ""))
        there = self._account.snapshot()
        copied = there is None or found.environment != there.environment_id
        return Marker() if copied else found

    def is_copy(self, service: str) -> bool:
        """Return whether a service is a copy of another environment's, never deployed to."""
        there = self._account.variables(service).get(RELEASE)
        return bool(there) and not self.marker(service).commit

    def running(self, service: str) -> str:
        """Return the commit that serves, or nothing."""
        marker, instance = self.marker(service), self._instance(service)
        if not marker.commit:
            return ""
        arrived = instance.deployment != marker.before
        return marker.commit if arrived and instance.status in RUNNING else marker.previous

    def find(self, service: str, process: Process | None = None) -> str | None:
        """Return the commit in words where the service runs it as it is now to be run."""
        if self._state(service, process) == "running":
            return self._request.release.short
        return None

    def make(self, service: str, process: Process | None = None) -> str:
        """Deploy the commit to a service and wait until it runs.

        A release that was begun by a run that did not live to see its end is waited for.

        Raises:
            QuickScaleError: It does not run in the end; the release before it goes on.
        """
        if self._state(service, process) != "under way":
            self._upload(service, process)
        self._account.forget()
        status = wait_until(
            lambda: self._ended(service),
            f"the release of {service}",
            self._request.timeout,
            self._request.say,
        )
        if status not in RUNNING:
            raise self._why(service, status)
        return self._request.release.short

    def _state(self, service: str, process: Process | None) -> str:
        marker, instance = self.marker(service), self._instance(service)
        same = marker.commit == self._request.release.commit and marker.digest == self._digest(
            service, process
        )
        if not same or not instance.deployment or instance.deployment == marker.before:
            return "to do"
        if instance.status in RUNNING:
            return "running"
        return "under way" if instance.status in UNDER_WAY else "to do"

    def _instance(self, service: str) -> Instance:
        found = self._account.snapshot()
        assert found is not None  # noqa: S101 - a service with a marker is in a project
        return found.instance(service)

    def _ended(self, service: str) -> str | None:
        self._account.forget()
        status = self._instance(service).status
        return None if status in UNDER_WAY else status

    def _digest(self, service: str, process: Process | None) -> str:
        """Return a digest of everything but the commit that a release depends on.

        It holds the site's SECRET_KEY, which nobody can guess, so the other values cannot be
        guessed from it either.
        """
        values = sorted(
            (name, value)
            for name, value in self._account.variables(service).items()
            if name != RELEASE and not name.startswith("RAILWAY_")
        )
        text = json.dumps([values, self._changes(process)])
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def _changes(self, process: Process | None) -> dict[str, Any]:
        """Return what is different in the configuration of one service."""
        if process is not None:
            return {"startCommand": shlex.join(process.command), **dict.fromkeys(_OF_WEB_ALONE)}
        return {} if self._request.migrate else {"preDeployCommand": None}

    def _upload(self, service: str, process: Process | None) -> None:
        """Write the commit to a folder of its own, and hand that to Railway."""
        account, release = self._account, self._request.release
        marker = Marker(
            release.commit,
            self._digest(service, process),
            self._instance(service).deployment,
            self.running(service),
            account.here().environment_id,
        )
        account.railway.do(
            *("variable", "set", f"{RELEASE}={marker}", "--skip-deploys", "--json"),
            *account.of(service),
        )
        account.forget_variables()
        with tempfile.TemporaryDirectory(prefix="quickscale-railway-") as scratch:
            folder = Path(scratch)
            release.unpack(folder)
            _configure(folder / _CONFIG, self._changes(process))
            words = (
                *("up", str(folder), "--path-as-root", "--no-gitignore", "--ci", "--json"),
                *("--project", account.here().id, *account.of(service)),
                *("--message", f"{release.short} {release.subject}"[:100]),
            )
            self._request.say(f"{service}: uploading and building {release.short}")
            done = account.railway.try_it(*words, timeout=self._request.timeout)
        if done.code and not self._reports_the_release(done.out):
            error = failed(words, done)
            account.forget()
            arrived = self._instance(service).deployment != marker.before
            if not (passing(error) and arrived):  # else only the log's stream was lost
                raise error

    @staticmethod
    def _reports_the_release(text: str) -> bool:
        return re.search(r'"status"\s*:\s*"(failed|crashed)"', text) is not None

    def _why(self, service: str, status: str) -> QuickScaleError:
        """Return why a release does not run, from what it logged."""
        build = self._log(service, "--build")
        deploy = self._log(service, "--deployment")
        lines = deploy or build
        again = "mend it, commit, and repeat the command; the release before it goes on"
        text = "\n".join((*build, *deploy))
        if re.search(_UNHEALTHY, text) or status == "CRASHED":
            return problem(
                "health check failed",
                f"{service} did not become healthy: /health/ready never answered 200",
                f"see what it logs; {again}",
                lines[-12:],
            )
        if re.search(_MIGRATING, "\n".join(deploy)):
            return problem(
                "migration failed",
                "the migrations failed, so the new release was not started",
                f"see the error; {again}",
                deploy[-12:],
            )
        return problem("build failed", f"the image of {service} was not built", again, lines[-12:])

    def _log(self, service: str, kind: str) -> tuple[str, ...]:
        words = ("logs", kind, "--latest", "--lines", _LINES, *self._account.of(service))
        done = self._account.railway.try_it(*words)
        return () if done.code else tuple(it for it in done.out.splitlines() if it.strip())


def _configure(path: Path, changes: dict[str, Any]) -> None:
    """Write the configuration of one service over that of the commit.

    Raises:
        QuickScaleError: The commit's own is no JSON object.
    """
    try:
        config = json.loads(path.read_text("utf-8")) if path.exists() else {}
        deploy = {**config.get("deploy", {}), **changes}
    except (ValueError, AttributeError, TypeError) as error:
        raise QuickScaleError(
            Problem(
                what=f"{_CONFIG} of the commit is no JSON object",
                where=(str(error),),
                fix="mend it and commit it",
            )
        ) from error
    config["deploy"] = {name: value for name, value in deploy.items() if value is not None}
    config.setdefault("build", {"builder": "DOCKERFILE", "dockerfilePath": "Dockerfile"})
    path.write_text(json.dumps(config, indent=2) + "\n", "utf-8")
