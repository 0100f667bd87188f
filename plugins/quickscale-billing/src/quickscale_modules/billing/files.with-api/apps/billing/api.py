"""``/api/v1/billing/``: what is sold, what is subscribed to, what is used, what was paid.

Money is an amount in the smallest unit of its currency. Whoever pays is who the request is about: a
person, or the present team. It is changed by the same deeds as on the pages; what is paid anew is
paid on Stripe's pages, to which the site's lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path, reverse
from djstripe import models as copies
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api.pagination import CursorPages
from apps.api.problems import ConflictError
from apps.billing import account_pages, choices, deeds, plans, price_pages, queries, standings
from apps.billing import api_serializers as shapes
from apps.billing.access import access_of, account_of
from apps.billing.conf import conf
from apps.billing.plan_pages import PlanChange, Resumption, SeatsChange
from apps.billing.stripe_calls import BillingError, ConfirmationNeededError
from apps.billing.subjects import account_of_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from rest_framework.request import Request

    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account


class ManagesBilling(BasePermission):
    """Lets those in who may see and change what is paid, as the pages do."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Ask whoever pays."""
        return conf.subjects.manages(request._request)  # noqa: SLF001


class Plans(APIView):
    """What is sold."""

    permission_classes = (AllowAny,)
    api_scope = "billing"

    @extend_schema(operation_id="billing_plans_list", responses=shapes.PlanSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List the plans that may be chosen, to everybody."""
        sold = [shapes.plan_of(plan) for plan in plans.PLANS if plan.sold]
        return Response(shapes.PlanSerializer(sold, many=True).data)


class OfAsker(APIView):
    """A view about whoever pays in whose name a request is made."""

    api_scope = "billing"

    @property
    def asked(self) -> HttpRequest:
        """Django's own request, which billing's questions take."""
        return self.request._request  # noqa: SLF001


class OfAccount(OfAsker):
    """A view of those who may see and change what is paid."""

    permission_classes = (IsAuthenticated, ManagesBilling)

    @property
    def account(self) -> Account:
        """The account, made now where there was none."""
        return account_of(self.asked)

    def done(self, do: Callable[[Account], str]) -> Response:
        """Do something to what is paid, and answer what became of it."""
        try:
            answer = {"said": do(self.account), "confirm_at": ""}
        except ConfirmationNeededError as question:
            if not question.address:
                raise
            answer = {"said": str(question), "confirm_at": question.address}
        return Response(shapes.DoneSerializer(answer).data)

    def handle_exception(self, exc: Exception) -> Response:
        """Turn what cannot be done into a conflict, which says why."""
        if isinstance(exc, BillingError):
            exc = ConflictError(str(exc), code="billing_refuses")
        return super().handle_exception(exc)


class Access(OfAsker):
    """Who may see and change what is paid."""

    @extend_schema(operation_id="billing_access_retrieve", responses=shapes.AccessSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Tell whether whoever calls may, and else whom to ask."""
        return Response(shapes.AccessSerializer(access_of(self.asked)).data)


class Overview(OfAccount):
    """An account on one page."""

    @extend_schema(operation_id="billing_overview_retrieve", responses=shapes.OverviewSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Show the plan, what of it is used, how it is paid, and what may be done."""
        page = account_pages.AccountPage(self.account)
        return Response(shapes.OverviewSerializer(page).data)


class Subscription(OfAccount):
    """What is subscribed to."""

    @extend_schema(
        operation_id="billing_subscription_retrieve", responses=shapes.SubscriptionSerializer
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Show the plan, what is paid for it, and until when."""
        standing = standings.standing_of(account_of_request(self.asked))
        price = standing.present_price if standing.subscription else None
        shown = {
            "plan": standing.plan.key,
            "state": standing.state.value,
            "price": shapes.price_of(price) if price else None,
            "seats": standing.seats,
            "until": standing.until,
            "next_plan": standing.next_plan.key if standing.next_plan else None,
        }
        return Response(shapes.SubscriptionSerializer(shown).data)

    @extend_schema(
        operation_id="billing_subscription_act",
        request=shapes.ActionSerializer,
        responses=shapes.DoneSerializer,
    )
    def post(self, request: Request) -> Response:
        """Cancel it when the paid period ends, take that back, pause it, or go on."""
        action = _sent(shapes.ActionSerializer, request.data)["action"]
        return self.done(lambda account: deeds.act(account, action))


class Usage(OfAsker):
    """What is used."""

    @extend_schema(operation_id="billing_usage_list", responses=shapes.UsageSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List every limit with how much of it is used in the present period."""
        account = account_of_request(self.asked)
        rows = account_pages.usage_rows(account, standings.standing_of(account))
        return Response(shapes.UsageSerializer(rows, many=True).data)


class InvoicePages(CursorPages):
    """Invoices, the newest first."""

    ordering = ("-created", "-djstripe_id")


class Invoices(OfAccount, generics.ListAPIView[copies.Invoice]):
    """What was paid, and what is to be paid."""

    serializer_class = shapes.InvoiceSerializer
    pagination_class = InvoicePages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[copies.Invoice]:
        """Return the account's invoices, without drafts."""
        account = (
            None if getattr(self, "swagger_fake_view", False) else account_of_request(self.asked)
        )
        if account is None:
            return copies.Invoice.objects.none()  # type: ignore[no-any-return]
        return queries.invoices(account)


class PayInvoice(OfAccount):
    """Pays an open invoice."""

    @extend_schema(
        operation_id="billing_invoices_pay", request=None, responses=shapes.DoneSerializer
    )
    def post(self, request: Request, invoice_id: str) -> Response:  # noqa: ARG002
        """Pay it with what is kept."""
        return self.done(lambda account: deeds.pay_invoice(account, invoice_id))


class PaymentMethods(OfAccount):
    """What can be paid with."""

    @extend_schema(
        operation_id="billing_payment_methods_list",
        responses=shapes.PaymentMethodSerializer(many=True),
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List it, the newest first."""
        account = self.account
        found = account_pages.methods(account, standings.live_subscription(account))
        return Response(shapes.PaymentMethodSerializer(found, many=True).data)


class OnePaymentMethod(OfAccount):
    """Something to pay with."""

    @extend_schema(
        operation_id="billing_payment_methods_use", request=None, responses=shapes.DoneSerializer
    )
    def post(self, request: Request, method_id: str) -> Response:  # noqa: ARG002
        """Pay with it from now on."""
        return self.done(lambda account: deeds.use_method(account, method_id))

    @extend_schema(operation_id="billing_payment_methods_destroy", responses=shapes.DoneSerializer)
    def delete(self, request: Request, method_id: str) -> Response:  # noqa: ARG002
        """Forget it; what a subscription is paid with stays."""
        return self.done(lambda account: deeds.remove_method(account, method_id))


class Contact(OfAccount):
    """Whom invoices and receipts are sent to."""

    @extend_schema(
        operation_id="billing_contact_update",
        request=shapes.ContactSerializer,
        responses=shapes.DoneSerializer,
    )
    def put(self, request: Request) -> Response:
        """Send them to another one of those who manage billing."""
        address = _sent(shapes.ContactSerializer, request.data)["address"]
        return self.done(lambda account: deeds.choose_contact(account, address))


class Offers(OfAccount):
    """The plans that one may change to."""

    @extend_schema(
        operation_id="billing_offers_retrieve",
        parameters=[shapes.IntervalSerializer],
        responses=shapes.OffersSerializer,
    )
    def get(self, request: Request) -> Response:
        """Show them by the month or by the year."""
        _sent(shapes.IntervalSerializer, request.query_params)
        standing = standings.standing_of(self.account)
        interval = price_pages.interval_of(self.asked, standing)
        cards = price_pages.plan_cards(self.asked, interval)
        tabs = price_pages.interval_tabs(reverse("billing_plan"), interval)
        shown = {
            "subscribed": standing.subscription is not None,
            "interval": interval,
            "intervals": [
                {"interval": name, "label": label}
                for name, (label, _href, _is_chosen) in zip(shapes.INTERVALS, tabs, strict=True)
            ],
            "plans": [card for card in cards if not card.plan.is_free],
        }
        return Response(shapes.OffersSerializer(shown).data)


class ChangePlan(OfAccount):
    """Another plan."""

    @extend_schema(
        operation_id="billing_plan_change_preview",
        parameters=[shapes.ChosenPlanSerializer],
        responses=shapes.PlanChangeSerializer,
    )
    def get(self, request: Request) -> Response:
        """Show what it comes to, without changing anything."""
        change = PlanChange(self.account, *_chosen(request.query_params))
        return Response(shapes.PlanChangeSerializer(change).data)

    @extend_schema(
        operation_id="billing_plan_change",
        request=shapes.ChosenPlanSerializer,
        responses=shapes.DoneSerializer,
    )
    def post(self, request: Request) -> Response:
        """Change to it: a larger one at once, a smaller one when the period ends."""
        plan, price = _chosen(request.data)
        return self.done(lambda account: deeds.change_plan(account, plan, price))


class ChangeSeats(OfAccount):
    """Another number of seats."""

    @extend_schema(
        operation_id="billing_seats_preview",
        parameters=[shapes.SeatsAskedSerializer],
        responses=shapes.SeatsChangeSerializer,
    )
    def get(self, request: Request) -> Response:
        """Show how many there are, and what another number comes to."""
        asked = _sent(shapes.SeatsAskedSerializer, request.query_params)
        return Response(shapes.SeatsChangeSerializer(self.change(asked or None)).data)

    @extend_schema(
        operation_id="billing_seats_change",
        request=shapes.SeatsSerializer,
        responses=shapes.DoneSerializer,
    )
    def post(self, request: Request) -> Response:
        """Pay for another number of them, where they do not come and go with people."""
        change = self.change(_sent(shapes.SeatsSerializer, request.data))
        return self.done(lambda _account: change.make())

    def change(self, asked: Any) -> SeatsChange:
        """Return the change; fewer seats than are in use are an error of the field."""
        change = SeatsChange(self.account, asked)
        change.check()
        if errors := change.form.errors:
            raise serializers.ValidationError(
                {name: [str(text) for text in texts] for name, texts in errors.items()}
            )
        return change


class Unpause(OfAccount):
    """Going on after a pause."""

    @extend_schema(
        operation_id="billing_resumption_retrieve", responses=shapes.ResumptionSerializer
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Show what it comes to; the action `unpause` does it."""
        return Response(shapes.ResumptionSerializer(Resumption(self.account)).data)


def _sent(kind: type[serializers.Serializer[Any]], data: Any) -> Any:
    """Return what was sent, once it is right."""
    sent = kind(data=data)
    sent.is_valid(raise_exception=True)
    return sent.validated_data


def _chosen(data: Any) -> tuple[Plan, PlanPrice]:
    return choices.plan_named(_sent(shapes.ChosenPlanSerializer, data))


urlpatterns = [
    path("access/", Access.as_view(), name="api_billing_access"),
    path("plans/", Plans.as_view(), name="api_plans"),
    path("overview/", Overview.as_view(), name="api_billing_overview"),
    path("subscription/", Subscription.as_view(), name="api_subscription"),
    path("subscription/resumption/", Unpause.as_view(), name="api_resumption"),
    path("offers/", Offers.as_view(), name="api_offers"),
    path("plan/", ChangePlan.as_view(), name="api_plan_change"),
    path("seats/", ChangeSeats.as_view(), name="api_seats"),
    path("usage/", Usage.as_view(), name="api_usage"),
    path("invoices/", Invoices.as_view(), name="api_invoices"),
    path("invoices/<slug:invoice_id>/pay/", PayInvoice.as_view(), name="api_pay_invoice"),
    path("payment-methods/", PaymentMethods.as_view(), name="api_payment_methods"),
    path(
        "payment-methods/<slug:method_id>/",
        OnePaymentMethod.as_view(),
        name="api_payment_method",
    ),
    path("contact/", Contact.as_view(), name="api_billing_contact"),
]
