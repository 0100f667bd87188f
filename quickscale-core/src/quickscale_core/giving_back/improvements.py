"""Select the owner's edits that can be given back to a plugin. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quickscale_core.merging.conflict_markers import Labels
from quickscale_core.merging.file_merge import is_text, merge_file
from quickscale_core.paths.line_ends import line_end_of, with_line_end
from quickscale_core.updating.comparing.patch import FileEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from quickscale_core.paths.content import Content
    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.updating.comparing.owner_edits import OwnerEdit

__all__ = ["Improvement", "Offer", "Withheld", "offer", "select_improvements"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Improvement:
    """A file that a plugin ships byte for byte, as the owner changed it.

    Attributes:
        path: Where the file stands in the project.
        source: Where it lies in the plugin's folder: ``"files/apps/accounts/views.py"``.
        before: The file as it was made.
        after: The owner's, in the line ends the plugin's has.
    """

    path: str
    source: str
    before: Content
    after: Content

    def as_edit(self, folder: str) -> FileEdit:
        """Return it as an edit of the file in the plugin's source.

        Args:
            folder: The plugin's folder there.
        """
        return FileEdit(path=f"{folder}/{self.source}", before=self.before, after=self.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """An edit that stays in the project.

    Attributes:
        path: Where the file stands.
        why: The reason, written after the path.
    """

    path: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """Improvements as edits of a plugin's source.

    Attributes:
        edits: Those that apply.
        present: Where those stand in the source that are in it already.
        clashing: Those that do not apply.
    """

    edits: tuple[FileEdit, ...]
    present: tuple[str, ...] = ()
    clashing: tuple[Withheld, ...] = ()


def select_improvements(
    edits: Iterable[OwnerEdit], tree: FileTree, plugin: str, conflicts: Container[str]
) -> tuple[list[Improvement], list[Withheld]]:
    """Return the improvements of a plugin, and the edits that cannot be given back.

    Of other plugins' files only rendered ones are listed, since several plugins contribute to them.

    Args:
        edits: The owner's edits.
        tree: The project as it is composed now, which knows where each file comes from.
        plugin: The plugin's name.
        conflicts: Paths at which the owner has a conflict to resolve.
    """
    improvements, withheld = [], []
    for it in edits:
        if it.made.owner != plugin and not _is_shared(it, tree):
            continue
        if why := _why_not(it, tree, plugin, conflicts):
            withheld.append(Withheld(path=it.edit.path, why=why))
            continue
        if it.edit.after is None:  # said above already
            continue
        # a checkout on Windows may have turned every LF into CR LF, which is no improvement
        after = _in_line_ends_of(it.edit.path, it.pristine, it.edit.after)
        if after != it.pristine:
            source = tree[it.made.path].source
            improvements.append(
                Improvement(path=it.edit.path, source=source, before=it.pristine, after=after)
            )
    return improvements, withheld


def offer(
    improvements: Iterable[Improvement], folder: str, content: Callable[[str], Content | None]
) -> Offer:
    """Return improvements as edits of a plugin's source, which may have moved on since.

    Args:
        improvements: The improvements.
        folder: The plugin's folder in the source.
        content: Returns what stands at a path of the source, or ``None``.
    """
    edits, present, clashing = [], [], []
    for it in improvements:
        edit = _fitted(it.as_edit(folder), content(f"{folder}/{it.source}"))
        if isinstance(edit, str):
            clashing.append(Withheld(path=it.path, why=edit))
        elif edit.before == edit.after:
            present.append(edit.path)
        else:
            edits.append(edit)
    return Offer(edits=tuple(edits), present=tuple(present), clashing=tuple(clashing))


def _fitted(edit: FileEdit, present: Content | None) -> FileEdit | str:
    """Return an edit of the file as it is now, or why it does not apply."""
    if present is None or edit.before is None or edit.after is None:
        return f"there is no {edit.path} any more"
    if present == edit.before:
        return edit
    ours = _in_line_ends_of(edit.path, present, edit.after)
    if present == ours:
        return replace(edit, before=present, after=present)
    merged = merge_file(edit.path, edit.before, ours, present, Labels("", ""))
    if merged.kind == "conflict":
        return f"{edit.path} was changed in the same places meanwhile"
    return replace(edit, before=present, after=merged.after)


def _in_line_ends_of(path: str, one: Content, other: Content) -> Content:
    """Return the other file in the line ends of the one, where each has one kind."""
    line_end = line_end_of(one.data)
    if line_end is None or not is_text(path, one.data, other.data):
        return other
    return replace(other, data=with_line_end(other.data, line_end))


def _is_shared(it: OwnerEdit, tree: FileTree) -> bool:
    """Return whether a file of another plugin may hold contributions of this one."""
    file = tree.get(it.made.path)
    return file is not None and not file.verbatim and it.edit.after is not None


def _why_not(it: OwnerEdit, tree: FileTree, plugin: str, conflicts: Container[str]) -> str:
    """Return why an edit cannot be given back, or nothing."""
    if it.edit.after is None:
        return "you deleted it, which concerns this project alone"
    if it.edit.path in conflicts:
        return "it has a conflict to resolve first"
    file = tree.get(it.made.path)
    if file is None or file.owner != it.made.owner:
        return f"{it.made.owner}, as it is installed, has no such file any more"
    if not file.verbatim:
        shared = "rendered" if it.made.owner == plugin else "shared by all plugins, rendered"
        return f"it is {shared} from {file.source} of {file.owner}"
    if not file.source:
        return f"it does not come from the folder of {it.made.owner}"
    return ""
