"""The guide's own deploy target, on a stand-in for a server: the contract is not Railway's."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.cli import main
from quickscale_core.deploying import Answer

from tools.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import DeployedSite

TARGET = ROOT / "examples" / "ssh-target"
MOST = 300
"""Lines that a target takes, its files for the project included."""

SSH = """#!/bin/sh
# a server that is a folder of this machine
while [ "$1" = -o ] || [ "$1" = -t ] || [ "$1" = -- ]; do [ "$1" = -o ] && shift; shift; done
[ "$1" = deploy@acme.example.com ] || { echo "no route to host" >&2; exit 255; }
shift
printf '%s\\n' "$*" >> "$STANDIN/scripts"
case "$STANDIN_FAILS:$*" in :*) ;; *:*"$STANDIN_FAILS"*) echo "the disk is full" >&2; exit 1;; esac
cd "$STANDIN/home" && PATH="$STANDIN/docker:$PATH" exec sh -c "$*"
"""
DOCKER = """#!/bin/sh
echo "$*" >> "$STANDIN/containers"
case "$*" in *"$STANDIN_DOCKER_FAILS"*) [ -n "$STANDIN_DOCKER_FAILS" ] && exit 1;; esac
exit 0
"""


@dataclass
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        return json.loads(self.out)


@dataclass
class Server:
    """A project, and the server it is deployed to."""

    project: Path
    standin: Path
    capture: pytest.CaptureFixture[str]
    site: DeployedSite

    def run(self, *words: str) -> Ended:
        self.capture.readouterr()
        code = main(["deploy", "server", *words])
        return Ended(code, *self.capture.readouterr())

    def deploy(self, *words: str) -> Ended:
        return self.run("--yes", "--accept", "email", *words)

    @property
    def home(self) -> Path:
        return self.standin / "home"

    @property
    def env(self) -> dict[str, str]:
        lines = (self.home / "acme" / "env").read_text().splitlines()
        pairs = (line.split("=", 1) for line in lines)
        return {name: value.removeprefix("'").removesuffix("'") for name, value in pairs}

    def calls(self) -> list[str]:
        place = self.standin / "containers"
        return place.read_text().splitlines() if place.exists() else []

    def commit(self, path: str, text: str) -> None:
        place = self.project / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        git(self.project, "add", "--all")
        git(self.project, "commit", "--quiet", "--message", f"Change {path}")

    def essence(self) -> dict[str, str]:
        """Return the files on the server without what two clean runs make differently."""
        found = {}
        for place in sorted(self.home.rglob("*")):
            if place.is_file() and place.name not in {"env", "running"}:
                path = place.relative_to(self.home).as_posix()
                found[path] = sha256(place.read_bytes()).hexdigest()
        found["env"] = " ".join(sorted(self.env))
        found["running"] = (self.home / "acme" / "running").read_text().split()[0]
        return found


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def installed(folder: Path) -> Path:
    """Write what pip would of the target's metadata."""
    info = folder / "quickscale_server-1.0.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: quickscale-server\nVersion: 1.0.0\n"
    )
    (info / "entry_points.txt").write_text(
        "[quickscale]\nserver = quickscale_deploy.server.plugin\n"
    )
    return folder


@pytest.fixture
def server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    quickscale_deployed: DeployedSite,
) -> Server:
    monkeypatch.syspath_prepend(str(installed(tmp_path / "site-packages")))
    monkeypatch.syspath_prepend(str(TARGET / "src"))
    standin = tmp_path / "standin"
    program(standin / "bin" / "ssh", SSH)
    program(standin / "docker" / "docker", DOCKER)
    (standin / "home").mkdir()
    monkeypatch.setenv("STANDIN", str(standin))
    monkeypatch.setenv("STANDIN_FAILS", "")
    monkeypatch.setenv("STANDIN_DOCKER_FAILS", "")
    monkeypatch.setenv("PATH", f"{standin / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    answers = ("server.host=deploy@acme.example.com", "server.domain=acme.example.com")
    options = [word for it in answers for word in ("--set", it)]
    words = ["init", "acme", "--theme", "starter", "--deploy", "server", "--no-git", *options]
    assert main(words) == 0
    project = tmp_path / "acme"
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "First commit")
    monkeypatch.chdir(project)
    return Server(project, standin, capfd, quickscale_deployed)


def test_a_target_is_small() -> None:
    source = TARGET / "src" / "quickscale_deploy" / "server"
    files = [it for it in source.rglob("*") if it.is_file() and it.suffix != ".pyc"]
    assert sum(len(it.read_text("utf-8").splitlines()) for it in files) <= MOST


def test_the_guide_shows_the_code_as_it_is() -> None:
    page = (ROOT / "docs" / "deploy-targets.md").read_text("utf-8")
    source = "".join(it.read_text("utf-8") for it in sorted(TARGET.rglob("*.py")))
    shown = re.findall(r"(?ms)^```text\n(    .*?)^```", page)
    assert len(shown) > 2
    for block in shown:
        assert block in source


