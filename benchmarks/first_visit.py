"""From nothing to a signed-in dashboard: ``python -m benchmarks.first_visit QUICKSCALE PYTHON``.

It is what a newcomer does, in one process whose children are waited for: a project of every module,
its tables, its demo data, its server, and the login form.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.sign_in import sign_in, wait_until_served

__all__ = ["CHOICES", "NAME", "main"]

NAME: Final = "visit"

CHOICES: Final = (
    *("--no-input", "--no-git", "--no-lock"),
    *("--with", "auth,billing,teams", "--theme", "htmx"),
)
"""What the project is made with."""


def main(quickscale: str, python: str) -> None:
    """Make a project in this folder, serve it and sign in to it.

    Args:
        quickscale: The program that makes it.
        python: The Python with everything a project requires.

    Raises:
        SignInError: Nobody could sign in.
    """
    environ = {name: it for name, it in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([quickscale, "init", NAME, *CHOICES], env=environ, check=True)
    manage = (python, "manage.py")
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=NAME, env=environ, check=True)
    seeded = subprocess.run(
        [*manage, "seed_demo"], cwd=NAME, env=environ, check=True, capture_output=True, text=True
    ).stdout
    words = dict(re.findall(r"(?m)^\s*(e-mail|password)\s+(\S+)$", seeded))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    serve = [*manage, "runserver", "--noreload", address.removeprefix("http://")]
    log = Path("server.log").open("w", encoding="utf-8")  # noqa: SIM115 - closed below
    with log, subprocess.Popen(serve, cwd=NAME, env=environ, stdout=log, stderr=log) as server:
        try:
            wait_until_served(address, server)
            print(sign_in(address, words["e-mail"], words["password"]))
        finally:
            server.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
