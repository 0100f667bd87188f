"""What is used, counted against what the plan allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.billing import plans, queries
from apps.billing.conf import conf
from apps.billing.entitlements import entitlements
from apps.billing.models import Account, UsageRecord
from apps.billing.parts import parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from apps.billing.entitlements import Entitlements


class LimitReachedError(Exception):
    """A plan does not allow more.

    Attributes:
        limit: Of what: a key of ``LIMITS``.
        allowed: How much the plan allows.
    """

    def __init__(self, limit: str, allowed: int) -> None:
        self.limit = limit
        self.allowed = allowed
        label: StrOrPromise = plans.LIMITS[limit]
        super().__init__(
            _("%(limit)s: your plan allows %(allowed)d.") % {"limit": label, "allowed": allowed}
        )


def record_usage(subject: Any, limit: str, quantity: int = 1, *, key: str) -> bool:
    """Count something as used, whether or not the plan allows it.

    Args:
        subject: Who pays.
        limit: A key of ``LIMITS``.
        quantity: How much.
        key: What it was for, such as the id of what was made; the same key is counted once.

    Returns:
        Whether it was counted now.
    """
    _known(limit)
    account = conf.subjects.make_account(subject)
    granted = entitlements(subject)
    with transaction.atomic():
        record, created = UsageRecord.objects.get_or_create(
            account=account, limit=limit, key=key, defaults={"quantity": quantity}
        )
        if created:
            _follow(record, granted)
    return created


def consume(subject: Any, limit: str, quantity: int = 1, *, key: str) -> bool:
    """Count something as used if the plan allows it. Two at once cannot both have the last one.

    Args:
        subject: Who pays.
        limit: A key of ``LIMITS``.
        quantity: How much.
        key: What it was for; the same key is counted once.

    Returns:
        Whether it was counted now, and not before.

    Raises:
        LimitReachedError: The plan does not allow so much.
    """
    _known(limit)
    account = conf.subjects.make_account(subject)
    granted = entitlements(subject)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if UsageRecord.objects.filter(account=account, limit=limit, key=key).exists():
            return False
        used = queries.usage(account, limit, granted.period_start)
        if not granted.allows(limit, used + quantity):
            raise LimitReachedError(limit, granted.limit(limit) or 0)
        record = UsageRecord.objects.create(
            account=account, limit=limit, key=key, quantity=quantity
        )
        _follow(record, granted)
    return True


def _follow(record: UsageRecord, granted: Entitlements) -> None:
    for part in parts():
        part.counted(record, granted)


def _known(limit: str) -> None:
    if limit not in plans.LIMITS:
        message = f"{limit!r} is not in LIMITS of apps/billing/plans.py"
        raise LookupError(message)
