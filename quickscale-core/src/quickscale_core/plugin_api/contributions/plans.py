"""Contributions to what a project sells, where a module sells plans."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import Keyed, PlanReach

__all__ = ["PlanFeature", "PlanLimit", "Purchase"]


@dataclass(frozen=True, kw_only=True)
class PlanFeature(Keyed):
    """A feature of plans, by which code asks whether somebody may use it; its key is ``name``.

    It counts where a module sells plans, such as billing, and is left alone elsewhere. A text that
    no code asks about is one as well. The owner's file of plans has the last word.

    Attributes:
        name: What code asks for, a lower-case identifier: ``"notes_export"``.
        label: What the pricing page says, in English; translated at run time.
        plans: Which of the owner's plans have it; see :data:`PlanReach`.
    """

    name: str
    label: str
    plans: PlanReach = "paid"


@dataclass(frozen=True, kw_only=True)
class PlanLimit(Keyed):
    """A limit of plans, by which code asks how much somebody may use; its key is ``name``.

    It counts where a module sells plans, such as billing, and is left alone elsewhere. The three
    numbers are for plans that the module does not know; the owner's file of plans has the last
    word. ``None`` is as much as one likes, 0 is nothing.

    Attributes:
        name: What code asks for, a lower-case identifier: ``"notes"``.
        label: What the pricing page says, in English; translated at run time: ``"Notes"``.
        free: How much the plan allows that costs nothing.
        paid: How much a plan allows that costs something.
        largest: How much the largest of the paid plans allows.
    """

    name: str
    label: str
    free: int | None
    paid: int | None
    largest: int | None


@dataclass(frozen=True, kw_only=True)
class Purchase(Keyed):
    """Something that is bought once, on top of a plan; its key is ``name``.

    It is sold where a module sells plans, such as billing, at the price the owner's file of plans
    names, or at this one.

    Attributes:
        name: What code calls it, a lower-case identifier that never changes: ``"notes_pack"``.
        label: What the pricing page says, in English; translated at run time.
        amount: What it costs, in the smallest unit of the project's currency: 900 are 9 dollars.
        adds: How much it adds to limits, as pairs of a :class:`PlanLimit`'s name and a number.
        description: What one gets, in a sentence in English; translated at run time.
    """

    name: str
    label: str
    amount: int
    adds: tuple[tuple[str, int], ...]
    description: str = ""
