"""Run mypy, strictly, over everything written in Python here.

One run cannot see it all: plugins share namespaces and hold apps named ``apps.X`` of their own,
which mypy would find twice. So each distribution is one run that leaves its ``files`` folders out,
the libraries are checked by themselves, and the apps where they end up, in a composed project
(:mod:`tools.apps`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.apps import check_types_of_apps
from tools.checkout import ROOT, clean_environ
from tools.distributions import distributions
from tools.libraries import libraries, run_in_library
from tools.projects import GenerationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]

FILES = r"/files(\.[a-z-]+)?(/|$)"


def _mypy(*arguments: str, path: list[Path]) -> bool:
    """Run mypy with the root's configuration; tell whether it passed."""
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
    environ = clean_environ() | {"MYPYPATH": os.pathsep.join(map(str, path))}
    return (
        subprocess.run([*command, *arguments], cwd=ROOT, env=environ, check=False).returncode == 0
    )


def main() -> int:
    """Check everything; return 1 when any run finds something."""
    found = distributions()
    sources = [dist.source for dist in found]
    print("types of the workspace's tools", flush=True)
    ours = ("noxfile.py", "qs", "tools", "benchmarks", "tests")
    content = _mypy("--exclude", FILES, *ours, path=[ROOT, *sources])
    for dist in found:
        print(f"types of {dist.name}", flush=True)
        code = ("--explicit-package-bases", "--exclude", FILES, "-p", dist.package)
        content &= _mypy(*code, path=sources)
        tests = dist.folder / "tests"
        if any(tests.glob("*.py")):
            content &= _mypy("--exclude", FILES, str(tests), path=[tests, *sources])
    print("types of the deploy target of the guide", flush=True)
    own = ROOT / "examples" / "ssh-target" / "src"
    content &= _mypy(
        "--explicit-package-bases", "-p", "quickscale_deploy.server", path=[own, *sources]
    )
    for library in libraries():
        print(f"types of {library.name}", flush=True)
        checked = run_in_library(library, "mypy", ".")
        print(checked.stdout.strip())
        content &= checked.returncode == 0
    try:
        content &= check_types_of_apps()
    except GenerationError as error:
        print(f"error: {error}")
        content = False
    return 0 if content else 1


if __name__ == "__main__":
    sys.exit(main())
