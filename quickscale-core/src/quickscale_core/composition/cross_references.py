"""Check that what one contribution names of another is there: limits of plans, places of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.composition.provenance import Attributed
    from quickscale_core.plugin_api.contributions import (
        NpmPackage,
        PagePart,
        PagePlace,
        PlanLimit,
        Purchase,
    )

__all__ = ["check_npm_packages", "check_places", "check_purchases"]


def check_npm_packages(
    packages: Sequence[Attributed[NpmPackage]], frontend: str
) -> Iterator[Problem]:
    """Yield a problem for each package of npm in a project that has nothing to build with npm.

    Args:
        packages: What plugins' parts of ``frontend/`` import.
        frontend: How the pages of the project's theme are made.
    """
    for package in packages if frontend == "html" else ():
        yield Problem(
            what=f'NpmPackage "{package.item.name}" of {package.plugin.label} is for an app in'
            " frontend/, and a theme of html pages has none",
            where=(package.place,),
            fix="contribute it where spec.frontend is the one that imports it",
        )


def check_purchases(
    purchases: Sequence[Attributed[Purchase]], limits: Sequence[Attributed[PlanLimit]]
) -> Iterator[Problem]:
    """Yield a problem for each limit that a purchase adds to and no plugin contributes.

    The limits of the owner's own file are the owner's to sell more of.

    Args:
        purchases: What is bought once.
        limits: The limits that plugins contribute.
    """
    known = {limit.item.name for limit in limits}
    for purchase in purchases:
        for name, _ in purchase.item.adds:
            if name not in known:
                yield Problem(
                    what=f'Purchase "{purchase.item.name}" of {purchase.plugin.label} adds to'
                    f' "{name}", which no plugin limits',
                    where=(purchase.place,),
                    fix="contribute a PlanLimit of that name, or name another",
                )


def check_places(
    parts: Sequence[Attributed[PagePart]], places: Sequence[Attributed[PagePlace]]
) -> Iterator[Problem]:
    """Yield a problem for each part at a place that no plugin declares.

    Args:
        parts: What modules show on others' pages.
        places: Where they can.
    """
    known = sorted({place.item.name for place in places})
    for part in parts:
        if part.item.place not in known:
            listed = ", ".join(known) or "none"
            yield Problem(
                what=f'PagePart "{part.item.name}" of {part.plugin.label} names the place'
                f' "{part.item.place}", which no page has',
                where=(part.place,),
                fix=f"name one of this project's places ({listed}), or leave the part out where"
                " the module that has the page takes no part",
            )
