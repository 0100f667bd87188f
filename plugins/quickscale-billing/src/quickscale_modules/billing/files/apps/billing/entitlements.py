"""What may this account use? The one question views, templates and tasks ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.billing import plans, standings
from apps.billing.conf import conf
from apps.billing.parts import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from apps.billing.catalog import Plan
    from apps.billing.models import Account

    View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class Entitlements:
    """What an account may use now.

    Attributes:
        plan_key: The plan it has.
        state: How it stands with its subscription: a value of ``standings.State``.
        features: What comes with the plan.
        limits: How much of what the plan allows; ``None`` is as much as one likes.
        paid: Of what usage is paid, each with whether more than the limit may be used.
        period_start: Since when usage is counted.
        until: When that ends by itself, where it is known.
    """

    plan_key: str
    state: str
    features: frozenset[str] = frozenset()
    limits: Mapping[str, int | None] = field(default_factory=dict)
    paid: Mapping[str, bool] = field(default_factory=dict)
    period_start: datetime
    until: datetime | None = None

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return standings.find_plan(self.plan_key) or standings.free_plan()

    def has(self, feature: str) -> bool:
        """Tell whether a feature comes with the plan.

        Raises:
            LookupError: There is no such feature, which is a mistake in the program.
        """
        if feature not in plans.FEATURES:
            message = f"{feature!r} is not in FEATURES of apps/billing/plans.py"
            raise LookupError(message)
        return feature in self.features

    def limit(self, name: str) -> int | None:
        """Return how much is allowed: ``None`` for as much as one likes, 0 for nothing.

        A limit that the plan does not name is 0, so it refuses everybody who has that plan.

        Raises:
            LookupError: There is no such limit, which is a mistake in the program.
        """
        if name not in plans.LIMITS:
            message = f"{name!r} is not in LIMITS of apps/billing/plans.py"
            raise LookupError(message)
        return self.limits.get(name, 0)

    def allows(self, name: str, total: int) -> bool:
        """Tell whether so much, all told, is within a limit, or above one and paid."""
        limit = self.limit(name)
        return limit is None or total <= limit or self.paid.get(name, False)


def entitlements(subject: Any) -> Entitlements:
    """Return what somebody may use.

    Answers are remembered for ``BILLING_CACHE_SECONDS`` and forgotten when Stripe says that
    something has changed.

    Args:
        subject: Who pays, of the kind that ``BILLING_SUBJECTS`` is about: a user, or a team.
            Nobody has the free plan.
    """
    if subject is None:
        return _compute(None)
    key = _cache_key(conf.subjects.key(subject))
    found: Entitlements | None = cache.get(key)
    if found is None:
        found = _compute(conf.subjects.account_of(subject))
        cache.set(key, found, conf.cache_seconds)
    return found


def request_entitlements(request: HttpRequest) -> Entitlements:
    """Return what whoever makes a request may use; asked once a request."""
    found: Entitlements | None = getattr(request, "_entitlements", None)
    if found is None:
        found = entitlements(conf.subjects.of_request(request))
        request._entitlements = found  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def forget(account: Account) -> None:
    """Make the next question about an account be answered anew."""
    if key := conf.subjects.key_of(account):
        cache.delete(_cache_key(key))


def feature_required(feature: str) -> Callable[[View], View]:
    """Open a view only to those whose plan has a feature.

    Everybody else is led to the pricing page with a word on why. A view that is a class takes it by
    Django's ``method_decorator(feature_required("reports"), name="dispatch")``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request_entitlements(request).has(feature):
                return view(request, *args, **kwargs)
            words = _("%(feature)s: not in your plan yet. These plans have it.")
            messages.info(request, words % {"feature": plans.FEATURES[feature]})
            return redirect("billing_pricing")

        return guarded

    return decorate


def _cache_key(subject_key: str) -> str:
    return f"billing:entitlements:{subject_key}"


def _compute(account: Account | None) -> Entitlements:
    standing = standings.standing_of(account)
    plan = standing.plan
    return Entitlements(
        plan_key=plan.key,
        state=standing.state,
        features=frozenset(plan.features),
        limits=dict(plan.limits),
        paid={name: more for part in parts() for name, more in part.paid_usage(standing).items()},
        period_start=standing.counted_since,
        until=standing.until,
    )
