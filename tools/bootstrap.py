"""``./qs``: from a machine with only Python to one of the workspace's commands.

``noxfile.py`` makes the same environments, so that ``nox -s test`` typed by hand ends in the same
place as ``./qs test``.

Standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import difflib
import subprocess
import sys

from tools.checkout import ROOT, BootstrapError, clean_environ
from tools.environments import workspace

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "demo": "make a demo project, serve it, print its address and login (--check: prove it works)",
    "test": "run every test; ./qs test -- ARGS passes ARGS to pytest",
    "lint": "check style, formatting and the repository's own rules",
    "types": "check types, strictly, in the workspace and in a composed project",
    "docs": "build the documentation; a broken link fails",
    "bench": "measure against other generators and print the ratios",
    "build": "build every wheel and sdist, check their contents, install them in all combinations",
    "sweep": "run the slow tests too: every combination in full",
    "newest": "try projects with the newest versions of everything; tell what broke",
    "apps": "check a plugin's Django app in the smallest project that holds it (./qs apps auth)",
    "lock": "refresh the locked requirements",
    "lock-frontend": "refresh the React theme's lock of npm packages",
    "pictures": "take the pictures of the documentation, or of every page",
    "schema-types": "write the React app's types of the API, from the modules' parts of its schema",
    "golden": "keep a project of this version, for later versions to update",
}


def help_text() -> str:
    """Return what ``./qs --help`` prints."""
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name:{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        [
            "usage: ./qs COMMAND [-- ARGS]",
            "",
            "Sets up the workspace on the first run, then runs one of:",
            "",
            *lines,
            "",
            "The first run installs uv into .tools/ (unless it is on PATH) and the locked tools",
            "into .venv/; both are git-ignored, and deleting them is a clean start.",
            "./qs COMMAND is the same as nox -s COMMAND.",
        ]
    )


def main(arguments: list[str]) -> int:
    """Run ``./qs``.

    Args:
        arguments: The command line after the program's name.

    Returns:
        The exit code: nox's own, 1 when the set-up failed, 2 for a command that does not exist.
    """
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(help_text())
        return 0
    command, rest = arguments[0], arguments[1:]
    if command not in COMMANDS:
        near = difflib.get_close_matches(command, COMMANDS, n=1, cutoff=0.5)
        hint = f"did you mean ./qs {near[0]}?" if near else "./qs --help lists the commands"
        print(f"error: qs has no command {command!r}; {hint}", file=sys.stderr)
        return 2
    try:
        tools = workspace()
    except BootstrapError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if rest[:1] == ["--"]:
        rest = rest[1:]
    noxfile = ["--noxfile", str(ROOT / "noxfile.py")]
    nox = [str(tools.python), "-m", "nox", *noxfile, "--session", command, "--", *rest]
    try:
        return subprocess.run(nox, check=False, env=clean_environ()).returncode
    except KeyboardInterrupt:
        return 130
