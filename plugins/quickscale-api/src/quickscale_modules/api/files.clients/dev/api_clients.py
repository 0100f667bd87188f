"""Make clients of this project's API from its schema.

    python dev/api_clients.py python      a package with httpx, by openapi-python-client
    python dev/api_clients.py typescript  a package without dependencies, by openapi-ts; needs Node
    python dev/api_clients.py bruno       a collection of requests for Bruno

Each is written anew, into build/clients/. They hold what API keys open. What the packages are
called is in dev/clients/; --version gives them another version.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from dev.api_collection import collection_files  # noqa: E402 - once this project is on the path

if TYPE_CHECKING:
    from collections.abc import Callable

INPUT: Final = ROOT / "dev" / "clients"
OUTPUT: Final = ROOT / "build" / "clients"


class ClientError(Exception):
    """A client cannot be made; the text says why, and what to do."""


def schema() -> dict[str, Any]:
    """Return the schema of what keys open."""
    command = [sys.executable, str(ROOT / "manage.py"), "api_schema", "--print"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClientError(done.stderr.strip())
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def make_python(of: dict[str, Any], folder: Path, version: str) -> None:
    """Write a Python package."""
    config = (INPUT / "python.yml").read_text(encoding="utf-8")
    if version:
        config += f'package_version_override: "{version}"\n'
    settings = folder.parent / "python.yml"
    settings.write_text(config, encoding="utf-8")
    _run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "uv"),
            *("--path", str(_written(of, folder)), "--config", str(settings)),
            *("--output-path", str(folder), "--overwrite", "--fail-on-warning"),
        ],
        folder.parent,
    )


def make_typescript(of: dict[str, Any], folder: Path, version: str) -> None:
    """Write a TypeScript package, built."""
    npm = shutil.which("npm")
    if npm is None:
        raise ClientError("npm is not installed\nfix: install Node 22.18 or newer")
    _written(of, folder)
    shutil.copytree(INPUT / "typescript", folder, dirs_exist_ok=True)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
    if version:
        _run([npm, "version", version, "--no-git-tag-version", "--allow-same-version"], folder)
    _run([npm, "run", "--silent", "build"], folder)


def make_bruno(of: dict[str, Any], folder: Path, version: str) -> None:  # noqa: ARG001 - has none
    """Write a collection of requests."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in collection_files(of).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


MAKERS: Final[dict[str, Callable[[dict[str, Any], Path, str], None]]] = {
    "python": make_python,
    "typescript": make_typescript,
    "bruno": make_bruno,
}


def _written(of: dict[str, Any], folder: Path) -> Path:
    """Write the schema beside a client's folder, where its generator reads it."""
    place = folder.parent / "openapi.json"
    place.write_text(json.dumps(of, indent=1), encoding="utf-8")
    return place


def _run(command: list[str], folder: Path) -> None:
    """Run a generator, with the programs of this environment at hand."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ClientError(f"{' '.join(command[:4])} failed\n{(done.stdout + done.stderr).strip()}")


def main(arguments: list[str]) -> int:
    """Make one client; return 1 with a sentence when it cannot be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=MAKERS)
    parser.add_argument("--version", default="", help="of the package: 1.2.3")
    asked = parser.parse_args(arguments)
    folder = OUTPUT / str(asked.kind)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    try:
        MAKERS[asked.kind](schema(), folder, asked.version)
    except ClientError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"wrote {folder.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
