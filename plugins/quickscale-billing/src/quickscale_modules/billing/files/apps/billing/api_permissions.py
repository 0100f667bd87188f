"""What a plan allows of an API: permission classes for projects with Django REST framework.

``permission_classes = [IsAuthenticated, has_feature("reports")]``. They ask ``entitlements``, as
views, templates and tasks do. A refusal is a 403 that says what to do, with a code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.api_permissions import SignedIn
from apps.billing import plans, queries
from apps.billing.conf import conf
from apps.billing.entitlements import request_entitlements

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

__all__ = ["PlanHas", "WithinLimit", "has_feature", "within_limit"]


class PlanHas(SignedIn):
    """Opens an API to those whose plan has a feature; :func:`has_feature` makes one.

    Attributes:
        feature: A key of ``FEATURES``.
        code: What tells the refusal from others.
        message: What it says.
    """

    feature: ClassVar[str]
    code: ClassVar[str] = "plan_lacks_feature"
    message: str = ""

    def has_permission(self, request: HttpRequest, view: Any) -> bool:
        """Tell whether the sender's plan has it."""
        if not super().has_permission(request, view):
            return False
        if request_entitlements(request).has(self.feature):
            return True
        label: StrOrPromise = plans.FEATURES[self.feature]
        self.message = _("%(feature)s: not in your plan. These plans have it: %(address)s") % {
            "feature": label,
            "address": _pricing(request),
        }
        return False


class WithinLimit(SignedIn):
    """Lets something be added while the plan allows one more; :func:`within_limit` makes one.

    Attributes:
        limit: A key of ``LIMITS``.
        used: How much is used; of itself what ``record_usage`` has counted in this period.
        code: What tells the refusal from others.
        message: What it says.
    """

    limit: ClassVar[str]
    used: ClassVar[Callable[[HttpRequest], int] | None] = None
    code: ClassVar[str] = "plan_limit_reached"
    message: str = ""

    def has_permission(self, request: HttpRequest, view: Any) -> bool:
        """Tell whether one more is allowed; what adds nothing always is."""
        if not super().has_permission(request, view):
            return False
        if not _adds(request, view):
            return True
        granted = request_entitlements(request)
        count = type(self).used or self._recorded
        if granted.allows(self.limit, count(request) + 1):
            return True
        label: StrOrPromise = plans.LIMITS[self.limit]
        self.message = _(
            "%(limit)s: your plan allows %(allowed)d. These plans allow more: %(address)s"
        ) % {
            "limit": label,
            "allowed": granted.limit(self.limit) or 0,
            "address": _pricing(request),
        }
        return False

    def has_object_permission(self, request: HttpRequest, view: Any, obj: Any) -> bool:  # noqa: ARG002
        """Refuse nothing: a limit is about what is added, not about what is there."""
        return True

    def _recorded(self, request: HttpRequest) -> int:
        subject = conf.subjects.of_request(request)
        account = conf.subjects.account_of(subject) if subject is not None else None
        return queries.usage(account, self.limit, request_entitlements(request).period_start)


def has_feature(feature: str) -> Any:
    """Return a permission class that opens an API to those whose plan has a feature.

    Args:
        feature: A key of ``FEATURES``.

    Raises:
        LookupError: There is no such feature.
    """
    if feature not in plans.FEATURES:
        message = f"{feature!r} is not in FEATURES of apps/billing/plans.py"
        raise LookupError(message)

    class ThisPlanHas(PlanHas):
        pass

    ThisPlanHas.feature = feature
    return ThisPlanHas


def within_limit(limit: str, used: Callable[[HttpRequest], int] | None = None) -> Any:
    """Return a permission class that lets something be added while the plan allows one more.

    Two requests at once may both find room for the last one. Where that matters, count with
    ``consume`` of ``flows/usage.py`` in the view, which locks.

    Args:
        limit: A key of ``LIMITS``.
        used: Counts what there is: ``lambda request: Project.objects.count()``. Without it, what
            ``record_usage`` has counted in this period counts.

    Raises:
        LookupError: There is no such limit.
    """
    if limit not in plans.LIMITS:
        message = f"{limit!r} is not in LIMITS of apps/billing/plans.py"
        raise LookupError(message)

    class WithinThisLimit(WithinLimit):
        pass

    WithinThisLimit.limit = limit
    WithinThisLimit.used = staticmethod(used) if used is not None else None
    return WithinThisLimit


def _adds(request: HttpRequest, view: Any) -> bool:
    """Tell whether a request adds something: a viewset says so, elsewhere it is a POST."""
    action = getattr(view, "action", None)
    return bool(action == "create") if action else request.method == "POST"


def _pricing(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("billing_pricing"))
