"""Refresh the React theme's ``package-lock.json``: hash-pinned, naming no registry.

``./qs lock-frontend`` keeps what is pinned and adds what ``package.json`` asks for anew;
``./qs lock-frontend -- zod@4.6.7`` puts a package into both, or changes its version.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from tools.checkout import ROOT
from tools.node import lock_packages, node_path

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FRONTEND", "main", "without_addresses"]

FRONTEND: Final = ROOT / "plugins/theme-react/src/quickscale_themes/react/files/frontend"
ADDRESSES: Final = ("resolved", "funding")
"""What npm writes of a package that holds an address; no install needs it."""


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Return a lock of npm without the addresses that its packages came from.

    Args:
        lock: What ``package-lock.json`` holds.
    """
    packages = {
        name: {key: value for key, value in package.items() if key not in ADDRESSES}
        for name, package in lock["packages"].items()
    }
    return {**lock, "packages": packages}


def main(arguments: Sequence[str]) -> int:
    """Write the lock.

    Args:
        arguments: Packages that are added or changed, as npm has them: ``zod@4.6.7``.

    Returns:
        The exit code; npm's last words are printed where it failed.
    """
    path = node_path()
    problem = (
        lock_packages(FRONTEND, path, *arguments)
        if path
        else "there is neither Node nor a wheel of it"
    )
    if problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    place = FRONTEND / "package-lock.json"
    lock = without_addresses(json.loads(place.read_text(encoding="utf-8")))
    place.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
