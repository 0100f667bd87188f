"""The one way git is called: in a folder, whatever repository the environment names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["in_repository", "read_git", "run_git", "unmerged_paths"]

_OTHER_REPOSITORY: Final = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
)
"""Variables that would lead into another repository, as ``git rev-parse --local-env-vars`` lists
them."""


def run_git(
    folder: Path, *words: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a git command in a folder, in English, and return how it ended.

    Args:
        folder: The folder, absolute.
        words: The command and its arguments, without ``git``.
        stdin: Bytes for its standard input.
        environ: Variables to set for it.

    Raises:
        FileNotFoundError: git is not installed.
    """
    import subprocess  # which takes long, and most commands need none

    inherited = {name: it for name, it in os.environ.items() if name not in _OTHER_REPOSITORY}
    return subprocess.run(
        ["git", *words],
        cwd=folder,
        env=inherited | {"LC_ALL": "C", **(environ or {})},
        input=stdin,
        capture_output=True,
        check=False,
    )


def in_repository(folder: Path) -> bool:
    """Return whether a folder, or one above it, looks like a git repository."""
    return any(os.path.lexists(it / ".git") for it in (folder, *folder.parents))


def read_git(folder: Path, *words: str) -> bytes | None:
    """Return what a git command prints that runs no program of a repository's configuration.

    Args:
        folder: The folder, absolute; it may be somebody else's.
        words: The command and its arguments, without ``git``.

    Returns:
        Its output, or ``None`` where it fails or git is not installed.
    """
    harmless = ["core.fsmonitor=false", "core.hooksPath=/dev/null"]
    # a folder of a clone may be laid out as a bare repository, and be taken for one
    harmless.append("safe.bareRepository=explicit")
    options = [word for one in harmless for word in ("-c", one)]
    try:
        ended = run_git(folder, *options, *words)
    except OSError:  # it is not installed
        return None
    return ended.stdout if ended.returncode == 0 else None


def unmerged_paths(folder: Path) -> frozenset[str]:
    """Return the files below a folder whose merge git has not finished; none outside a repository.

    Args:
        folder: The folder, absolute.
    """
    if not in_repository(folder):
        return frozenset()
    listed = read_git(folder, "ls-files", "--unmerged", "-z") or b""
    # each line: mode, object and stage, a tab, the path (git-ls-files(1), OUTPUT)
    return frozenset(os.fsdecode(it.partition(b"\t")[2]) for it in listed.split(b"\0") if it)
