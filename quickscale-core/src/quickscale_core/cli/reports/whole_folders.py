"""Folders that are created or deleted as a whole, so that a list names them once."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

__all__ = ["whole_folders"]

_FEW = 3  # files that are named one by one


def whole_folders(outcomes: Mapping[str, Hashable | None]) -> dict[str, str]:
    """Return, by path, how to name the outermost folder in which every file has the same outcome.

    Of a folder with few files the files are named: they tell more.

    Args:
        outcomes: What happens to each file, by path; ``None`` where a file stays, or must be named
            itself. A folder that holds such a file is not named as a whole.

    Returns:
        ``{"apps/news/models.py": "apps/news/  12 files"}``, for the files in such folders alone.
    """
    found: defaultdict[str, set[Hashable | None]] = defaultdict(set)
    sizes: Counter[str] = Counter()
    for path, outcome in outcomes.items():
        for folder in _folders(path):
            found[folder].add(outcome)
            sizes[folder] += 1
    whole = {
        it for it in found if sizes[it] > _FEW and len(found[it]) == 1 and None not in found[it]
    }
    outermost = {path: next((it for it in _folders(path) if it in whole), "") for path in outcomes}
    return {path: f"{it}  {sizes[it]} files" for path, it in outermost.items() if it}


def _folders(path: str) -> Iterator[str]:
    """Yield the folders a path is in, the outermost first."""
    end = path.find("/")
    while end >= 0:
        yield path[: end + 1]
        end = path.find("/", end + 1)
