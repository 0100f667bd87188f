"""What is done apart from requests: by a worker where there is Redis, else at once."""

from __future__ import annotations

from celery import shared_task

from apps.metering import reports


@shared_task
def report_usage() -> int:
    """Tell Stripe of the usage that waits, and return of how much it knows now."""
    return sum(reports.report(one) for one in reports.due_reports())
