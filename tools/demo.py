"""``./qs demo``: a project with every first-party module, seeded, served and ready to sign in to.

With ``--check`` it signs in over HTTP, through the same form as a person, and says OK.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tools.assets import NO_NODE, build_assets
from tools.checkout import ROOT, BootstrapError
from tools.environments import project_env
from tools.node import install_packages, node_path, run_script
from tools.projects import GenerationError, Project, generate, installed_plugins
from tools.sign_in import SignInError, sign_in, wait_until_served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["DemoError", "main", "served"]

NAME = "acme"
FAVOURITE_PORT = 8000
MODULES = ("api", "auth", "billing", "teams")
THEME = "htmx"
WITH_APP = "react"


class DemoError(Exception):
    """What stopped the demo, as a sentence, with the fix on a second line."""


def say(text: str) -> None:
    """Print one line of progress."""
    print(text, flush=True)


def choose_theme(themes: Sequence[str], wanted: str | None = None) -> str:
    """Return the theme to use: ``starter``, said aloud, where htmx's assets cannot be had.

    Raises:
        DemoError: When the theme asked for is not there.
    """
    if wanted not in {None, THEME}:
        if wanted not in themes:
            raise DemoError(f"there is no theme {wanted}\nfix: choose {', '.join(themes)}")
        return str(wanted)
    if THEME not in themes:
        say(f"Using the starter theme: {THEME} is not in this workspace.")
        return "starter"
    problem = build_assets()
    if problem:
        say(f"Using the starter theme, since {THEME}'s assets could not be built: {problem}")
        return "starter"
    return THEME


def choose_port(wanted: int | None) -> int:
    """Return the port to serve on: the one asked for, else 8000, else a free one, said aloud.

    Raises:
        DemoError: When the port asked for is taken.
    """
    for port in (FAVOURITE_PORT, 0) if wanted is None else (wanted,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
        if wanted is None and found != FAVOURITE_PORT:
            say(f"Port {FAVOURITE_PORT} is taken, so this is {found}.")
        return found
    raise DemoError(f"port {wanted} is taken\nfix: leave --port out, or name another")


def build_app(project: Project) -> None:
    """Build the app in a project's ``frontend/``.

    Raises:
        DemoError: When it cannot be.
    """
    path = node_path()
    if path is None:
        raise DemoError(f"{NO_NODE}\nfix: install Node, or choose --theme {THEME}")
    say("Bringing in the app's packages from npm and building it.")
    frontend = project.folder / "frontend"
    if problem := install_packages(frontend, path) or run_script(frontend, "build", path):
        raise DemoError(f"the app does not build: {problem}")


def make_project(folder: Path, wanted: str | None = None) -> tuple[Project, str]:
    """Generate, migrate and seed a project in ``folder``; return it and what seeding printed."""
    installed = installed_plugins()
    modules = [name for name in MODULES if name in installed.modules]
    theme = choose_theme(installed.themes, wanted)
    say(f"Composing {NAME} with {', '.join([*modules, f'the {theme} theme'])}.")
    shown = {"api": {"webhooks": True}} if "api" in modules else {}
    project = generate(folder, modules=modules, theme=theme, options=shown)
    if theme == WITH_APP:
        build_app(project)
    say("Creating its database and demo data.")
    project.manage("migrate", "--verbosity", "0")
    return project, project.manage("seed_demo")


@contextmanager
def served(project: Project, port: int, log: Path) -> Iterator[str]:
    """Serve ``project`` while the block runs; give its address.

    Args:
        project: What to serve.
        port: Where, on this machine alone.
        log: File that takes the server's output.
    """
    address = f"http://127.0.0.1:{port}"
    command = [str(project.python), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(
            command,
            cwd=project.folder,
            env=project.environ(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            wait_until_served(address, server)
            yield address
        except SignInError as error:
            words = log.read_text(encoding="utf-8")[-2000:]
            raise DemoError(f"{error}\nThe server's last words:\n{words}") from None
        finally:
            server.terminate()


def check(folder: Path, port: int, theme: str | None) -> None:
    """Make, serve and sign in."""
    project, login = make_project(folder, theme)
    email, password = project.login(login)
    with served(project, port, folder / "server.log") as address:
        page = sign_in(address, email, password)
    say(f"OK: signed in as {email} and saw {page!r} at {address}/dashboard/")


def serve(folder: Path, port: int, theme: str | None) -> None:
    """Make and serve until interrupted."""
    project, login = make_project(folder, theme)
    with served(project, port, folder / "server.log") as address:
        say(f"\n{login.strip()}\n\nOpen {address} and sign in.")
        say(f"The project is in {project.folder}, the server's log beside it. Ctrl-C stops it.")
        try:
            signal.pause() if hasattr(signal, "pause") else sys.stdin.read()
        except KeyboardInterrupt:
            say("\nStopped.")


def run(options: argparse.Namespace) -> None:
    """Do what the command line asks for."""
    project_env()
    if options.keep:
        folder = Path(options.keep).absolute()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise DemoError(f"{folder} is not empty\nfix: name a folder that does not exist")
        folder.mkdir(parents=True, exist_ok=True)
        (check if options.check else serve)(folder, choose_port(options.port), options.theme)
    elif options.check:
        with tempfile.TemporaryDirectory(prefix="quickscale-demo-") as scratch:
            port = options.port or choose_port(0)
            check(Path(scratch), port, options.theme)
    else:
        folder = ROOT / ".demo"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        serve(folder, choose_port(options.port), options.theme)


def stop(_number: int, _frame: object) -> NoReturn:
    """End as on Ctrl-C, so that the server is stopped too."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run the demo; return 1 with a sentence when it cannot be."""
    parser = argparse.ArgumentParser(prog="./qs demo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="sign in over HTTP, print OK, exit")
    parser.add_argument("--port", type=int, help="serve on this port (8000, or a free one)")
    parser.add_argument("--theme", help="its theme: htmx unless you name another")
    parser.add_argument("--keep", metavar="DIR", help="make the project in DIR, and leave it there")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, stop)
    try:
        run(options)
    except (DemoError, BootstrapError, GenerationError, SignInError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
