"""The bytes of what was made, as far as they are still to be had. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from quickscale_core.errors import QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.record.lock import LockedFile

__all__ = ["KeptBytes"]


class KeptBytes:
    """Looks up what was made: in what the project keeps, or else in what the plugins make still.

    A clean merge of two branches may leave a line of the lock whose object the other branch took
    away. Such a state is lost, which is no reason to refuse: others may be there, and a file whose
    states are all lost is compared without one.

    Args:
        read: Returns the bytes of a SHA-256; raises QuickScaleError where they are lost.
        tree: Every file as the installed plugins make it.
    """

    def __init__(self, read: Callable[[str], bytes], tree: FileTree) -> None:
        self._read = read
        self._tree = tree
        self._found: dict[str, bytes | None] = {}

    def find(self, sha256: str) -> bytes | None:
        """Return the bytes of a SHA-256, or ``None`` where they are lost."""
        if sha256 not in self._found:
            try:
                self._found[sha256] = self._read(sha256)
            except QuickScaleError:
                self._found[sha256] = self._made_still.get(sha256)
        return self._found[sha256]

    def known(self, states: Iterable[LockedFile]) -> dict[LockedFile, bytes]:
        """Return the states whose bytes are there, with these."""
        found = {state: self.find(state.sha256) for state in states}
        return {state: data for state, data in found.items() if data is not None}

    def first(self, states: Iterable[LockedFile]) -> bytes:
        """Return the bytes of the first state that has some; none where all are lost."""
        found = (self.find(state.sha256) for state in states)
        return next((data for data in found if data is not None), b"")

    @cached_property
    def _made_still(self) -> dict[str, bytes]:
        return {file.sha256: file.data for file in self._tree.values()}
