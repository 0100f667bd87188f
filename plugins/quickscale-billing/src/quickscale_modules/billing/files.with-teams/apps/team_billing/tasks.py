"""What is done apart from requests."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.billing.flows.customers import keep_current
from apps.billing.flows.plan_changes import sync_seats
from apps.billing.models import Account
from apps.billing.stripe_calls import BillingError

logger = logging.getLogger(__name__)


@shared_task
def sync_account_seats(account_id: str) -> None:
    """Pay for as many seats as an account has members, and see who is its billing contact now."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    try:
        keep_current(account)
        sync_seats(account)
    except BillingError as error:
        logger.warning("Seats could not follow", extra={"account": account_id, "why": str(error)})


@shared_task
def follow_seats() -> None:
    """Put right what went wrong when members came or went."""
    for account in Account.objects.exclude(team_link=None).exclude(customer_id=None):
        sync_account_seats(str(account.pk))
