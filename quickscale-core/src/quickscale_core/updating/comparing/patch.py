"""Changes of files as patches, which git writes.

A patch holds line ends as they are in the files. ``git apply`` takes it and, but for binary files,
``patch -p1`` does, too.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.git_commands import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quickscale_core.paths.content import Content

__all__ = ["FileEdit", "Patch", "write_patches"]

_PROBED: Final = 8000  # bytes in which git looks for a NUL
_PAIR: Final = re.compile(rb"^[0-9a-f]{40} [0-9a-f]{40}\n", re.MULTILINE)
"""The line that ``git diff-tree --stdin`` prints before what two trees differ in. No line of a
patch looks like it: those with text of a file begin with a sign."""
_COUNT: Final = re.compile(rb"([0-9]+|-)\t([0-9]+|-)\t[^\n]*\n")
"""A line of ``git diff-tree --numstat``: how many lines were added and removed, and the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileEdit:
    """What happened to a file.

    Attributes:
        path: Its path; of a deleted file, its former path.
        before: What it held, or ``None`` for a new file.
        after: What it holds, or ``None`` for a deleted file.
        made_at: Its former path, if that was another one.
    """

    path: str
    before: Content | None
    after: Content | None
    made_at: str = ""

    @property
    def source(self) -> str:
        """Its path before."""
        return self.made_at or self.path

    @property
    def binary(self) -> bool:
        """Whether git would call it binary, before or after: a NUL is near its beginning."""
        return any(
            it is not None and b"\0" in it.data[:_PROBED] for it in (self.before, self.after)
        )


@dataclass(frozen=True, slots=True)
class Patch:
    """An edit in git's format.

    Attributes:
        data: Its bytes; empty where nothing was changed.
        added: How many lines were added; of a binary file none.
        removed: How many lines were removed; of a binary file none.
    """

    data: bytes
    added: int = 0
    removed: int = 0


def write_patches(edits: Sequence[FileEdit], *, with_binary: bool = True) -> list[Patch]:
    """Let git write each edit as a patch.

    It works in an empty repository of its own and reads no configuration, neither the user's nor a
    project's, so that the same edits give the same bytes everywhere.

    Args:
        edits: The edits.
        with_binary: Whether the bytes of binary files are in the patches. Without them such files
            are only named, and ``git apply`` refuses the patch.

    Returns:
        A patch for each edit, in the same order.

    Raises:
        QuickScaleError: git is not installed, or fails.
    """
    if not edits:
        return []
    with tempfile.TemporaryDirectory(prefix="quickscale-") as folder:
        repository = _Repository(Path(folder))
        repository.run("init", "--quiet", "--bare", "--template=", "--object-format=sha1", ".")
        repository.run("fast-import", "--quiet", stdin=b"".join(_imported(edits)))
        refs = "--format=%(refname:strip=2) %(tree)"
        listed = repository.run("for-each-ref", refs).decode().splitlines()
        trees = dict(line.split(" ") for line in listed)
        pairs = "".join(f"{trees[f'b{it}']} {trees[f'a{it}']}\n" for it in range(len(edits)))
        options = ["--patch", "--numstat", "--full-index", "--no-color", "--no-ext-diff"]
        options += ["--find-renames=1%", *(["--binary"] if with_binary else [])]
        written = repository.run("diff-tree", "--stdin", "-r", *options, stdin=pairs.encode())
    return [_patch(part) for part in _PAIR.split(written)[1:]]


class _Repository:
    """A repository apart from every other one, and from all configuration."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environ: Mapping[str, str] = {
            "GIT_DIR": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_COUNT": "0",
            "GIT_CONFIG_PARAMETERS": "",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_DIFF_OPTS": "",
            "HOME": str(folder),  # for versions before 2.32, which know no GIT_CONFIG_GLOBAL
            "XDG_CONFIG_HOME": str(folder),
        }

    def run(self, *words: str, stdin: bytes = b"") -> bytes:
        """Run a git command and return what it prints."""
        options = ("-c", "core.quotePath=false")
        try:
            ended = run_git(self._folder, *options, *words, stdin=stdin, environ=self._environ)
        except FileNotFoundError:
            raise QuickScaleError(
                Problem(what="git is not installed, and it writes the patches", fix="install git")
            ) from None
        if ended.returncode == 0:
            return ended.stdout
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise QuickScaleError(Problem(what=f"git {words[0]} failed", where=tuple(said)))


def _imported(edits: Sequence[FileEdit]) -> Iterator[bytes]:
    """Yield the edits as two commits each, in the format of ``git fast-import``.

    See https://git-scm.com/docs/git-fast-import: "b" holds the file before, and "a" after.
    """
    for number, it in enumerate(edits):
        for side, path, content in (("b", it.source, it.before), ("a", it.path, it.after)):
            yield f"commit refs/heads/{side}{number}\ncommitter x <x> 0 +0000\ndata 0\n\n".encode()
            if content is not None:
                mode = b"755" if content.executable else b"644"
                yield b"M " + mode + b" inline " + _quoted(path) + b"\n"
                yield b"data %d\n" % len(content.data) + content.data + b"\n"


def _quoted(path: str) -> bytes:
    """Return a path in quotes, with what would end or escape it in octal."""
    encoded = path.encode("utf-8", "surrogateescape")
    return b'"' + re.sub(rb'[\x00-\x1f"\\]', lambda it: b"\\%03o" % ord(it[0]), encoded) + b'"'


def _patch(part: bytes) -> Patch:
    """Return what git printed of one pair of trees: the counts of lines, and the patch."""
    added = removed = 0
    while count := _COUNT.match(part):
        part = part[count.end() :]
        if count[1] != b"-":
            added, removed = added + int(count[1]), removed + int(count[2])
    return Patch(part.removeprefix(b"\n"), added, removed)
