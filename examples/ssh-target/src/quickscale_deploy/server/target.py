"""A server, reached over SSH: what a site needs there, found or made."""

from __future__ import annotations

import hashlib
import shlex
from typing import TYPE_CHECKING

from quickscale_core import Problem, QuickScaleError
from quickscale_core.deploying import (
    DeployTarget,
    Done,
    Place,
    Program,
    Step,
    Variable,
    generated_variables,
    missing_variables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quickscale_core.deploying import DeployRequest

COMPOSE = ("docker", "compose", "--env-file", "../env", "--file", "compose.server.yml")


class ServerTarget(DeployTarget):
    """A folder on a server: the file ``env``, the commit in ``app``, what runs in ``running``."""

    name = "server"
    title = "your server"

    def __init__(self, request: DeployRequest) -> None:
        super().__init__(request)
        spec = request.project.spec
        known = spec.options("server") if spec.has("server") else {}
        self.host, self.domain = str(known.get("host", "")), str(known.get("domain", ""))
        self.folder = spec.name
        self.ssh = Program("ssh", request.project.folder)

    def _try(self, script: str, stdin: str | bytes = b"") -> Done:
        """Run a line of shell on the server."""
        words = ("-o", "BatchMode=yes", "--", self.host, script)
        done = self.ssh.run(*words, stdin=stdin, timeout=self.request.timeout)
        if done.code == 255:  # noqa: PLR2004 - ssh's own failure; see ssh(1)
            what, fix = f"ssh does not reach {self.host}", f"try it: ssh {self.host}"
            raise QuickScaleError(Problem(what=what, where=done.last_lines(), fix=fix))
        return done

    def _do(self, script: str, stdin: str | bytes = b"") -> Done:
        done = self._try(script, stdin)
        if done.code:
            what, where = f"a command failed on {self.host}", (script, *done.last_lines())
            fix = "mend it there, and repeat the deploy, which goes on"
            raise QuickScaleError(Problem(what=what, where=where, fix=fix))
        return done

    def _read(self, name: str) -> str:
        return self._try(f"cat {self.folder}/{name} 2>/dev/null || true").out

    def _compose(self, *words: str) -> str:
        return f"cd {self.folder}/app && {shlex.join((*COMPOSE, *words))}"

    def preflight(self) -> Iterator[Problem]:
        """Yield that nobody said where the server is, or that it cannot be used."""
        for option in (it for it in ("host", "domain") if not getattr(self, it)):
            what = f"nobody said what the {option} of your server is"
            yield Problem(what=what, fix=f"quickscale set server.{option}=...")
        for name in (it.name for it in self.request.own if "'" in it.value):
            yield Problem(what=f"{name} holds a single quote", fix="choose another value")
        if not (self.host and self.domain):
            return
        if not self.ssh.installed:
            yield Problem(what="ssh is not installed", fix="install OpenSSH's client")
        elif self._try("docker compose version").code:
            yield Problem(what=f"{self.host} has no Docker Compose", fix="install Docker there")

    def where(self) -> str:
        """Return server and folder."""
        return f"{self.host}, folder {self.folder}"

    def variables(self) -> Mapping[str, str]:
        """Return what stands in the file ``env``."""
        pairs = (line.partition("=") for line in self._read("env").splitlines())
        found = {name: value.strip("'") for name, _, value in pairs}
        known = {it.name: it.secret for it in self.request.project.variables}
        self.secrets |= {it for name, it in found.items() if known.get(name, True)}
        return found

    def place(self) -> Place | None:
        """Return the domain, and the commits of the file ``running``."""
        current, _, previous = [*self._read("running").split(), "", "", ""][:3]
        place = Place(
            url=f"https://{self.domain}", lasting=("media",), current=current, previous=previous
        )
        return place if current else None

    def steps(self) -> list[Step]:
        """Return what finds or makes the folder, the variables and the release."""
        return [
            Step(
                name="folder",
                what=f"folder {self.folder}",
                find=lambda: None if self._try(f"test -d {self.folder}").code else self.folder,
                make=lambda: self._do(f"mkdir -p {self.folder}").out or self.folder,
            ),
            Step(
                name="variables",
                what="variables of the site",
                find=lambda: None if self._lacking() else "all set",
                make=self._set_variables,
                details=lambda: [it.shown for it in self._lacking()],
            ),
            Step(
                name="release",
                what="release",
                find=lambda: self.request.release.short if self._runs() else None,
                make=self._release,
            ),
        ]

    def _lacking(self) -> tuple[Variable, ...]:
        present = self.variables()
        password = Variable.random("POSTGRES_PASSWORD")
        url = f"postgres://postgres:{present.get(password.name, password.value)}@db:5432/postgres"
        wanted = [
            *generated_variables(self.request.project.variables),
            password,
            Variable(name="DATABASE_URL", value=url, secret=True),
            Variable(name="ALLOWED_HOSTS", value=f"{self.domain},127.0.0.1", rule="contains"),
            Variable(name="CSRF_TRUSTED_ORIGINS", value=f"https://{self.domain}", rule="contains"),
        ]
        if self.request.project.needs_redis:
            wanted += [Variable(name="REDIS_URL", value="redis://redis:6379/0")]
        by_name = {it.name: it for it in (*wanted, *self.request.own)}  # the owner's own win
        return missing_variables(by_name.values(), present)

    def _set_variables(self) -> str:
        lacking = self._lacking()
        self.secrets |= {it.value for it in lacking if it.secret}
        values = {**self.variables(), **{it.name: it.value for it in lacking}}
        # in single quotes Compose takes all as it is, and else $NAME for another variable
        text = "".join(f"{name}='{value}'\n" for name, value in values.items())
        env = f"{self.folder}/env"
        self._do(f"umask 077 && cat > {env}.new && mv {env}.new {env}", text)
        return ", ".join(it.name for it in lacking)

    def _digest(self) -> str:
        text = f"{self._read('env')} {self.request.migrate} {self.request.collect_static}"
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def _runs(self) -> bool:
        running = self._read("running").split()
        return running[:2] == [self.request.release.commit, self._digest()]

    def _release(self) -> str:
        """Unpack the commit, build, migrate, start; that it runs is written down last."""
        folder, release = self.folder, self.request.release
        before = [*self._read("running").split(), ""][0]
        self.request.say(f"uploading {release.short}")
        fresh = f"rm -rf {folder}/app.new && mkdir {folder}/app.new"
        swap = f"rm -rf {folder}/app && mv {folder}/app.new {folder}/app"
        self._do(f"{fresh} && tar -x -C {folder}/app.new && {swap}", release.archive())
        self.request.say("building the image")
        skip = [] if self.request.collect_static else ["--build-arg", "SKIP_COLLECTSTATIC=1"]
        self._do(self._compose("build", *skip))
        if self.request.migrate:
            self._do(self._compose("run", "--rm", "web", "python", "manage.py", "migrate"))
        self.request.say("starting the containers")
        self._do(self._compose("up", "--detach", "--wait", "--remove-orphans"))
        running = f"{release.commit} {self._digest()} {before}\n"
        self._do(f"cat > {folder}/running.new && mv {folder}/running.new {folder}/running", running)
        return release.short

    def run(self, argv: Sequence[str], *, asks: bool = False) -> Done:
        """Run a command in the container that serves."""
        if asks:
            line = self._compose("exec", "web", *argv)
            return Done(self.ssh.hand_over("-t", "--", self.host, line), "", "")
        return self._try(self._compose("exec", "-T", "web", *argv))

    def run_line(self, argv: Sequence[str]) -> str:
        """Return the command over SSH."""
        return shlex.join(("ssh", "-t", self.host, self._compose("exec", "web", *argv)))

    def logs(self, *, follow: bool, lines: int) -> int:
        """Print the logs of all containers."""
        words = ("logs", "--tail", str(lines), *(["--follow"] if follow else []))
        return self.ssh.hand_over("--", self.host, self._compose(*words))

    def destroyed(self) -> list[str]:
        """Return the folder and the volumes."""
        if self._try(f"test -d {self.folder}").code:
            return []
        return [f"folder {self.folder}", "its containers and volumes, the database among them"]

    def destroy(self) -> str:
        """Delete containers, volumes and folder."""
        self._do(f"({self._compose('down', '--volumes')}); rm -rf {self.folder}")
        return f"{self.folder} on {self.host}"
