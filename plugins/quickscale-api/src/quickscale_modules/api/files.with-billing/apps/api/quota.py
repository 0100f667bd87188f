"""Calls by key, counted against what the plan allows.

They are taken out of the plan a block at a time and handed out of the cache, so that a call costs
no write. With ``REDIS_URL`` all processes share a block, without it each has its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.core.cache import cache
from rest_framework.exceptions import Throttled

from apps.billing import plans
from apps.billing.conf import conf
from apps.billing.flows.usage import LimitReachedError, consume

if TYPE_CHECKING:
    from django.http import HttpRequest

LIMIT: Final = "api_calls"
BLOCK: Final = 100
KEPT: Final = 24 * 60 * 60
"""Seconds for which the rest of a block is kept."""


def spend_call(request: HttpRequest) -> None:
    """Count one call; for ``API_QUOTA``.

    Raises:
        Throttled: The plan allows no more.
    """
    subject = conf.subjects.of_request(request)
    if subject is None or LIMIT not in plans.LIMITS:  # the owner may sell calls without a limit
        return
    rest = f"api:calls:{conf.subjects.key(subject)}"
    try:
        if cache.decr(rest) >= 0:
            return
    except ValueError:
        pass  # no block was begun
    try:
        consume(subject, LIMIT, BLOCK, key=uuid4().hex)
    except LimitReachedError:
        _spend_last(subject)
    else:
        cache.set(rest, BLOCK - 1, KEPT)


def _spend_last(subject: object) -> None:
    """Take one call where a whole block is more than is left."""
    try:
        consume(subject, LIMIT, key=uuid4().hex)
    except LimitReachedError as refusal:
        raise Throttled(detail=str(refusal), code="plan_limit_reached") from None
