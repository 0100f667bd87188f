"""Install what is in ``dist/`` outside the repository: each alone, each pair and all together.

A plugin alone has core beside it, since it requires it. Every combination is imported; the
installed command is asked for its version and its plugins, and makes a project with each theme.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.checkout import ROOT, Environment, clean_environ
from tools.distributions import Distribution, distributions
from tools.lock import workspace_requirements
from tools.uv import find_uv

__all__ = ["InstallError", "combos", "install", "main", "smoke", "wheel_path"]

INDEX_PATIENCE = 10  # tries, half a minute apart: an index shows a new release after a while


def combos(found: list[Distribution]) -> list[tuple[Distribution, ...]]:
    """Return every set to install: each alone, each pair, all; core is in every one, once."""
    core = [dist for dist in found if dist.is_core]
    plugins = [dist for dist in found if not dist.is_core]
    chosen: list[tuple[Distribution, ...]] = [()]
    chosen += [(plugin,) for plugin in plugins]
    chosen += combinations(plugins, 2)
    if len(plugins) > 2:  # noqa: PLR2004 - two are a pair
        chosen.append(tuple(plugins))
    return [(*core, *plugins) for plugins in chosen]


def wheel_path(dist: Distribution, folder: Path) -> Path:
    """Return where the wheel of ``dist`` is."""
    name = canonicalize_name(dist.name).replace("-", "_")
    return folder / f"{name}-{dist.version}-py3-none-any.whl"


class InstallError(Exception):
    """A combination that does not install or does not work, with the output that says so."""


def _run(command: list[str], cwd: Path) -> str:
    """Run ``command`` in ``cwd`` and return what it prints."""
    done = subprocess.run(
        command, cwd=cwd, env=clean_environ(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise InstallError(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}".strip())
    return done.stdout


def install(
    folder: Path, dists: tuple[Distribution, ...], built: Path = ROOT / "dist"
) -> Environment:
    """Install the wheels of ``dists`` into a new environment in ``folder``.

    Args:
        folder: Where the environment is made, as ``env``.
        dists: What to install.
        built: Where the wheels are.

    Raises:
        InstallError: When they do not install.
    """
    made = _new_environment(folder)
    wheels = [str(wheel_path(dist, built)) for dist in dists]
    locked = ["--constraints", str(ROOT / "requirements" / "dev.txt"), "--no-verify-hashes"]
    uv = [str(find_uv()), "pip", "install", "--quiet", "--python", str(made.python)]
    # a module that requires another brings it along
    _run([*uv, *locked, "--find-links", str(built), *wheels], folder)
    return made


def install_from(index: str, folder: Path, dists: tuple[Distribution, ...]) -> Environment:
    """Install ``dists`` from ``index``, and what they require from where it always comes from."""
    made = _new_environment(folder)
    uv = [str(find_uv()), "pip", "install", "--quiet", "--python", str(made.python)]
    exact = [f"{dist.name}=={dist.version}" for dist in dists]
    for tries_left in reversed(range(INDEX_PATIENCE)):
        try:
            _run([*uv, "--no-deps", "--refresh", "--default-index", index, *exact], folder)
            break
        except InstallError:
            if not tries_left:
                raise
            time.sleep(30)
    _run([*uv, *workspace_requirements()], folder)
    return made


def _new_environment(folder: Path) -> Environment:
    """Make an empty environment in ``folder``."""
    made = Environment(folder / "env")
    _run([str(find_uv()), "venv", "--quiet", "--python", sys.executable, str(made.folder)], folder)
    return made


def smoke(made: Environment, dists: tuple[Distribution, ...]) -> None:
    """Ask the installed command for its version, its plugins and a project with each theme.

    Raises:
        InstallError: When an answer is not what it should be.
    """
    outside = made.folder.parent
    quickscale = str(made.scripts / "quickscale")
    version = _run([quickscale, "--version"], outside)
    if dists[0].version not in version:
        raise InstallError(f"quickscale --version says {version.strip()!r}")
    imports = "; ".join(f"import {dist.package}" for dist in dists)
    _run([str(made.python), "-c", imports], outside)
    listed = json.loads(_run([quickscale, "plugins", "list", "--json"], outside))
    named = {plugin["distribution"] for plugin in listed["plugins"]}
    missing = [dist.name for dist in dists if dist.name not in named]
    if missing or listed["broken"]:
        raise InstallError(
            f"plugins list lacks {missing} and calls these broken: {listed['broken']}"
        )
    kinds = {plugin["name"]: plugin["kind"] for plugin in listed["plugins"]}
    modules = ",".join(name for name, kind in kinds.items() if kind == "module")
    chosen = ["--with", modules] if modules else []
    for theme in (name for name, kind in kinds.items() if kind == "theme"):
        name = f"with-{theme}"
        _run([quickscale, "init", name, *chosen, "--theme", theme, "--no-git", "--yes"], outside)
        _run([str(made.python), "-m", "compileall", "-q", name], outside)


def main(arguments: list[str]) -> int:
    """Try every combination; return 1 when one fails."""
    parser = argparse.ArgumentParser(prog="./qs build --", description=__doc__)
    parser.add_argument("--from-index", metavar="URL", help="install what this index has instead")
    index = parser.parse_args(arguments).from_index
    found = distributions()
    chosen = [tuple(found)] if index else combos(found)
    for dists in chosen:
        names = " + ".join(dist.name for dist in dists)
        with tempfile.TemporaryDirectory(prefix="quickscale-install-") as scratch:
            folder = Path(scratch)
            try:
                made = install_from(index, folder, dists) if index else install(folder, dists)
                smoke(made, dists)
            except InstallError as error:
                print(f"error: {names} does not install or work\n{error}")
                return 1
        print(f"installed {names}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
