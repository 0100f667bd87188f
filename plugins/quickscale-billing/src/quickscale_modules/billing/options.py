"""The plugin's options as one typed value, and the combinations that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from quickscale_core import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Spec

__all__ = ["Answers"]

LONGEST_TRIAL = 730
"""Days; Stripe takes no more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What the project's owner answered.

    Attributes:
        subject: Who pays.
        currency: Three lower-case letters: what prices are in unless they say otherwise.
        trial_days: How long plans may be tried that do not say otherwise; 0 for not at all.
        tax: Whether Stripe Tax works taxes out and VAT ids are asked for.
        portal: Whether Stripe's Customer Portal is linked to.
        metering: Whether usage can be paid for.
        discounts: Whether there are coupons and promotion codes.
        has_teams: Whether the project has teams.
    """

    subject: Literal["user", "team"] = "user"
    currency: str = "usd"
    trial_days: int = 14
    tax: bool = False
    portal: bool = True
    metering: bool = False
    discounts: bool = False
    has_teams: bool = False

    @classmethod
    def of(cls, spec: Spec) -> Answers:
        """Read the answers from a spec.

        Args:
            spec: What was asked for; its options are validated and defaulted.

        Returns:
            The answers, whether or not they can be met together.
        """
        return cls(
            subject=_subject(spec, spec.option("billing", "subject", str)),
            currency=spec.option("billing", "currency", str),
            trial_days=spec.option("billing", "trial_days", int),
            tax=spec.option("billing", "tax", bool),
            portal=spec.option("billing", "portal", bool),
            metering=spec.option("billing", "metering", bool),
            discounts=spec.option("billing", "discounts", bool),
            has_teams=spec.has("teams"),
        )

    def check(self) -> None:
        """Refuse answers that cannot be met.

        Raises:
            QuickScaleError: With every one of them.
        """
        if problems := tuple(self.problems()):
            raise QuickScaleError(*problems)

    def problems(self) -> Iterator[Problem]:
        """Yield what cannot be met."""
        if not 0 <= self.trial_days <= LONGEST_TRIAL:
            yield Problem(
                what=f"billing: a trial of {self.trial_days} days is not possible",
                where=(f"billing.trial_days is {self.trial_days}",),
                fix="set billing.trial_days to 0, for no trial, or to at most 730",
            )
        if self.subject == "team" and not self.has_teams:
            yield Problem(
                what="billing: teams cannot pay in a project without teams",
                where=("billing.subject is team",),
                fix="add the module teams, or set billing.subject=user",
            )


def _subject(spec: Spec, answer: str) -> Literal["user", "team"]:
    """Return who pays; unless that was said, teams do where there are any."""
    if answer == "auto":
        return "team" if spec.has("teams") else "user"
    return cast("Literal['user', 'team']", answer)
