"""A stranger's module: it adds a feature, a limit and a purchase to plans where some are sold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import (
    App,
    FileSet,
    ListItem,
    PlanFeature,
    PlanLimit,
    Plugin,
    Purchase,
    Setting,
    hookimpl,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

HERE = Path(__file__).parent

PLUGIN = Plugin(name="club", kind="module", summary="Evenings of a club")


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet]:
    """Add the app, and what counts evenings where plans are sold."""
    yield FileSet(root=HERE / "files")
    if spec.has("billing"):
        yield FileSet(root=HERE / "files.with-billing")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Add the app, and what plans say of it."""
    yield App(path="apps.club", summary="evenings of a club")
    yield Setting(name="CLUB_STEPS", value=[], default=True)
    yield PlanFeature(name="club_posters", label="Posters of the club's evenings", plans="largest")
    yield PlanLimit(name="club_evenings", label="Club evenings", free=2, paid=10, largest=None)
    yield Purchase(
        name="club_pack",
        label='A "pack" of evenings',
        description="Ten more evenings on top of your plan, for whoever has more friends than a "
        "plan foresees and would rather not change to a larger one for a single month of parties.",
        amount=700,
        adds=(("club_evenings", 10),),
    )
    if spec.has("billing"):
        yield ListItem(setting="CLUB_STEPS", value="apps.club.counting.count")
