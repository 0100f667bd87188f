"""The one way git is called: in a folder, whatever repository the environment names."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["run_git"]

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
    inherited = {name: it for name, it in os.environ.items() if name not in _OTHER_REPOSITORY}
    return subprocess.run(
        ["git", *words],
        cwd=folder,
        env=inherited | {"LC_ALL": "C", **(environ or {})},
        input=stdin,
        capture_output=True,
        check=False,
    )
