"""``/api/v1/billing/``: what is sold, what is subscribed to, what is used, what was paid.

Money is an amount in the smallest unit of its currency. Whoever pays is who the request is about: a
person, or the present team. What is paid is changed on the pages, which lead to Stripe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.urls import path
from djstripe import models as copies
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api.pagination import CursorPages
from apps.billing import plans, queries, standings
from apps.billing.conf import conf
from apps.billing.models import UsageRecord
from apps.billing.standings import State
from apps.billing.subjects import account_of_request

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from rest_framework.request import Request

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.standings import Standing


class MoneySerializer(serializers.Serializer[Any]):
    """So much of a currency."""

    amount = serializers.IntegerField(help_text="In its smallest unit: `1900` are 19 dollars.")
    currency = serializers.CharField(help_text="Three lower-case letters.")


class PriceSerializer(serializers.Serializer[Any]):
    """What a plan costs."""

    interval = serializers.ChoiceField(["month", "year"])
    price = MoneySerializer()


class LimitSerializer(serializers.Serializer[Any]):
    """How much of something a plan allows."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another
    allowed = serializers.IntegerField(allow_null=True, help_text="`null` is as much as one likes.")


class FeatureSerializer(serializers.Serializer[Any]):
    """What comes with a plan."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class PlanSerializer(serializers.Serializer[Any]):
    """A plan that is sold."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    prices = PriceSerializer(many=True)
    per_seat = serializers.BooleanField()
    highlighted = serializers.BooleanField()
    trial_days = serializers.IntegerField()
    features = FeatureSerializer(many=True)
    limits = LimitSerializer(many=True)


class SubscriptionSerializer(serializers.Serializer[Any]):
    """Which plan whoever pays has, and how they came by it."""

    plan = serializers.CharField(help_text="The key of the plan that may be used.")
    state = serializers.ChoiceField(State.values)
    price = PriceSerializer(allow_null=True, help_text="What is paid; of one seat, if per seat.")
    seats = serializers.IntegerField()
    until = serializers.DateTimeField(
        allow_null=True, help_text="When the present state ends, where that is known."
    )
    next_plan = serializers.CharField(
        allow_null=True, help_text="The key of the plan that follows, where it is another."
    )


class UsageSerializer(serializers.Serializer[Any]):
    """How much of a limit is used in the present period."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    used = serializers.IntegerField()
    allowed = serializers.IntegerField(allow_null=True)
    since = serializers.DateTimeField()


class InvoiceSerializer(serializers.Serializer[copies.Invoice]):
    """An invoice, as Stripe has it."""

    id = serializers.CharField()
    number = serializers.CharField(source="stripe_data.number", allow_null=True, default=None)
    status = serializers.CharField(source="stripe_data.status")
    total = serializers.SerializerMethodField()
    tax = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="created")
    page = serializers.CharField(
        source="stripe_data.hosted_invoice_url",
        allow_null=True,
        default=None,
        help_text="Stripe's page of it.",
    )
    pdf = serializers.CharField(source="stripe_data.invoice_pdf", allow_null=True, default=None)

    @extend_schema_field(MoneySerializer)
    def get_total(self, invoice: Any) -> dict[str, Any]:
        """Return what it comes to."""
        return _money(int(invoice.stripe_data.get("total") or 0), _currency(invoice))

    @extend_schema_field(MoneySerializer)
    def get_tax(self, invoice: Any) -> dict[str, Any]:
        """Return how much of that is tax."""
        return _money(queries.tax_of(invoice), _currency(invoice))


def _money(amount: int, currency: str) -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def _currency(invoice: Any) -> str:
    return str(invoice.stripe_data.get("currency") or conf.currency)


def _price(price: PlanPrice) -> dict[str, Any]:
    money = _money(price.amount, price.currency_code)
    return {"interval": price.interval, "price": money}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "key": plan.key,
        "name": plan.name,
        "description": plan.description,
        "prices": [_price(price) for price in plan.prices],
        "per_seat": plan.per_seat,
        "highlighted": plan.highlighted,
        "trial_days": plan.days_of_trial,
        "features": [
            {"name": name, "label": label}
            for name, label in plans.FEATURES.items()
            if name in plan.features
        ],
        "limits": [
            {"name": name, "label": label, "allowed": plan.limits.get(name, 0)}
            for name, label in plans.LIMITS.items()
        ],
    }


class Plans(APIView):
    """What is sold."""

    permission_classes = (AllowAny,)
    api_scope = "billing"

    @extend_schema(operation_id="billing_plans_list", responses=PlanSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List the plans that may be chosen, to everybody."""
        sold = [_plan(plan) for plan in plans.PLANS if plan.sold]
        return Response(PlanSerializer(sold, many=True).data)


