"""What staff do with other people's money. Each leaves a record of who did it and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.billing import mirror, queries, webhooks
from apps.billing.models import ObjectReading, StaffAction
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from djstripe import models as copies

    from apps.billing.models import WebhookEvent
    from apps.users.models import User

__all__ = ["accept_dispute", "answer_dispute", "record", "refund", "replay_event"]

Kind = StaffAction.Kind


def record(  # noqa: PLR0913 - a record has that many parts
    kind: StaffAction.Kind,
    by: User,
    *,
    customer_id: str = "",
    object_id: str = "",
    amount: int | None = None,
    currency: str = "",
    reason: str = "",
) -> StaffAction:
    """Note who did what.

    Args:
        kind: What.
        by: Who.
        customer_id: To which of Stripe's customers.
        object_id: To which object.
        amount: How much, in the currency's smallest unit.
        currency: Of which currency.
        reason: Why.

    Returns:
        The note.
    """
    return StaffAction.objects.create(
        kind=kind,
        user=by,
        by=by.email,
        account=queries.account_with_customer(customer_id),
        object_id=object_id,
        amount=amount,
        currency=currency,
        reason=reason,
    )


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
    asked_at = timezone.now()
    with as_billing_error():
        made = client().v1.refunds.create(
            {"charge": charge.id, "amount": amount, "metadata": {"by": by.email}},
            {"idempotency_key": f"refund-{key}"},
        )
        mirror.refresh("charge", charge.id)
        mirror.store(made, asked_at)
    with transaction.atomic():
        # Locked, so that a decision that is sent twice at once leaves one record as well.
        ObjectReading.objects.select_for_update().get(pk=made.id)
        if earlier := StaffAction.objects.filter(kind=Kind.REFUNDED, object_id=made.id).first():
            return earlier
        return record(
            Kind.REFUNDED,
            by,
            customer_id=str(charge.stripe_data.get("customer") or ""),
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


def answer_dispute(dispute: copies.Dispute, text: str, *, by: User) -> StaffAction:
    """Say why a payment was right, to the bank that doubts it.

    Args:
        dispute: dj-stripe's copy of the dispute.
        text: What the bank is told.
        by: Who wrote it.

    Returns:
        The record.

    Raises:
        BillingError: It is decided already, or Stripe did not let us.
    """
    asked_at = timezone.now()
    with as_billing_error():
        changed = client().v1.disputes.update(
            dispute.id, {"evidence": {"uncategorized_text": text}, "submit": True}
        )
        mirror.store(changed, asked_at)
    return _about(dispute, Kind.DISPUTE_ANSWERED, by, text)


def accept_dispute(dispute: copies.Dispute, *, reason: str, by: User) -> StaffAction:
    """Let the bank have its way.

    Args:
        dispute: dj-stripe's copy of the dispute.
        reason: Why, for the record.
        by: Who decided it.

    Returns:
        The record.

    Raises:
        BillingError: It is decided already, or Stripe did not let us.
    """
    asked_at = timezone.now()
    with as_billing_error():
        changed = client().v1.disputes.close(dispute.id)
        mirror.store(changed, asked_at)
    return _about(dispute, Kind.DISPUTE_ACCEPTED, by, reason)


def replay_event(event: WebhookEvent, *, by: User) -> StaffAction:
    """Have a webhook dealt with again.

    Args:
        event: Which one.
        by: Who asked for it.

    Returns:
        The record.
    """
    webhooks.replay(event)
    return record(Kind.EVENT_REPLAYED, by, object_id=event.pk)


def _about(dispute: copies.Dispute, kind: StaffAction.Kind, by: User, reason: str) -> StaffAction:
    data = dispute.stripe_data
    charge = dispute.charge
    return record(
        kind,
        by,
        customer_id=str(charge.stripe_data.get("customer") or "") if charge else "",
        object_id=dispute.id,
        amount=data.get("amount"),
        currency=data.get("currency") or "",
        reason=reason,
    )
