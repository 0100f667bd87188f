"""One purchase of an account at a time, on every database and without a long transaction."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.billing.models import Account
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from collections.abc import Iterator

LEASE: Final = timedelta(minutes=2)
"""After this long whoever began is taken to have died; Stripe's library gives up sooner."""


@contextmanager
def exclusively(account: Account) -> Iterator[None]:
    """Let nobody else begin a purchase of an account while the block runs.

    Stripe is asked in the block, so no row is locked meanwhile: one statement decides who goes on.

    Raises:
        BillingError: Somebody else has begun, as a second tab or a second click does.
    """
    now = timezone.now()
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    until = now + LEASE
    if not Account.objects.filter(free, pk=account.pk).update(busy_until=until):
        raise BillingError(_("Another change to this subscription is in progress. Try again."))
    try:
        yield
    finally:
        Account.objects.filter(pk=account.pk, busy_until=until).update(busy_until=None)
