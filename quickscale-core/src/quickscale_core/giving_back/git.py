"""A git repository, used by plumbing commands that leave work tree and index alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.git_commands import run_git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quickscale_core.paths.content import Content

__all__ = ["Git"]


@dataclass(frozen=True, slots=True)
class Git:
    """A repository.

    Attributes:
        folder: A folder in it, absolute.
    """

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Git | None:
        """Return the repository a folder is in, or ``None`` if it is in none.

        Raises:
            QuickScaleError: git is not installed, or refuses to look.
        """
        if not any((it / ".git").exists() for it in (folder, *folder.parents)) and not (
            (folder / "objects").is_dir() and (folder / "HEAD").is_file()  # a bare one
        ):
            return None
        if shutil.which("git") is None:
            raise QuickScaleError(
                Problem(
                    what=f"{folder} is a git checkout, and git is not installed", fix="install git"
                )
            )
        git = cls(folder)
        git.run("rev-parse", "--git-dir")
        return git

    def run(
        self, *words: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None
    ) -> bytes:
        """Run a git command and return what it prints.

        Raises:
            QuickScaleError: It fails.
        """
        ended = run_git(self.folder, *words, stdin=stdin, environ=environ)
        if ended.returncode == 0:
            return ended.stdout
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise QuickScaleError(
            Problem(
                what=f"git {words[0]} failed in {self.folder}",
                where=tuple(line for line in said if line),
                fix="put that right, then repeat the command",
            )
        )

    def ask(self, *words: str) -> str | None:
        """Return the line a git command prints, or ``None`` where it fails."""
        ended = run_git(self.folder, *words)
        return ended.stdout.decode(errors="replace").strip() if ended.returncode == 0 else None

    def prefix(self) -> str:
        """Return the folder relative to the repository's top, ended by ``/``, or nothing."""
        return self.ask("rev-parse", "--show-prefix") or ""

    def remote(self) -> str:
        """Return the remote that is pushed to: ``origin``, or else the first; or nothing."""
        remotes = (self.ask("remote") or "").split()
        return "origin" if "origin" in remotes else next(iter(remotes), "")

    def remote_url(self) -> str:
        """Return where that remote is, or nothing."""
        remote = self.remote()
        return (self.ask("remote", "get-url", "--push", remote) or "") if remote else ""

    def main_branch(self) -> str:
        """Return the branch others begin from: the remote's own, ``main``, ``master``, or HEAD."""
        remote = self.remote()
        known = remote and self.ask("symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD")
        choices = [known, self.ask("config", "init.defaultBranch"), "main", "master"]
        return next((it for it in choices if it and self.commit(it)), "HEAD")

    def commit(self, name: str) -> str | None:
        """Return the commit of a name, or ``None`` where there is none."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self.ask(*words)

    def files(self, commit: str) -> dict[str, tuple[str, str]]:
        """Return mode and blob of every file of a commit, by path from the repository's top."""
        found = {}
        listing = self.run("ls-tree", "-r", "-z", "--full-tree", commit)
        for entry in filter(None, listing.split(b"\0")):
            head, _, path = entry.partition(b"\t")
            mode, _, blob = head.decode().split(" ")
            found[os.fsdecode(path)] = mode, blob
        return found

    def commit_files(self, commit: str, files: Mapping[str, Content], message: str) -> str:
        """Return a new commit, on no branch yet, in which some files have other contents.

        Args:
            commit: The one it follows.
            files: The contents, by path from the repository's top.
            message: What it says.

        Raises:
            QuickScaleError: git refuses, for example since it does not know who commits.
        """
        if self.ask("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT") is None:
            raise QuickScaleError(
                Problem(
                    what="git knows no user.name and user.email to commit with",
                    fix="set them with git config --global user.name and user.email",
                )
            )
        with tempfile.TemporaryDirectory(prefix="quickscale-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self.run("read-tree", commit, environ=index)
            lines = []
            for path, content in files.items():
                blob = self.run("hash-object", "-w", "--stdin", stdin=content.data).strip()
                mode = b"100755" if content.executable else b"100644"
                lines.append(mode + b" " + blob + b"\t" + os.fsencode(path) + b"\0")
            self.run("update-index", "-z", "--index-info", stdin=b"".join(lines), environ=index)
            tree = self.run("write-tree", environ=index).decode().strip()
        words = ("commit-tree", tree, "-p", commit)
        return self.run(*words, stdin=message.encode()).decode().strip()

    def make_branch(self, name: str, commit: str) -> None:
        """Make a branch that does not exist.

        Raises:
            QuickScaleError: It exists, or its name is none.
        """
        self.run("branch", "--no-track", name, commit)
