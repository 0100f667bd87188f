"""``./qs golden``: keep generated projects of this version, for later ones to update.

There is one for each kind of pages. A golden project is ``quickscale.yml``, the lock, and the
contents that the lock speaks of, as far as no earlier golden project holds them. Third-party files
of themes are left out: a project without them gets them at its next update. ``.env`` is made anew,
since it holds secrets.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tarfile
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.version import Version
from quickscale_core.record.lock import LOCK_NAME, format_lock, read_lock
from quickscale_core.writing.pristine_objects import object_path, pack

from tools.assets import build_assets
from tools.checkout import ROOT
from tools.distributions import distributions
from tools.projects import GenerationError, installed_plugins, quickscale

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["GOLDEN", "THEMES", "main", "projects", "record", "restore"]

GOLDEN: Final = ROOT / "tests" / "golden"
THEMES: Final = ("htmx", "react")
_CONTENTS: Final = "contents.tar.xz"
_YML: Final = "quickscale.yml"
_THIRD_PARTY: Final = "static/vendor/"
_NAME: Final = "golden"


def projects(folder: Path = GOLDEN) -> list[str]:
    """Return the golden projects, those of the oldest version first: ``"1.0.0/htmx"``."""
    found = [it.parent for it in folder.glob(f"*/*/{LOCK_NAME}")]
    found.sort(key=lambda it: (Version(it.parent.name), it.name))
    return [it.relative_to(folder).as_posix() for it in found]


def record(version: str, modules: Sequence[str], theme: str, folder: Path = GOLDEN) -> Path:
    """Make a project with what this workspace holds, and keep it as one of a version's.

    Args:
        version: The version.
        modules: The modules it is made of.
        theme: Its theme.
        folder: Where golden projects are kept.

    Returns:
        The folder it is kept in.

    Raises:
        GenerationError: When the project cannot be made.
    """
    kept = folder / version / theme
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="quickscale-golden-") as scratch:
        chosen = ["--with", ",".join(modules)] if modules else []
        where = ["--theme", theme, "--dest", scratch]
        quickscale("init", _NAME, *chosen, *where, "--no-git", "--no-lock", "--no-input")
        project = Path(scratch, _NAME)
        for name in (_YML, LOCK_NAME):
            shutil.copyfile(project / name, kept / name)
        known = set(_contents(folder))
        with tarfile.open(kept / _CONTENTS, "w:xz", preset=9) as archive:
            # by path, for files of a kind stand together and compress well
            for file in read_lock((project / LOCK_NAME).read_bytes()).files:
                if file.sha256 not in known and not file.path.startswith(_THIRD_PARTY):
                    known.add(file.sha256)
                    data = (project / file.path).read_bytes()
                    entry = tarfile.TarInfo(file.sha256)
                    entry.size = len(data)
                    archive.addfile(entry, io.BytesIO(data))
    return kept


def restore(name: str, parent: Path, folder: Path = GOLDEN) -> Path:
    """Put a golden project on the disk as it was made, third-party files apart.

    Args:
        name: One of :func:`projects`.
        parent: Where its folder goes.
        folder: Where golden projects are kept.

    Returns:
        The project's folder.

    Raises:
        GenerationError: What is kept of it is damaged.
    """
    project = parent / _NAME
    project.mkdir()
    contents = _contents(folder)
    lock = read_lock((folder / name / LOCK_NAME).read_bytes())
    made = tuple(it for it in lock.files if not it.path.startswith(_THIRD_PARTY))
    for file in made:
        data = contents[file.sha256]
        path, stored = project / file.path, project / object_path(file.sha256)
        for each in (path, stored):
            each.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if file.executable else 0o644)
        stored.write_bytes(pack(data))
    shutil.copyfile(folder / name / _YML, project / _YML)
    (project / ".quickscale" / ".gitignore").write_text("/local/\n")
    (project / LOCK_NAME).write_bytes(format_lock(replace(lock, files=made)))
    (project / ".env").write_text("SECRET_KEY=known-to-everybody-and-good-for-nothing\n")
    return project


def _contents(folder: Path) -> dict[str, bytes]:
    """Return every content that golden projects hold, by its SHA-256."""
    found: dict[str, bytes] = {}
    for archive in sorted(folder.glob(f"*/*/{_CONTENTS}")):
        with tarfile.open(archive) as opened:
            for entry in opened:
                read = opened.extractfile(entry)
                data = read.read() if read else b""
                if sha256(data).hexdigest() != entry.name:
                    raise GenerationError(f"{archive} is damaged; take it from git again")
                found[entry.name] = data
    return found


def main(arguments: list[str]) -> int:
    """Record the golden projects of this workspace's version; return 1 when that fails."""
    parser = argparse.ArgumentParser(prog="./qs golden --", description=__doc__)
    parser.add_argument("--with", dest="modules", metavar="A,B", help="default: every module")
    parser.add_argument("--theme", choices=THEMES, help="default: one project with each")
    asked = parser.parse_args(arguments)
    version = distributions()[0].version
    if problem := build_assets():
        print(f"error: {problem}")
        return 1
    try:
        modules = asked.modules.split(",") if asked.modules else installed_plugins().modules
        for theme in (asked.theme,) if asked.theme else THEMES:
            kept = record(version, modules, theme)
            size = sum(path.stat().st_size for path in kept.iterdir()) // 1024
            print(f"kept {kept.relative_to(ROOT)}: {', '.join(modules)}; {size} KiB")
    except GenerationError as error:
        print(f"error: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
