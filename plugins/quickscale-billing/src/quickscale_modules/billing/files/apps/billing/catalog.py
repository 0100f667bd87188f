"""What plans are made of. ``plans.py`` says which ones there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from apps.billing.conf import conf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

Interval = Literal["month", "year"]

ZERO_DECIMAL = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905
)
"""Currencies without a hundredth (docs.stripe.com/currencies#zero-decimal)."""

THREE_DECIMAL = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
"""Currencies with a thousandth; Stripe takes tens (docs.stripe.com/currencies#three-decimal)."""


@dataclass(frozen=True, kw_only=True)
class PlanPrice:
    """What a plan costs for a month or a year.

    Attributes:
        amount: In the currency's smallest unit: ``1900`` are 19 dollars. Of one seat, where the
            plan is per seat.
        interval: For how long it pays.
        currency: Three lower-case letters, or empty for ``BILLING_CURRENCY``.
    """

    amount: int
    interval: Interval
    currency: str = ""

    @property
    def currency_code(self) -> str:
        """The currency, whichever way it was said."""
        return self.currency or conf.currency


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan that accounts subscribe to, or the one they have without a subscription.

    Attributes:
        key: What the code calls it. Never changes: it is in the names of Stripe's objects.
        name: What people call it.
        description: For whom it is, in a sentence.
        prices: What it costs; nothing for a plan that needs no subscription.
        features: Keys of ``FEATURES`` in ``plans.py`` that come with it.
        limits: How much of each key of ``LIMITS`` it allows; ``None`` is as much as one likes. A
            key that is missing is not allowed at all.
        without: Features of modules that it does not have.
        trial_days: How long it may be tried, or ``None`` for ``BILLING_TRIAL_DAYS``.
        trial_needs_card: Whether the trial asks for a card first. One without a card ends by
            itself.
        per_seat: Whether it is paid for each seat.
        highlighted: Whether the pricing page recommends it.
        sold: Whether it may be chosen. Whoever has one that is not keeps it.
        tax_code: Stripe's code of what is sold, for Stripe Tax, or empty for the account's own.
    """

    key: str
    name: StrOrPromise
    description: StrOrPromise = ""
    prices: tuple[PlanPrice, ...] = ()
    features: tuple[str, ...] = ()
    limits: Mapping[str, int | None] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    trial_days: int | None = None
    trial_needs_card: bool = True
    per_seat: bool = False
    highlighted: bool = False
    sold: bool = True
    tax_code: str = ""

    @property
    def is_free(self) -> bool:
        """Whether it needs no subscription."""
        return not self.prices

    @property
    def product_id(self) -> str:
        """What Stripe calls it."""
        return f"plan_{self.key}"

    @property
    def days_of_trial(self) -> int:
        """How many days it may be tried."""
        if self.is_free:
            return 0
        return conf.trial_days if self.trial_days is None else self.trial_days

    def lookup_key(self, price: PlanPrice) -> str:
        """Return the name by which Stripe finds a price, whatever its id."""
        return f"{self.key}_{price.interval}_{price.currency_code}"

    def price(self, interval: str, currency: str = "") -> PlanPrice | None:
        """Return what it costs.

        Args:
            interval: ``month`` or ``year``.
            currency: Of which currency, or empty for ``BILLING_CURRENCY``.

        Returns:
            The price, or nothing where the plan has none like that.
        """
        wanted = currency or conf.currency
        found = (one for one in self.prices if one.interval == interval)
        return next((one for one in found if one.currency_code == wanted), None)


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """Something that is bought once.

    Attributes:
        key: What the code calls it. Never changes.
        name: What people call it.
        description: What one gets, in a sentence.
        amount: In the currency's smallest unit.
        currency: Three lower-case letters, or empty for ``BILLING_CURRENCY``.
        adds: How much it adds to keys of ``LIMITS`` that are counted by usage.
        tax_code: Stripe's code of what is sold, for Stripe Tax, or empty.
    """

    key: str
    name: StrOrPromise
    description: StrOrPromise = ""
    amount: int
    currency: str = ""
    adds: Mapping[str, int] = field(default_factory=dict)
    tax_code: str = ""

    @property
    def product_id(self) -> str:
        """What Stripe calls it."""
        return f"item_{self.key}"

    @property
    def currency_code(self) -> str:
        """The currency, whichever way it was said."""
        return self.currency or conf.currency

    @property
    def lookup_key(self) -> str:
        """The name by which Stripe finds its price."""
        return f"{self.key}_once_{self.currency_code}"


@dataclass(frozen=True, kw_only=True)
class ModuleFeature:
    """A feature that a module of the project adds to plans.

    Attributes:
        name: What the code asks for.
        label: What people read.
        plans: Which plans have it: all, the paid ones, the largest of these, or none.
    """

    name: str
    label: StrOrPromise
    plans: Literal["all", "paid", "largest", "none"]


@dataclass(frozen=True, kw_only=True)
class ModuleLimit:
    """A limit that a module of the project adds to plans; ``None`` is as much as one likes.

    Attributes:
        name: What the code asks for.
        label: What people read.
        free: How much the plan without prices allows.
        paid: How much a plan with prices allows.
        largest: How much the largest of these allows.
    """

    name: str
    label: StrOrPromise
    free: int | None
    paid: int | None
    largest: int | None
