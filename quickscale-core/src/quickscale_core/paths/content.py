"""What stands in a file: bytes, and whether they may be executed."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Content"]


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a file.

    Attributes:
        data: Its bytes.
        executable: Whether its executable bits are set.
    """

    data: bytes
    executable: bool = False

    @property
    def mode(self) -> int:
        """The permission bits, from which the user's umask is taken."""
        return 0o777 if self.executable else 0o666
