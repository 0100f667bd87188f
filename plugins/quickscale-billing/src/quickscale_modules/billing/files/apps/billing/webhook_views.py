"""Where Stripe tells what has changed: take it, keep it, say so; the work is done elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.billing import webhooks

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("security")


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep an event if its signature is Stripe's, whether or not it was kept before."""
    try:
        webhooks.receive(request.body, request.headers.get("Stripe-Signature", ""))
    except webhooks.SignatureError:
        logger.warning("A webhook was not signed by Stripe")
        return HttpResponse("signature", status=400, content_type="text/plain")
    except (ValueError, KeyError, TypeError, AttributeError):
        logger.exception("A webhook is signed by Stripe and cannot be read")
        return HttpResponse("body", status=400, content_type="text/plain")
    return HttpResponse("kept", content_type="text/plain")
