"""Every file of a project, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["File", "FileTree"]


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """One file as it is to stand on the disk.

    Attributes:
        data: Its bytes.
        owner: Name of the plugin it comes from.
        executable: Whether its executable bits are set (mode 755, else 644).
        verbatim: Whether it is a copy of a file in the plugin, byte for byte.
        source: Where it comes from in the plugin's folder: ``"files/apps/accounts/views.py"``;
            empty of what lies elsewhere or is made by core.
    """

    data: bytes
    owner: str
    executable: bool = False
    verbatim: bool = False
    source: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in 64 hexadecimal digits."""
        return sha256(self.data).hexdigest()

    @property
    def mode(self) -> str:
        """The permission bits in octal: ``"755"`` or ``"644"``."""
        return "755" if self.executable else "644"


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
