"""Lays what modules add to plans beneath what ``plans.py`` says, which has the last word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apps.billing import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

    from apps.billing.catalog import Plan, Purchase


def features(own: dict[str, StrOrPromise]) -> dict[str, StrOrPromise]:
    """Return the features there are, with what people read of each.

    Args:
        own: Those of ``plans.py``; their texts count.
    """
    return own | {one.name: one.label for one in composed.FEATURES if one.name not in own}


def limits(own: dict[str, StrOrPromise]) -> dict[str, StrOrPromise]:
    """Return the limits there are, with what people read of each.

    Args:
        own: Those of ``plans.py``; their texts count.
    """
    return own | {one.name: one.label for one in composed.LIMITS if one.name not in own}


def plans(*own: Plan) -> tuple[Plan, ...]:
    """Return plans with the features and limits of modules.

    Args:
        *own: Those of ``plans.py``, the smallest first. A limit that a plan names is as it says,
            and so is a feature it names, or is ``without``.
    """
    largest = [plan for plan in own if plan.prices and plan.sold][-1:]
    return tuple(_extended(plan, is_largest=plan in largest) for plan in own)


def purchases(*own: Purchase, without: tuple[str, ...] = ()) -> tuple[Purchase, ...]:
    """Return what is bought once.

    Args:
        *own: What ``plans.py`` sells; of a module's purchase with the same key, this one counts.
        without: Keys of modules' purchases that are not sold.
    """
    said = {one.key for one in own} | set(without)
    return (*own, *(one for one in composed.PURCHASES if one.key not in said))


def _extended(plan: Plan, *, is_largest: bool) -> Plan:
    said = {*plan.features, *plan.without}
    added = (name for name in _features_of(plan, is_largest=is_largest) if name not in said)
    amounts = {
        one.name: one.free if plan.is_free else one.largest if is_largest else one.paid
        for one in composed.LIMITS
    }
    return replace(plan, features=(*plan.features, *added), limits=amounts | dict(plan.limits))


def _features_of(plan: Plan, *, is_largest: bool) -> Iterator[str]:
    """Yield the features that modules give to a plan."""
    for one in composed.FEATURES:
        reached = {"all": True, "paid": not plan.is_free, "largest": is_largest, "none": False}
        if reached[one.plans]:
            yield one.name
