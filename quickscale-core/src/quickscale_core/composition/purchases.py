"""Check that what is bought once adds to limits that plans have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.composition.provenance import Attributed
    from quickscale_core.plugin_api.contributions import PlanLimit, Purchase

__all__ = ["check_purchases"]


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
