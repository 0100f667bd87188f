"""What is done apart from requests: by a worker where there is Redis, else at once."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30 * 60
"""Seconds until a task is tried again, at most: what waits for an hour, Redis gives away again,
see https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html."""


def hand_over(task: Any, key: str) -> bool:
    """Give work to the queue; where that does not answer, a later round does it, or the caller.

    Returns:
        Whether the queue has it.
    """
    try:
        task.delay(key)
    except task.OperationalError:
        logger.warning("The queue does not answer", extra={"key": key}, exc_info=True)
        return False
    return True


@shared_task
def process_event(event_id: str) -> None:
    """Deal with one event."""
    from apps.billing import webhooks  # noqa: PLC0415 - it imports this module

    webhooks.process(event_id)


@shared_task(bind=True, max_retries=100)
def close_account(self: Any, account_id: str) -> None:
    """End what there is at Stripe of an account whose owner is deleted; try for two days."""
    from apps.billing.flows import endings  # noqa: PLC0415
    from apps.billing.models import Account  # noqa: PLC0415
    from apps.billing.stripe_calls import BillingError  # noqa: PLC0415

    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    try:
        endings.close(account)
    except BillingError as error:
        logger.exception("An account could not be closed", extra={"account": account_id})
        if not self.request.is_eager:
            wait = min(60 * 2**self.request.retries, LONGEST_WAIT)
            raise self.retry(exc=error, countdown=wait) from error


@shared_task
def keep_customer_current(account_id: str) -> None:
    """Tell Stripe of an account's name and billing contact; the next purchase does as well."""
    from apps.billing.flows import customers  # noqa: PLC0415
    from apps.billing.models import Account  # noqa: PLC0415
    from apps.billing.stripe_calls import BillingError  # noqa: PLC0415

    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    try:
        customers.keep_current(account)
    except BillingError:
        logger.warning("Stripe was not told of a contact", extra={"account": account_id})


@shared_task
def process_due_events() -> int:
    """Deal with the events whose turn has come, and return how many that were."""
    from apps.billing import webhooks  # noqa: PLC0415

    return sum(webhooks.process(event_id) for event_id in webhooks.due_events())


@shared_task
def follow_up_on_time() -> None:
    """Do what no event tells: events were lost, a period is over, old events are forgotten."""
    import stripe  # noqa: PLC0415

    from apps.billing import notices, webhooks  # noqa: PLC0415
    from apps.billing.flows import plan_changes  # noqa: PLC0415

    try:
        webhooks.fetch_undelivered()
    except stripe.StripeError:
        logger.warning("Stripe did not say which webhooks were lost", exc_info=True)
    plan_changes.begin_smaller_plans()
    notices.tell_of_ended_grace()
    notices.forget_old_events()
