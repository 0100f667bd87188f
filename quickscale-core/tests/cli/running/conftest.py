"""A project that needs no Django, and programs that stand in for engines and for its Python."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = """#!{python} -I
import json, pathlib, sys
place = pathlib.Path({place!r})
words = [place.name, *sys.argv[1:]]
with place.with_name("calls").open("a") as calls:
    calls.write(json.dumps(words) + "\\n")
for start, answer in json.loads(place.with_name(f"{{place.name}}.json").read_text()):
    if words[:len(start)] == start:
        sys.stdout.write(answer.get("out", ""))
        sys.stderr.write(answer.get("err", ""))
        sys.exit(answer.get("code", 0))
"""

PYTHON = """#!{python} -I
import http.server, os, sys
words = sys.argv[1:]
if words[1:2] == ["migrate"]:
    sys.stderr.write(os.environ.get("MIGRATE_SAYS", ""))
    sys.exit(int(os.environ.get("MIGRATE_ENDS", "0")))
if words[1:2] == ["runserver"]:
    if "SERVER_ENDS" in os.environ:
        sys.exit(int(os.environ["SERVER_ENDS"]))
    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/health/ready" else 404)
            self.end_headers()
    host, _, port = words[2].partition(":")
    print("serving", port, flush=True)
    http.server.HTTPServer((host, int(port)), Site).serve_forever()
print("ran", *words)
sys.exit(int(os.environ.get("PROGRAM_ENDS", "0")))
"""

COMPOSE = """\
name: "acme"
services:
  web:
    build: .
    image: "acme"
    command: ["python", "manage.py", "runserver", "0.0.0.0:8000"]
  migrate:
    build: .
    image: "acme"
    command: ["python", "manage.py", "migrate"]
  worker:
    build: .
    image: "acme"
    command: ["celery", "--app", "acme", "worker"]
  db:
    image: postgres:17-alpine
    environment:
      POSTGRES_DB: "app"
      POSTGRES_USER: "app"
"""

ENV_EXAMPLE = """\
# Signs sessions (required in production)

# SECRET_KEY=

# Host names (required in production)

ALLOWED_HOSTS=localhost

# Where it is

# TIME_ZONE=
"""


@dataclass(frozen=True)
class Programs:
    """A folder of programs that is all there is on PATH."""

    folder: Path

    def stand_in(self, name: str, *rules: tuple[str, dict[str, Any]]) -> None:
        """Put a program there that notes how it is called and answers by rules.

        Args:
            name: Its name.
            rules: Beginnings of its arguments with what it does then, in JSON; the first counts.
                What no rule is for succeeds and says nothing.
        """
        place = self.folder / name
        place.write_text(PROGRAM.format(python=sys.executable, place=str(place)))
        place.chmod(0o755)
        answers = [[[name, *shlex.split(start)], answer] for start, answer in rules]
        (self.folder / f"{name}.json").write_text(json.dumps(answers))

    def calls(self) -> list[str]:
        """Return how programs were called, as shell lines; questions to an engine left out."""
        place = self.folder / "calls"
        lines = place.read_text().splitlines() if place.exists() else []
        calls = [shlex.join(json.loads(it)) for it in lines]
        asked = ("info", "compose version", "compose ps --quiet", "image inspect", "logs --tail")
        return [it for it in calls if not it.partition(" ")[2].startswith(asked)]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """No engine, no uv: an empty PATH but for what a test puts there, and the shell."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sleep", "tail"):
        found = next(it for it in ("/bin", "/usr/bin") if Path(it, name).exists())
        (folder / name).symlink_to(Path(found, name))
    monkeypatch.setenv("PATH", str(folder))
    for name in ("PORT", "REDIS_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return Programs(folder)


@pytest.fixture
def acme(here: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, the current one, with an environment whose Python serves by itself."""
    folder = here / "acme"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "quickscale.yml").write_text("schema: 1\n")
    (folder / "docker-compose.yml").write_text(COMPOSE)
    (folder / ".env.example").write_text(ENV_EXAMPLE)
    for name in ("python", "celery", "pytest", "ruff", "mypy", "djlint"):
        place = folder / ".venv" / "bin" / name
        place.write_text(PYTHON.format(python=sys.executable))
        place.chmod(0o755)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def docker(programs: Programs) -> Callable[..., None]:
    """Install a Docker that answers by rules, and otherwise well."""

    def install(*rules: tuple[str, dict[str, Any]], name: str = "docker") -> None:
        programs.stand_in(name, *rules)

    return install


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a process of its own, that finds this source."""
    import quickscale_core  # noqa: PLC0415

    source = Path(quickscale_core.__file__).parents[1]
    return {**os.environ, "PYTHONPATH": str(source)}
