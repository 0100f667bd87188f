"""Every file of a project, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quickscale_core.paths.content import Content

__all__ = ["File", "FileTree"]


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file of the project, and where it comes from.

    Attributes:
        content: Its bytes, and whether it is executable.
        owner: Name of the plugin it comes from.
        verbatim: Whether it is a copy of a file in the plugin, byte for byte.
        source: Its path in the plugin's folder: ``"files/apps/accounts/views.py"``; empty where it
            lies elsewhere, or where core makes it.
    """

    content: Content
    owner: str
    verbatim: bool = False
    source: str = ""

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.content.data

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in 64 hexadecimal digits."""
        return self.content.sha256


class FileTree(Mapping[str, File]):
    """Files by their path, in the paths' order.

    Paths are relative to the project, with ``/`` between their parts.
    """

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = {path: files[path] for path in sorted(files)}

    def __getitem__(self, path: str) -> File:
        """Return the file at a path."""
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths, sorted."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._files)
