"""The warning about requirements that no plugin was tested with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.composition.composition import Composition

__all__ = ["warn_of_untested"]


def warn_of_untested(printer: Printer, composition: Composition) -> None:
    """Name the requirements of a project that are not locked to a tested version."""
    if untested := composition.tested.untested:
        printer.warning(
            Problem(
                what="no plugin says which versions it was tested with of "
                + ", ".join(sorted(untested)),
                fix="lock all of the project's versions yourself: python dev/versions.py",
            )
        )
