"""Compare a file with the states it was made in, and merge upstream's changes into it. Pure."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.merging.conflict_markers import Labels, has_foreign_markers
from quickscale_core.merging.file_merge import Merged, adopt_file, merge_file
from quickscale_core.merging.similarity import shared_lines
from quickscale_core.paths.content import Content
from quickscale_core.paths.line_ends import line_end_of, with_line_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quickscale_core.paths.filetree import File
    from quickscale_core.record.lock import LockedFile
    from quickscale_core.updating.made_files.kept_bytes import KeptBytes

__all__ = ["MadeStates", "is_half_merged", "made_as"]


def made_as(states: Sequence[LockedFile], data: bytes) -> LockedFile | None:
    """Return the state a file is still in, or ``None`` where its owner edited it.

    Other line ends than those it was made with are git's doing, where they are the same all over.
    """
    found = _with_hash(states, sha256(data).hexdigest())
    if found is None and (line_end := line_end_of(data)):
        other = with_line_end(data, b"\n" if line_end == b"\r\n" else b"\r\n")
        found = _with_hash(states, sha256(other).hexdigest())
    return found


def is_half_merged(kept: KeptBytes, states: Sequence[LockedFile], data: bytes) -> bool:
    """Return whether a file has conflict markers that neither we made nor an update left."""
    return has_foreign_markers(data) and has_foreign_markers(data, kept.first(states))


class MadeStates:
    """The files as they were made, and the plugins' versions then and now.

    Args:
        kept: The bytes of what was made.
        made_by: The plugins' versions by name when that was.
        versions: The plugins' versions by name now.
    """

    def __init__(
        self,
        kept: KeptBytes,
        made_by: Mapping[str, str],
        versions: Mapping[str, str],
    ) -> None:
        self._kept = kept
        self._made_by = made_by
        self._versions = versions

    def label(self, plugin: str) -> str:
        """Return a plugin with its version now: ``"auth 1.1.0"``."""
        return f"{plugin} {self._versions.get(plugin, '')}".rstrip()

    def is_half_merged(self, states: Sequence[LockedFile], ours: Content) -> bool:
        """Return whether the owner's file has conflict markers that no update left in it."""
        return is_half_merged(self._kept, states, ours.data)

    def merge_upstream(
        self, path: str, states: Sequence[LockedFile], ours: Content, file: File
    ) -> Merged:
        """Bring upstream's file into the owner's.

        Args:
            path: Where the owner has it.
            states: The states it may have been made in.
            ours: The owner's.
            file: Upstream's.
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
                return self._merged(path, state, ours, file)
            data = _replacement(state, data, file.data)
        changed = theirs.executable != state.executable
        executable = (theirs if changed else ours).executable
        after = Content(data, executable)
        return Merged(
            kind="unchanged" if after == ours else "update",
            after=after,
            note="you edited it" if edited and ours.data != file.data else "",
        )

    def _merged(self, path: str, state: LockedFile, ours: Content, file: File) -> Merged:
        """Merge a file that both sides changed."""
        theirs = file.content
        made = self._kept.find(state.sha256)
        was = f"{state.owner} {self._made_by.get(state.owner, '')}".rstrip()
        labels = Labels(was, self.label(file.owner))
        if made is not None:
            return merge_file(path, Content(made, state.executable), ours, theirs, labels)
        merged = adopt_file(path, ours, theirs, labels)
        return replace(merged, note="how it was made is lost, so every difference is marked")

    def _nearest(self, states: Sequence[LockedFile], data: bytes) -> LockedFile:
        """Return the state an edited file began from; a merge in git may leave several."""
        known = self._kept.known(states) if len(states) > 1 else {}
        if not known:
            return states[0]
        return max(known, key=lambda state: shared_lines(known[state], data))


def _replacement(state: LockedFile, ours: bytes, theirs: bytes) -> bytes:
    """Return upstream's file, with the line ends git gave to the untouched one."""
    line_end = line_end_of(ours)
    if line_end is None or sha256(ours).hexdigest() == state.sha256:
        return theirs
    return with_line_end(theirs, line_end)


def _with_hash(states: Sequence[LockedFile], digest: str) -> LockedFile | None:
    return next((state for state in states if state.sha256 == digest), None)
