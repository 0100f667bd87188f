"""Check plugins' Django apps where they end up: in a composed project, linked to their source.

``./qs apps auth`` composes the smallest project that holds auth, in git-ignored ``.apps/``. Each
file of its apps and pages that a plugin ships verbatim is a link to that plugin's source there, so
what mypy or a failing test names is the file to edit, and an edit shows at once.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from itertools import takewhile
from typing import TYPE_CHECKING

from tools.checkout import ROOT, BootstrapError
from tools.distributions import distributions
from tools.projects import (
    PARTS,
    GenerationError,
    Project,
    generate,
    installed_plugins,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["check_types_of_apps", "link_to_sources", "main"]

APPS = ROOT / ".apps"
# Project-wide tests look for the project around them.
LINKED = ("apps", "dev", "templates", "static")
BASE = "base"
FLOOR = 90


def source_index() -> dict[str, list[Path]]:
    """Return every file in the plugins' ``files`` folders by the hash of its bytes."""
    index: dict[str, list[Path]] = {}
    for dist in distributions():
        folders = [path for path in dist.package_folder.rglob("files*") if path.is_dir()]
        for path in {file for folder in folders for file in folder.rglob("*") if file.is_file()}:
            if path.suffix not in (".j2", ".pyc"):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                index.setdefault(digest, []).append(path)
    return index


def link_to_sources(project: Path) -> list[Path]:
    """Turn each file of its apps and pages that a plugin ships verbatim into a link to its source.

    Returns:
        The sources that are linked to.
    """
    index = source_index()
    linked = []
    for path in sorted(found for name in LINKED for found in (project / name).rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        relative = path.relative_to(project)
        same = index.get(hashlib.sha256(path.read_bytes()).hexdigest(), [])
        source = max(same, key=lambda found: _shared_tail(found, relative), default=None)
        if source is not None and source.name == path.name:
            path.unlink()
            path.symlink_to(source)
            linked.append(source)
    return linked


def _shared_tail(one: Path, other: Path) -> int:
    """Return how many of the last parts two paths have in common."""
    pairs = zip(reversed(one.parts), reversed(other.parts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def compose(
    name: str,
    modules: Sequence[str],
    theme: str,
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Project, list[Path]]:
    """Compose ``modules`` into ``.apps/NAME`` anew; return the project and what it links to."""
    folder = APPS / name
    shutil.rmtree(folder, ignore_errors=True)
    APPS.mkdir(exist_ok=True)
    project = generate(APPS, name=name, modules=modules, theme=theme, options=options)
    return project, link_to_sources(project.folder)


def _passes(project: Project, *arguments: str) -> bool:
    """Run a Python module in ``project``, letting it speak; tell whether it passed."""
    command = [str(project.python), "-m", *arguments]
    done = subprocess.run(command, cwd=project.folder, env=project.environ(), check=False)
    return done.returncode == 0


def check_types_of_apps() -> bool:
    """Run mypy in a project that holds every module; tell whether it passed."""
    installed = installed_plugins()
    theme = installed.themes[-1]
    print(f"types of a project with {', '.join([*installed.modules, theme])}", flush=True)
    parts = parts_of(installed.modules)
    project, _linked = compose("everything", installed.modules, theme, parts)
    return _passes(project, "mypy", ".")


def check(name: str, themes: Sequence[str]) -> bool:
    """Check the smallest project that holds ``name``: a module, a theme, or base for neither.

    What the module's options bring as apps of their own is checked in a second project.

    Args:
        name: What to check.
        themes: The names that are themes.
    """
    modules = [] if name == BASE or name in themes else [name]
    # A project may not be called what a module is called.
    project, linked = compose(f"{name}-app", modules, name if name in themes else "starter")
    print(f"{project.folder.relative_to(ROOT)}: {len(linked)} files are links to their source")
    content = _passes(project, "mypy", ".")
    content &= _tests_pass(project, {_files_root(path) / "apps" for path in linked})
    return content & (name not in PARTS or _parts_pass(name))


def _parts_pass(name: str) -> bool:
    """Check the apps that a module's options bring, where all of them are on."""
    project, linked = compose(f"{name}-parts-app", [name], "starter", parts_of([name]))
    print(f"{project.folder.relative_to(ROOT)}: with {', '.join(PARTS[name])}", flush=True)
    content = _passes(project, "mypy", ".")
    apps = {_files_root(path) / "apps" / part for path in linked for part in PARTS[name]}
    return content & _tests_pass(project, apps, *(f"apps/{part}" for part in PARTS[name]))


def _tests_pass(project: Project, sources: set[Path], *tests: str) -> bool:
    """Run tests, all or some, and hold the sources of apps to their coverage."""
    # Coverage follows links, so it is told where they lead rather than where they are.
    found = ",".join(sorted(str(folder) for folder in sources if folder.is_dir()))
    words = ("pytest", "-m", "exhaustive or not exhaustive", *tests)
    content = _passes(project, "coverage", "run", f"--source={found}", "-m", *words)
    report = ("coverage", "report", f"--fail-under={FLOOR}", "--skip-covered")
    return content & _passes(project, *report)


def _files_root(path: Path) -> Path:
    """Return the ``files`` folder that ``path`` is in."""
    return next(parent for parent in path.parents if parent.name.partition(".")[0] == "files")


def main(arguments: list[str]) -> int:
    """Check the plugins named, or all; return 1 when one is not right."""
    parser = argparse.ArgumentParser(prog="./qs apps", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a plugin, or base")
    try:
        installed = installed_plugins()
        every = [BASE, *installed.modules, *installed.themes[1:]]
        names = parser.parse_args(arguments).names or every
        unknown = [name for name in names if name not in installed.names]
        if unknown:
            print(f"error: no plugin {', '.join(unknown)}; there are {', '.join(every)}")
            return 2
        failed = [name for name in names if not check(name, installed.themes)]
    except (BootstrapError, GenerationError) as error:
        print(f"error: {error}")
        return 1
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
