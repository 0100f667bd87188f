"""Compare a file with the states it was made in, and merge upstream's changes into it. Pure."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.merging.conflict_markers import Labels
from quickscale_core.merging.content import Merged, merge_file
from quickscale_core.merging.similarity import shared_lines
from quickscale_core.paths.content import Content
from quickscale_core.paths.line_ends import line_end_of, with_line_end

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quickscale_core.paths.filetree import File
    from quickscale_core.record.lock import LockedFile

__all__ = ["MadeStates", "made_as"]


def made_as(states: Sequence[LockedFile], data: bytes) -> LockedFile | None:
    """Return the state a file is still in, or ``None`` where its owner edited it.

    Other line ends than those it was made with are git's doing, where they are the same all over.
    """
    found = _with_hash(states, sha256(data).hexdigest())
    if found is None and (line_end := line_end_of(data)):
        other = with_line_end(data, b"\n" if line_end == b"\r\n" else b"\r\n")
        found = _with_hash(states, sha256(other).hexdigest())
    return found


class MadeStates:
    """The files as they were made, and the plugins' versions then and now.

    Args:
        pristine: Returns the bytes that were made, by their SHA-256.
        made_by: The plugins' versions by name when that was.
        versions: The plugins' versions by name now.
    """

    def __init__(
        self,
        pristine: Callable[[str], bytes],
        made_by: Mapping[str, str],
        versions: Mapping[str, str],
    ) -> None:
        self._pristine = pristine
        self._made_by = made_by
        self._versions = versions

    def label(self, plugin: str) -> str:
        """Return a plugin with its version now: ``"auth 1.1.0"``."""
        return f"{plugin} {self._versions.get(plugin, '')}".rstrip()

    def merge_upstream(
        self, path: str, states: Sequence[LockedFile], ours: Content, file: File
    ) -> Merged:
        """Bring upstream's file into the owner's.

        Args:
            path: Where the owner has it.
            states: The states it may have been made in.
            ours: The owner's.
            file: Upstream's.

        Raises:
            QuickScaleError: The bytes that were made are needed, and lost.
        """
        theirs = file.content
        if ours == theirs:
            return Merged(kind="unchanged", after=ours)
        state = made_as(states, ours.data)
        edited = state is None
        if state is None:
            state = self._nearest(states, ours.data)
        data = ours.data
        if file.sha256 != state.sha256 and data != file.data:
            if edited:
                made = Content(self._pristine(state.sha256), state.executable)
                was = f"{state.owner} {self._made_by.get(state.owner, '')}".rstrip()
                return merge_file(path, made, ours, theirs, Labels(was, self.label(file.owner)))
            data = _replacement(state, data, file.data)
        changed = theirs.executable != state.executable
        executable = (theirs if changed else ours).executable
        after = Content(data, executable)
        return Merged(
            kind="unchanged" if after == ours else "update",
            after=after,
            note="you edited it" if edited and ours.data != file.data else "",
        )

    def _nearest(self, states: Sequence[LockedFile], data: bytes) -> LockedFile:
        """Return the state an edited file began from; a merge in git may leave several."""
        if len(states) == 1:
            return states[0]
        return max(states, key=lambda state: shared_lines(self._pristine(state.sha256), data))


def _replacement(state: LockedFile, ours: bytes, theirs: bytes) -> bytes:
    """Return upstream's file, with the line ends git gave to the untouched one."""
    line_end = line_end_of(ours)
    if line_end is None or sha256(ours).hexdigest() == state.sha256:
        return theirs
    return with_line_end(theirs, line_end)


def _with_hash(states: Sequence[LockedFile], digest: str) -> LockedFile | None:
    return next((state for state in states if state.sha256 == digest), None)
