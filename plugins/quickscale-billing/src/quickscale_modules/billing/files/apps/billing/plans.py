"""What is for sale: change this file, then run ``manage.py sync_plans``.

Plans stand from the smallest to the largest; moving down that list is a downgrade, which waits for
the end of what is paid. A plan that people are subscribed to stays in the list; ``sold=False``
stops selling it.

What modules add stands in ``composed.py`` and comes in by ``with_modules``. Where this file says
something of it, that counts: the text of a feature or limit, a plan's number for a limit, a feature
that a plan names or is ``without``, what a purchase costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from apps.billing import with_modules
from apps.billing.catalog import Plan, PlanPrice, Purchase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEATURES: Final[dict[str, StrOrPromise]] = with_modules.features(
    {
        "reports": _("Reports"),
        "integrations": _("Integrations"),
        "priority_support": _("Priority support"),
    }
)
"""What a plan may hold, by the name the code asks for."""

LIMITS: Final[dict[str, StrOrPromise]] = with_modules.limits(
    {
        "projects": _("Projects"),
        "exports": _("Exports each month"),
    }
)
"""What a plan may restrict. What is counted by ``record_usage`` begins anew each month."""

PLANS: Final[tuple[Plan, ...]] = with_modules.plans(
    Plan(
        key="free",
        name=_("Free"),
        description=_("To look around, for as long as you like."),
        limits={"projects": 1, "exports": 5},
    ),
    Plan(
        key="starter",
        name=_("Starter"),
        description=_("For one person with real work to do."),
        prices=(
            PlanPrice(amount=1900, interval="month"),
            PlanPrice(amount=19000, interval="year"),
        ),
        features=("reports",),
        limits={"projects": 10, "exports": 100},
        trial_needs_card=False,
    ),
    Plan(
        key="pro",
        name=_("Pro"),
        description=_("For teams that work in it every day."),
        prices=(
            PlanPrice(amount=4900, interval="month"),
            PlanPrice(amount=49000, interval="year"),
        ),
        features=("reports", "integrations", "priority_support"),
        limits={"projects": None, "exports": 2000},
        per_seat=True,
        highlighted=True,
    ),
)

PURCHASES: Final[tuple[Purchase, ...]] = with_modules.purchases(
    Purchase(
        key="export_pack",
        name=_("100 more exports"),
        description=_("On top of your plan, until the period ends."),
        amount=900,
        adds={"exports": 100},
    ),
)
"""What is bought once."""
