"""What the first page of the administration says of money and webhooks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import BigIntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from djstripe import models as copies

from apps.billing import queries
from apps.billing.money import money
from apps.pages.dashboard import Number

if TYPE_CHECKING:
    from django.http import HttpRequest

DAY: Final = timedelta(hours=24)


def revenue(request: HttpRequest) -> list[Number]:
    """Return what was paid in the last 24 hours less what was returned of it, by currency."""
    if not request.user.has_perm("djstripe.view_charge"):
        return []
    paid = copies.Charge.objects.filter(
        created__gte=timezone.now() - DAY, stripe_data__status="succeeded"
    )
    kept = Cast(KT("stripe_data__amount"), BigIntegerField()) - Cast(
        KT("stripe_data__amount_refunded"), BigIntegerField()
    )
    found = paid.values(code=KT("stripe_data__currency")).annotate(total=Sum(kept)).order_by("code")
    return [
        Number(
            label=_("Revenue"),
            value=money(row["total"] or 0, row["code"]),
            hint=_("in the last 24 hours"),
            href=reverse("admin:djstripe_charge_changelist"),
        )
        for row in found
    ] or [Number(label=_("Revenue"), value="0", hint=_("in the last 24 hours"))]


def failed_webhooks(request: HttpRequest) -> list[Number]:
    """Return how many webhooks somebody must look at."""
    if not request.user.has_perm("billing.view_webhookevent"):
        return []
    health = queries.webhook_health()
    return [
        Number(
            label=_("Failed webhooks"),
            value=number_format(health["failed"], force_grouping=True),
            hint=_("%(count)s were processed in the last 24 hours")
            % {"count": number_format(health["done"], force_grouping=True)},
            href=f"{reverse('admin:billing_webhookevent_changelist')}?state=failed",
        )
    ]
