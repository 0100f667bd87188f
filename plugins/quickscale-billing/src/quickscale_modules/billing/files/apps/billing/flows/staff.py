"""What staff do with other people's money. Each leaves a record of who did it and why.

What may be paid back, and what comes of it: https://docs.stripe.com/refunds
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.billing import mirror, queries, webhooks
from apps.billing.flows.purchases import take_back
from apps.billing.models import ObjectReading, StaffAction
from apps.billing.stripe_calls import BillingError, as_billing_error, client, id_of

if TYPE_CHECKING:
    from djstripe import models as copies

    from apps.billing.models import WebhookEvent
    from apps.users.models import User

Kind = StaffAction.Kind


def refund(charge: copies.Charge, amount: int, *, reason: str, by: User, key: str) -> StaffAction:
    """Pay a charge back, or a part of it.

    Args:
        charge: dj-stripe's copy of the charge.
        amount: How much, in the currency's smallest unit.
        reason: Why, for the record.
        by: Who decided it.
        key: Tells this decision from the next: the same one sent twice pays once.

    Returns:
        The record.

    Raises:
        BillingError: There is not so much left of it, or Stripe did not let us.
    """
    left = refundable(charge)
    if not 0 < amount <= left:
        raise BillingError(_("A refund cannot be more than what is left of the payment."))
    with as_billing_error():
        made = mirror.kept(
            client().v1.refunds.create,
            {"charge": charge.id, "amount": amount, "metadata": {"by": by.email}},
            {"idempotency_key": f"refund-{key}"},
        )
        mirror.refresh("charge", charge.id)
        take_back(charge.id)
    with transaction.atomic():
        # Locked, so that a decision that is sent twice at once leaves one record as well.
        ObjectReading.objects.select_for_update().get(pk=made.id)
        if earlier := StaffAction.objects.filter(kind=Kind.REFUNDED, object_id=made.id).first():
            return earlier
        return StaffAction.objects.create(
            kind=Kind.REFUNDED,
            user=by,
            by=by.email,
            account=queries.account_with_customer(id_of(charge.stripe_data.get("customer"))),
            object_id=made.id,
            amount=amount,
            currency=charge.currency,
            reason=reason,
        )


def refundable(charge: copies.Charge) -> int:
    """Return how much of a charge can still be paid back, in the currency's smallest unit."""
    data = charge.stripe_data
    if not data.get("paid") or data.get("disputed"):
        return 0
    return int(data.get("amount_captured") or 0) - int(data.get("amount_refunded") or 0)


def replay_event(event: WebhookEvent, *, by: User) -> StaffAction:
    """Have a webhook dealt with again.

    Returns:
        The record.
    """
    webhooks.replay(event)
    return StaffAction.objects.create(
        kind=Kind.EVENT_REPLAYED, user=by, by=by.email, object_id=event.pk
    )
