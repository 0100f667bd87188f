"""A project in a git repository, and a stand-in for Railway's command line on PATH."""

# ruff: noqa: ANN401 - the state at Railway is JSON

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.deploying import Done, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import DeployedSite

STANDIN = Path(__file__).with_name("standin.py")
SECRET = "s3cret-of-the-mail-server"
OWN = f"EMAIL_URL=smtp+tls://me:{SECRET}@mail.example.com:587\n"


def _standin() -> Any:
    spec = importlib.util.spec_from_file_location("railway_standin", STANDIN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STANDIN_MODULE = _standin()
(SCRIPT,) = entry_points(group="console_scripts", name="quickscale")


def main(words: list[str]) -> int:
    """Run the script ``quickscale`` in this process; return its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["quickscale", *words])
        try:
            return int(SCRIPT.load()() or 0)
        except SystemExit as end:
            return int(end.code or 0)


def run_in_process(
    program: Program, *words: str, stdin: str | bytes = b"", timeout: int = 60
) -> Done:
    """Run the stand-in without a process of its own, which most tests need not pay for."""
    out, err = io.StringIO(), io.StringIO()
    text = stdin if isinstance(stdin, str) else stdin.decode()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(program.folder)
        patch.setattr(sys, "stdin", io.StringIO(text))
        try:
            code = STANDIN_MODULE.main(list(words))
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a project that was made once for these words of ``init``."""
    made: dict[tuple[str, ...], Path] = {}

    def make(*words: str) -> Path:
        if words not in made:
            folder = tmp_path_factory.mktemp("projects")
            before = Path.cwd()
            os.chdir(folder)
            try:
                assert main(["init", "acme", "--theme", "starter", "--no-git", *words]) == 0
            finally:
                os.chdir(before)
            made[words] = folder / "acme"
            git(made[words], "init", "--quiet", "--initial-branch", "main")
            commit(made[words], "First commit")
        return made[words]

    return make


@dataclass
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class World:
    """A project, an account at Railway, and a command line between them."""

    folder: Path
    state_file: Path
    capture: pytest.CaptureFixture[str]
    site: DeployedSite

    def run(self, *words: str) -> Ended:
        self.capture.readouterr()
        code = self.main(*words)
        out, err = self.capture.readouterr()
        return Ended(code, out, err)

    def main(self, *words: str) -> int:
        return int(main(["deploy", "railway", *words]))

    def deploy(self, *words: str) -> Ended:
        return self.run("--yes", *words)

    def commit(self, message: str) -> str:
        """Commit everything; return the commit."""
        return commit(self.folder, message)

    def track(self, path: str) -> str:
        """Commit a file that git ignores; return the commit."""
        git(self.folder, "add", "--force", path)
        return self.commit(f"Track {path}")

    def change(self, path: str, text: str) -> str:
        """Write a file and commit it; return the commit."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        return self.commit(f"Change {path}")

    def head(self) -> str:
        return git(self.folder, "rev-parse", "HEAD")

    @property
    def state(self) -> Any:
        return json.loads(self.state_file.read_text())

    @property
    def project(self) -> Any:
        (project,) = self.state["projects"].values()
        return project

    def instance(self, service: str, environment: str = "production") -> Any:
        return self.project["environments"][environment]["instances"][service]

    def called(self, command: str) -> list[list[str]]:
        return [it["words"] for it in self.state["calls"] if it["words"][0] == command]

    def fail(self, command: str, *texts: str) -> None:
        """Let the next calls of a command fail with these texts."""
        place = self.state_file.with_name("failures.json")
        failures = json.loads(place.read_text()) if place.exists() else {}
        place.write_text(json.dumps({**failures, command: list(texts)}))

    def essence(self) -> Any:
        """Return the state without what differs between two clean runs: ids and fresh secrets."""
        project = self.project
        return {
            name: {
                service: {
                    "variables": {
                        key: "fresh" if key in {"SECRET_KEY", "QUICKSCALE_RELEASE"} else value
                        for key, value in one["variables"].items()
                    },
                    "domains": one["domains"],
                    "last": [
                        (it["status"], it.get("files"), it.get("config"))
                        for it in one["deployments"][-1:]
                    ],
                }
                for service, one in environment["instances"].items()
            }
            for name, environment in project["environments"].items()
        }


@pytest.fixture
def make_world(
    template: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    quickscale_deployed: DeployedSite,
) -> Callable[..., World]:
    STANDIN_MODULE.install(tmp_path / "bin")
    for name in [it for it in os.environ if it.startswith(("RAILWAY_", "STANDIN_"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STANDIN_STATE", str(tmp_path / "state.json"))
    monkeypatch.setenv("STANDIN_FAILURES", str(tmp_path / "failures.json"))

    def make(*words: str, own: str = OWN, deploy: bool = True) -> World:
        source = template(*words, *(["--deploy", "railway"] if deploy else []))
        folder = tmp_path / "acme"
        shutil.copytree(source, folder, symlinks=True)
        if own:
            (folder / ".env.railway").write_text(own)
        monkeypatch.chdir(folder)
        return World(folder, tmp_path / "state.json", capfd, quickscale_deployed)

    return make


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the stand-in in this process, unless a test is about processes."""
    if "executable" in request.fixturenames:
        return
    monkeypatch.setattr(Program, "run", run_in_process)


@pytest.fixture
def executable() -> None:
    """Run the stand-in as the program it stands in for."""


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """A project without modules."""
    return make_world()


@pytest.fixture
def shop(make_world: Callable[..., World]) -> World:
    """A project with modules, and so with a worker and Redis."""
    return make_world("--with", "auth,billing")
