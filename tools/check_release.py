"""Check that a tag may be released: it names the version, and the change log tells of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.checkout import ROOT
from tools.distributions import distributions

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main", "problems_of"]


def problems_of(tag: str, root: Path = ROOT) -> list[str]:
    """Return what speaks against releasing the workspace at ``root`` as ``tag``."""
    problems = [
        f"{dist.name} is {dist.version}, so the tag is v{dist.version}, not {tag}"
        for dist in distributions(root)
        if tag != f"v{dist.version}"
    ]
    version = tag.removeprefix("v")
    if f"\n## {version} (" not in (root / "CHANGELOG.md").read_text(encoding="utf-8"):
        problems.append(
            f"CHANGELOG.md says nothing of {version}; run towncrier build --version {version}"
        )
    left = sorted(path.name for path in (root / "changes").glob("*.md") if path.name != "README.md")
    problems += [f"changes/{name} is not in CHANGELOG.md yet" for name in left]
    return problems


def main(arguments: list[str]) -> int:
    """Print what speaks against the tag named; return 1 when anything does."""
    problems = problems_of(arguments[0])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
