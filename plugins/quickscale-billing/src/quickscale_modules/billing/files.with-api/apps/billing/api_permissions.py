"""What a plan allows of an API: permission classes for projects with Django REST framework.

``permission_classes = [IsAuthenticated, has_feature("reports")]``. They ask ``entitlements``, as
views, templates and tasks do. A refusal is a 403 that says what to do, with a code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.api_permissions import SignedIn
from apps.billing import plans, queries
from apps.billing.entitlements import request_entitlements
from apps.billing.subjects import account_of_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def has_feature(feature: str) -> Any:
    """Return a permission class that opens an API to those whose plan has a feature.

    Raises:
        LookupError: There is no such feature.
    """
    if feature not in plans.FEATURES:
        message = f"{feature!r} is not in FEATURES of apps/billing/plans.py"
        raise LookupError(message)

    class PlanHas(SignedIn):
        code = "plan_lacks_feature"

        def has_permission(self, request: HttpRequest, view: Any) -> bool:
            if not super().has_permission(request, view):
                return False
            if request_entitlements(request).has(feature):
                return True
            self.message = _("%(feature)s: not in your plan. These plans have it: %(address)s") % {
                "feature": plans.FEATURES[feature],
                "address": _pricing(request),
            }
            return False

    return PlanHas


def within_limit(limit: str, used: Callable[[HttpRequest], int] | None = None) -> Any:
    """Return a permission class that lets something be added while the plan allows one more.

    Two requests at once may both find room for the last one. Where that matters, count with
    ``consume`` of ``flows/usage.py`` in the view, which locks. What adds nothing is always allowed,
    and every object is: a limit is about what is added, not about what is there.

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

    class WithinLimit(SignedIn):
        code = "plan_limit_reached"

        def has_permission(self, request: HttpRequest, view: Any) -> bool:
            if not super().has_permission(request, view):
                return False
            granted = request_entitlements(request)
            if not _adds(request, view) or granted.allows(
                limit, (used(request) if used else _recorded(request, limit)) + 1
            ):
                return True
            self.message = _(
                "%(limit)s: your plan allows %(allowed)d. These plans allow more: %(address)s"
            ) % {
                "limit": plans.LIMITS[limit],
                "allowed": granted.limit(limit) or 0,
                "address": _pricing(request),
            }
            return False

        def has_object_permission(self, request: HttpRequest, view: Any, obj: Any) -> bool:  # noqa: ARG002
            return True

    return WithinLimit


def _recorded(request: HttpRequest, limit: str) -> int:
    account = account_of_request(request)
    return queries.usage(account, limit, request_entitlements(request).period_start)


def _adds(request: HttpRequest, view: Any) -> bool:
    """Tell whether a request adds something: a viewset says so, elsewhere it is a POST."""
    action = getattr(view, "action", None)
    return bool(action == "create") if action else request.method == "POST"


def _pricing(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("billing_pricing"))
