"""What is deployed: one commit of the project, whole, and nothing that is not in it."""

from __future__ import annotations

import io
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.git_commands import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Release", "find_release", "new_migrations", "uncommitted"]

_NO_GIT: Final = "what is deployed is a commit, and there is none"


@dataclass(frozen=True, slots=True)
class Release:
    """A commit of the project, to be deployed.

    Attributes:
        folder: The project's folder.
        commit: Its full hash.
        subject: The first line of its message.
    """

    folder: Path
    commit: str
    subject: str

    @property
    def short(self) -> str:
        """The first ten digits of its hash."""
        return self.commit[:10]

    def archive(self) -> bytes:
        """Return its files as a tar archive.

        Raises:
            QuickScaleError: git cannot make it.
        """
        # of a project inside of a larger repository, git takes the folder it is run in alone
        return _git(self.folder, "archive", "--format=tar", self.commit)

    def unpack(self, into: Path) -> None:
        """Write its files into an empty folder.

        Args:
            into: The folder.

        Raises:
            QuickScaleError: git cannot make the archive, or a path in it leads elsewhere.
        """
        with tarfile.open(fileobj=io.BytesIO(self.archive())) as archive:
            for member in archive:
                # what core keeps in .quickscale is deployed too, so this is not inside_error()
                if member.name.startswith("/") or ".." in member.name.split("/"):
                    what = f"commit {self.short} holds {member.name!r}, outside of the project"
                    raise QuickScaleError(Problem(what=what, fix="git fsck"))
            # Python 3.11.4 and newer refuse links to the outside, see PEP 706; older ones have
            # no such filter, and take none as an argument.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(into)  # noqa: S202 - its paths are judged above


def find_release(folder: Path, name: str = "HEAD") -> Release:
    """Return the release of a commit.

    Args:
        folder: The project's folder.
        name: The commit, as git names it.

    Raises:
        QuickScaleError: There is no such commit, no repository or no git.
    """
    fix = "git init && git add --all && git commit --message 'First commit'"
    if name != "HEAD":
        fix = "git log --oneline names the commits there are"
    try:
        done = run_git(
            folder, "log", "-1", "--format=%H%n%s", "--end-of-options", f"{name}^{{commit}}", "--"
        )
    except FileNotFoundError as error:
        raise QuickScaleError(
            Problem(what=f"{_NO_GIT}: git is not installed", fix="install git")
        ) from error
    if done.returncode:
        said = tuple(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:])
        what = _NO_GIT if name == "HEAD" else f"there is no commit {name}"
        raise QuickScaleError(Problem(what=what, where=said, fix=fix))
    commit, _, subject = done.stdout.decode("utf-8", "replace").strip().partition("\n")
    return Release(folder, commit, subject)


def uncommitted(folder: Path) -> list[str]:
    """Return the paths whose changes are in no commit, and so would not be deployed."""
    lines = _git(folder, "status", "--porcelain", "--no-renames", "--", ".").decode(
        "utf-8", "replace"
    )
    return [line[3:] for line in lines.splitlines()]


def new_migrations(older: Release, newer: Release) -> list[tuple[str, str]]:
    """Return the migrations that a commit has and an older one has not, as app and name."""
    names = _git(
        older.folder,
        *("diff", "--name-only", "--diff-filter=A", "--no-renames", older.commit, newer.commit),
        *("--", "."),
    )
    return list(_migrations(names.decode("utf-8", "replace")))


def _migrations(names: str) -> Iterator[tuple[str, str]]:
    for line in names.splitlines():
        if found := re.search(r"([^/]+)/migrations/(\d\w*)\.py$", line):
            yield found[1], found[2]


def differs(older: Release, newer: Release, path: str) -> bool:
    """Return whether two commits have different bytes of a file."""
    done = run_git(older.folder, "diff", "--quiet", older.commit, newer.commit, "--", path)
    return done.returncode != 0


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = run_git(folder, *words)
    except FileNotFoundError as error:
        raise QuickScaleError(
            Problem(what=f"{_NO_GIT}: git is not installed", fix="install git")
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise QuickScaleError(Problem(what=f"git {words[0]} failed", where=tuple(said[-3:])))
    return done.stdout
