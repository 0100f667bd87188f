"""The errors of QuickScale: problems, exit codes and exceptions.

An error names what happened, where, and what to do. Code below the command line raises these;
only ``quickscale_core.cli`` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

__all__ = [
    "EXIT_CONFLICTS",
    "EXIT_INTERRUPTED",
    "EXIT_OK",
    "EXIT_PENDING",
    "EXIT_REFUSED",
    "EXIT_USAGE",
    "Problem",
    "QuickScaleError",
    "UsageError",
]

EXIT_OK: Final = 0
"""Done, or nothing to do."""
EXIT_REFUSED: Final = 1
"""Refused or failed; the disk is as it was unless the message says otherwise."""
EXIT_USAGE: Final = 2
"""The command line itself was wrong."""
EXIT_PENDING: Final = 3
"""Changes are pending (``plan --exit-code``)."""
EXIT_CONFLICTS: Final = 4
"""Conflicts are left for the owner to resolve."""
EXIT_INTERRUPTED: Final = 130
"""Interrupted from the keyboard."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        what: One sentence fragment without a closing full stop: ``two plugins set STRIPE_MODE``.
        where: Lines that say who and where, each already complete:
            ``billing 1.0.0 (quickscale-billing): "live"  plugin.py:31``.
        fix: What to do about it, in the imperative; may be empty.
    """

    what: str
    where: tuple[str, ...] = ()
    fix: str = ""

    def __str__(self) -> str:
        """Return the problem as the command line prints it after ``error: ``."""
        lines = [self.what, *(f"  {line}" for line in self.where)]
        if self.fix:
            lines.append(f"fix: {self.fix}")
        return "\n".join(lines)


class QuickScaleError(Exception):
    """One or more problems the user can do something about.

    Attributes:
        problems: Everything that is wrong, never only the first thing.
        exit_code: What the process exits with, one of the ``EXIT_`` constants.
    """

    default_exit_code: ClassVar[int] = EXIT_REFUSED

    def __init__(self, *problems: Problem, exit_code: int | None = None) -> None:
        super().__init__(*problems)
        self.problems = problems
        self.exit_code = self.default_exit_code if exit_code is None else exit_code

    def __str__(self) -> str:
        """Return all problems, one blank line between two of them."""
        return "\n\n".join(str(problem) for problem in self.problems)


class UsageError(QuickScaleError):
    """The command line or ``quickscale.yml`` is not valid."""

    default_exit_code = EXIT_USAGE
