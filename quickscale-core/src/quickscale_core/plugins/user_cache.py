"""The folder for cached files."""

from __future__ import annotations

import os
import sys

__all__ = ["cache_root"]


def cache_root() -> str | None:
    """Return our folder in the user's cache, or ``None`` where the user has no home.

    The places are the XDG Base Directory Specification's, Apple's and Microsoft's. The folder need
    not exist and need not be writable.
    """
    # paths are text here: pathlib raises where there is no home, and costs the command line time
    home = os.path.expanduser("~")  # noqa: PTH111
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = f"{home}/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache"
    return f"{base}/quickscale" if os.path.isabs(base) else None  # noqa: PTH117
