"""What the stand-in for Railway runs where a test wants a real site: build, start, shell.

``up`` reads the deployment as JSON from standard input; ``ssh WORDS`` runs a command beside the
site. ``STANDIN_SITE`` is the folder it uses, ``STANDIN_PYTHON`` a Python that has what the project
needs, ``STANDIN_PORT`` where the site answers.
"""

# ruff: noqa: T201 - a program

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

SITE = Path(os.environ["STANDIN_SITE"])
PYTHON = os.environ["STANDIN_PYTHON"]
PORT = os.environ["STANDIN_PORT"]
STARTS = 600  # tries of a tenth of a second


def environ(variables: dict[str, str], name: str) -> dict[str, str]:
    own = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    database = f"sqlite:///{SITE / 'database.sqlite3'}"
    return own | {
        "DJANGO_SETTINGS_MODULE": f"{name}.settings.production",
        "READ_DOT_ENV": "false",
        "PORT": PORT,
        **variables,
        "DATABASE_URL": database,  # of the PostgreSQL that a stand-in cannot start
        "REDIS_URL": "",
    }


def typed(words: list[str]) -> list[str]:
    return [PYTHON, *words[1:]] if words[0] == "python" else [PYTHON, "-m", *words]


def up(deployment: dict[str, Any]) -> int:
    if deployment["service"] != "web":
        return 0
    fresh = SITE / deployment["id"]
    shutil.copytree(deployment["folder"], fresh)
    variables = environ(deployment["variables"], "acme")
    build = ["python", "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    before = deployment["config"]["deploy"].get("preDeployCommand", [])
    for words in (build, *map(shlex.split, before)):
        done = subprocess.run(typed(words), cwd=fresh, env=variables, check=False)
        if done.returncode:
            return done.returncode
    stop()
    log = (SITE / "site.log").open("ab")
    server = subprocess.Popen(
        typed(["gunicorn", "acme.wsgi", "--no-control-socket"]),
        cwd=fresh,
        env=variables,
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    (SITE / "pid").write_text(str(server.pid))
    (SITE / "now.json").write_text(json.dumps({"folder": str(fresh), "variables": variables}))
    path = deployment["config"]["deploy"]["healthcheckPath"]
    for _ in range(STARTS):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=5):
                return 0
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    print("Healthcheck failed!")
    return 1


def stop() -> None:
    place = SITE / "pid"
    if not place.exists():
        return
    process = int(place.read_text())
    place.unlink()
    try:
        os.kill(process, signal.SIGTERM)
        for _ in range(STARTS):
            os.kill(process, 0)
            time.sleep(0.1)
    except ProcessLookupError:
        return


def ssh(words: list[str]) -> int:
    now = json.loads((SITE / "now.json").read_text())
    return subprocess.run(
        typed(words), cwd=now["folder"], env=now["variables"], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(up(json.load(sys.stdin)) if sys.argv[1] == "up" else ssh(sys.argv[2:]))
