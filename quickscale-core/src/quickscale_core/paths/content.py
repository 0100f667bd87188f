"""What a file holds: bytes and permissions, or only the hash and the permissions.

:class:`Content` is the one record of bytes and mode. Records that say more of a file, such as its
owner, hold a ``Content``. Where the bytes are elsewhere or are not known, :class:`FileState` stands
for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

__all__ = ["Content", "FileState"]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's bytes, told by their hash, and its permission bits.

    Attributes:
        sha256: The SHA-256 of its bytes, in 64 hexadecimal digits.
        mode: All its permission bits.
    """

    sha256: str
    mode: int

    @property
    def executable(self) -> bool:
        """Whether its owner may execute it."""
        return bool(self.mode & 0o100)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Attributes:
        data: Its bytes.
        executable: Whether its executable bits are set.
    """

    data: bytes
    executable: bool = False

    @property
    def mode(self) -> int:
        """The permission bits of a new file, from which the user's umask is taken."""
        return 0o777 if self.executable else 0o666

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in 64 hexadecimal digits."""
        return sha256(self.data).hexdigest()

    @property
    def state(self) -> FileState:
        """The same without the bytes."""
        return FileState(self.sha256, self.mode)