def test_a_first_deploy_makes_everything(server: Server) -> None:
    done = server.deploy()

    assert done.code == 0, done.err
    assert "acme runs at https://acme.example.com" in done.out
    assert (server.home / "acme" / "app" / "manage.py").is_file()
    assert server.env["ALLOWED_HOSTS"] == "acme.example.com,127.0.0.1"
    assert f":{server.env['POSTGRES_PASSWORD']}@db" in server.env["DATABASE_URL"]
    compose = [it.split("compose.server.yml ")[-1] for it in server.calls()]
    assert compose[1:4] == [
        "build",
        "run --rm web python manage.py migrate",
        "up --detach --wait --remove-orphans",
    ]


def test_nobody_but_the_owner_reads_the_variables_and_no_secret_is_typed(server: Server) -> None:
    done = server.deploy()

    assert (server.home / "acme" / "env").stat().st_mode & 0o077 == 0
    scripts = (server.standin / "scripts").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert server.env[name] not in scripts + done.out + done.err


def test_a_second_deploy_changes_nothing(server: Server) -> None:
    server.deploy()
    before, key = server.essence(), server.env["SECRET_KEY"]

    done = server.deploy("--json").json()

    assert done["changed"] is False
    assert server.essence() == before
    assert server.env["SECRET_KEY"] == key


@pytest.mark.parametrize(
    "call",
    ["mkdir -p", "cat > acme/env", "tar -x", "build", "migrate", "up --detach", "running.new"],
)
def test_a_deploy_that_failed_at_any_change_is_gone_on_with(
    server: Server, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setenv("STANDIN_FAILS", call)
    failed = server.deploy()
    assert failed.code == 1
    assert "the disk is full" in failed.err
    monkeypatch.setenv("STANDIN_FAILS", "")

    assert server.deploy().code == 0
    assert server.deploy("--json").json()["changed"] is False
    assert (server.home / "acme" / "app" / "manage.py").is_file()
    assert not (server.home / "acme" / "app.new").exists()


def test_options_are_honoured(server: Server) -> None:
    assert server.deploy("--skip-migrations", "--skip-collectstatic").code == 0

    calls = "\n".join(server.calls())
    assert "migrate" not in calls
    assert "--build-arg SKIP_COLLECTSTATIC=1" in calls


def test_a_failing_command_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDIN_DOCKER_FAILS", "manage.py migrate")

    done = server.deploy()

    assert done.code == 1
    assert "a command failed on deploy@acme.example.com" in done.err
    assert not (server.home / "acme" / "running").exists()


def test_a_server_that_is_not_reached_is_told(server: Server) -> None:
    assert main(["set", "server.host=deploy@elsewhere", "--yes"]) == 0

    done = server.deploy("--accept", "uncommitted")

    assert done.code == 1
    assert "ssh does not reach deploy@elsewhere" in done.err


def test_what_is_not_answered_is_asked_for(server: Server) -> None:
    assert main(["set", "server.host=", "server.domain=", "--yes"]) == 0

    done = server.deploy("--accept", "uncommitted")

    assert done.code == 1
    assert "nobody said what the host of your server is" in done.err
    assert "nobody said what the domain of your server is" in done.err


def test_status_rollback_and_destroy(server: Server) -> None:
    server.deploy()
    server.commit("NEWS.md", "new\n")
    server.deploy()
    assert (server.home / "acme" / "app" / "NEWS.md").exists()

    assert server.run("rollback", "--yes").code == 0
    assert not (server.home / "acme" / "app" / "NEWS.md").exists()
    status = server.run("status", "--json").json()
    assert status["sound"] is True

    server.site.answers["/health/ready"] = Answer(503, "{}")
    assert server.run("status").code == 1

    assert server.run("destroy", "--yes").code == 0
    assert not (server.home / "acme").exists()
    assert server.run("destroy", "--yes").code == 0


@pytest.mark.parametrize("host", ["-Fssh.conf", "-oProxyCommand", "--", "a b"])
def test_a_host_is_no_option_of_ssh(server: Server, host: str) -> None:
    yml = server.project / "quickscale.yml"
    yml.write_text(yml.read_text().replace("deploy@acme.example.com", json.dumps(host)))
    assert host in yml.read_text()

    done = server.run("status")

    assert done.code == 2
    assert "server.host must be a host" in done.err
    assert not (server.standin / "scripts").exists()


def test_a_value_reaches_the_site_as_it_was_written(server: Server) -> None:
    (server.project / ".env.server").write_text("EMAIL_URL='smtp://me:pa$$HOME#1@mail'\n")
    assert server.deploy().code == 0
    written = (server.home / "acme" / "env").read_text()
    assert "EMAIL_URL='smtp://me:pa$$HOME#1@mail'\n" in written

    again = server.deploy("--json").json()
    assert again["changed"] is False

    (server.project / ".env.server").write_text('EMAIL_URL="smtp://me:it\'s@mail"\n')
    assert "single quote" in server.deploy().err