class OfAccount(APIView):
    """A view about the account in whose name a request is made."""

    api_scope = "billing"

    @property
    def asked(self) -> HttpRequest:
        """Django's own request, which billing's questions take."""
        return self.request._request  # noqa: SLF001

    def account(self) -> Account | None:
        """Return the account, or nothing before the first purchase."""
        return account_of_request(self.asked)

    def check_manages(self) -> None:
        """Refuse whoever may not see what is paid."""
        if not conf.subjects.manages(self.asked):
            raise PermissionDenied


class Subscription(OfAccount):
    """What is subscribed to."""

    @extend_schema(operation_id="billing_subscription_retrieve", responses=SubscriptionSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Show the plan, what is paid for it, and until when."""
        self.check_manages()
        standing = standings.standing_of(self.account())
        price = standing.present_price if standing.subscription else None
        shown = {
            "plan": standing.plan.key,
            "state": standing.state.value,
            "price": _price(price) if price else None,
            "seats": standing.seats,
            "until": standing.until,
            "next_plan": standing.next_plan.key if standing.next_plan else None,
        }
        return Response(SubscriptionSerializer(shown).data)


class Usage(OfAccount):
    """What is used."""

    @extend_schema(operation_id="billing_usage_list", responses=UsageSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List every limit with how much of it is used in the present period."""
        account = self.account()
        standing = standings.standing_of(account)
        rows = _usage(account, standing)
        return Response(UsageSerializer(rows, many=True).data)


def _usage(account: Account | None, standing: Standing) -> list[dict[str, Any]]:
    counted: dict[str, int] = {}
    if account is not None:
        found = UsageRecord.objects.filter(account=account, used_at__gte=standing.counted_since)
        if conf.is_live:
            found = found.exclude(key__startswith=queries.TEST_SESSION)
        counted = dict(found.order_by().values_list("limit").annotate(Sum("quantity")))
    rows = []
    for name, label in plans.LIMITS.items():
        taken = conf.subjects.in_use(account, name) if account is not None else None
        rows.append(
            {
                "name": name,
                "label": label,
                "used": max(0, counted.get(name, 0) if taken is None else taken),
                "allowed": standing.plan.limits.get(name, 0),
                "since": standing.counted_since,
            }
        )
    return rows


class InvoicePages(CursorPages):
    """Invoices, the newest first."""

    ordering = ("-created", "-djstripe_id")


class Invoices(OfAccount, generics.ListAPIView[copies.Invoice]):
    """What was paid, and what is to be paid."""

    serializer_class = InvoiceSerializer
    pagination_class = InvoicePages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[copies.Invoice]:
        """Return the account's invoices, without drafts."""
        if getattr(self, "swagger_fake_view", False):
            return copies.Invoice.objects.none()  # type: ignore[no-any-return]
        self.check_manages()
        account = self.account()
        if account is None:
            return copies.Invoice.objects.none()  # type: ignore[no-any-return]
        return queries.invoices(account)


urlpatterns = [
    path("plans/", Plans.as_view(), name="api_plans"),
    path("subscription/", Subscription.as_view(), name="api_subscription"),
    path("usage/", Usage.as_view(), name="api_usage"),
    path("invoices/", Invoices.as_view(), name="api_invoices"),
]
