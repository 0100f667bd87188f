"""A cookiecutter template that makes the very project that QuickScale has made.

Files that QuickScale copies stay as they are; in those it renders, the project's name becomes a
variable again and the rest stands between ``raw`` marks. As templates usually do, the one made here
names the suffixes that cookiecutter is to copy without rendering. It has no loop and no condition
to work through, which is to cookiecutter's advantage.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measuring import MeasuringError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

__all__ = ["Written", "files_of", "require_same", "shipped_contents", "write_template"]

_RAW = ("{% raw %}", "{% endraw %}")
_RECORDS = (".quickscale/objects/", ".quickscale/local/")
_FRESH = (".env",)  # holds secrets made anew for every project


@dataclass(frozen=True, slots=True)
class Written:
    """A template that was written.

    Attributes:
        files: How many files it makes.
        copied: How many of them are copied without rendering.
    """

    files: int
    copied: int


def files_of(project: Path) -> list[str]:
    """Return the paths of a project's files, sorted; what ``.quickscale`` keeps is none of them."""
    found = (path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.startswith(_RECORDS))


def shipped_contents(packages: Path) -> set[bytes]:
    """Return the SHA-256 of every file that installed distributions ship, templates left out."""
    return {
        hashlib.sha256(path.read_bytes()).digest()
        for path in packages.rglob("*")
        if path.is_file() and path.suffix not in {".j2", ".pyc"}
    }


def write_template(project: Path, name: str, shipped: AbstractSet[bytes], folder: Path) -> Written:
    """Write the template.

    Args:
        project: The project, as QuickScale made it.
        name: Its name, which is also its import name.
        shipped: Contents that QuickScale copied; see :func:`shipped_contents`.
        folder: Where the template goes.

    Raises:
        MeasuringError: A file holds what cannot stand in a template.
    """
    inner = folder / "{{cookiecutter.name}}"
    contents = {path: (project / path).read_bytes() for path in files_of(project)}
    rendered = {
        path for path, data in contents.items() if hashlib.sha256(data).digest() not in shipped
    }
    copied = {_suffix(path) for path in contents} - {_suffix(path) for path in rendered}
    patterns = [f"*{suffix}" for suffix in sorted(copied)]
    for path, data in contents.items():
        as_template = "/".join(
            "{{cookiecutter.name}}" if part == name else part for part in path.split("/")
        )
        place = inner / as_template
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data if _suffix(path) in copied else _as_template(path, data, name))
        shutil.copymode(project / path, place)
    answers = {"name": name, "_copy_without_render": patterns}
    (folder / "cookiecutter.json").write_text(json.dumps(answers), encoding="utf-8")
    return Written(len(contents), sum(_suffix(path) in copied for path in contents))


def require_same(ours: Path, theirs: Path) -> None:
    """Check that two projects have the same files with the same contents.

    Raises:
        MeasuringError: They differ, fresh secrets aside.
    """
    paths = files_of(ours)
    if paths != files_of(theirs):
        odd = sorted(set(paths) ^ set(files_of(theirs)))
        raise MeasuringError(f"the two projects have different files: {', '.join(odd[:5])}")
    for path in paths:
        if path not in _FRESH and (ours / path).read_bytes() != (theirs / path).read_bytes():
            raise MeasuringError(f"the two projects have different contents in {path}")


def _suffix(path: str) -> str:
    """Return a path's last suffix, or its whole name where it has none."""
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f"{dot}{suffix}" if stem else name


def _as_template(path: str, data: bytes, name: str) -> bytes:
    """Return a file's content as a template of it."""
    begin, end = _RAW
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data  # cookiecutter copies what is no text
    if end in text:
        raise MeasuringError(f"{path} holds {end}, which cannot stand in a template")
    variable = f"{end}{{{{ cookiecutter.name }}}}{begin}"
    return f"{begin}{text.replace(name, variable)}{end}".encode()
