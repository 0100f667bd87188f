"""``/api/v1/webhooks/``: endpoints, what became of each delivery, and the events there are.

They are those of whoever calls: of the team that the call is about, or of the person where there
are no teams.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.response import Response

from apps.api.problems import ConflictError
from apps.ops.events import catalogue
from apps.webhooks import deliveries, endpoints, outbox, queries
from apps.webhooks.api_serializers import (
    NewWebhookEndpointSerializer,
    WebhookDeliverySerializer,
    WebhookEndpointSerializer,
    WebhookEventSerializer,
    WebhookExampleSerializer,
    WebhookReplayedSerializer,
    WebhookReplaySerializer,
)
from apps.webhooks.conf import conf
from apps.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what is in the way into a conflict, which says what it is."""
    try:
        yield
    except endpoints.EndpointRefusalError as refusal:
        raise ConflictError(str(refusal), code="webhooks_refuse") from None


class ManagesWebhooks(BasePermission):
    """Lets those in who may see and change the endpoints."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Ask whose they are."""
        return conf.owners.manages(request)


class OfOwner(generics.GenericAPIView[Any]):
    """A view about the endpoints of whoever calls."""

    api_scope = "webhooks"
    permission_classes = (IsAuthenticated, ManagesWebhooks)

    @property
    def owner(self) -> str:
        """In whose name the call is made."""
        return conf.owners.of_request(self.request)

    @property
    def mine(self) -> QuerySet[Endpoint]:
        """Their endpoints."""
        return queries.endpoints_of(self.owner)

    def find_endpoint(self) -> Endpoint:
        """Return the one that the address names, or answer 404."""
        return get_object_or_404(self.mine, pk=self.kwargs["pk"])

    def find_delivery(self) -> Delivery:
        """Return the delivery that the address names, or answer 404."""
        found = Delivery.objects.filter(endpoint__in=self.mine).select_related("message")
        return get_object_or_404(found, pk=self.kwargs["pk"])


class Endpoints(OfOwner, generics.ListAPIView[Endpoint]):
    """The endpoints."""

    answers_once = True
    serializer_class = WebhookEndpointSerializer
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Endpoint]:
        """Return all of them."""
        return Endpoint.objects.none() if getattr(self, "swagger_fake_view", False) else self.mine

    @extend_schema(
        operation_id="webhooks_endpoints_create",
        request=WebhookEndpointSerializer,
        responses={201: NewWebhookEndpointSerializer},
    )
    def post(self, request: Request) -> Response:
        """Add one; its signing secret is in this answer alone."""
        sent = WebhookEndpointSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        with refusals():
            made, secret = endpoints.create(
                self.owner,
                values["url"],
                description=values.get("description", ""),
                events=values.get("events"),
            )
        if values.get("is_on") is False:
            endpoints.switch_off(made)
            made.refresh_from_db()
        return Response({**WebhookEndpointSerializer(made).data, "secret": secret}, status=201)


class OneEndpoint(OfOwner):
    """One endpoint."""

    serializer_class = WebhookEndpointSerializer

    @extend_schema(operation_id="webhooks_endpoints_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Show it, without its secret."""
        return Response(WebhookEndpointSerializer(self.find_endpoint()).data)

    @extend_schema(operation_id="webhooks_endpoints_partial_update")
    def patch(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Change where events go and which, or switch it on or off."""
        held = self.find_endpoint()
        sent = WebhookEndpointSerializer(held, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        held.url = values.get("url", held.url)
        held.description = values.get("description", held.description)
        if "events" in values:
            held.all_events, held.events = values["events"] is None, values["events"] or []
        held.save(update_fields=["url", "description", "all_events", "events"])
        if "is_on" in values:
            (endpoints.switch_on if values["is_on"] else endpoints.switch_off)(held)
        return Response(WebhookEndpointSerializer(self.find_endpoint()).data)

    @extend_schema(operation_id="webhooks_endpoints_destroy", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Remove it with its deliveries."""
        self.find_endpoint().delete()
        return Response(status=204)


class Secret(OfOwner):
    """The signing secret of an endpoint."""

    answers_once = True
    serializer_class = NewWebhookEndpointSerializer

    @extend_schema(
        operation_id="webhooks_endpoints_rotate",
        request=None,
        responses={201: NewWebhookEndpointSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Make another; the old one signs beside it for a while."""
        held = self.find_endpoint()
        secret = endpoints.rotate_secret(held)
        return Response({**WebhookEndpointSerializer(held).data, "secret": secret}, status=201)


class Example(OfOwner):
    """Tries an endpoint."""

    serializer_class = WebhookExampleSerializer

    @extend_schema(
        operation_id="webhooks_endpoints_test", responses={201: WebhookDeliverySerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Send it an event with made-up data, and `"test": true` in it."""
        held = self.find_endpoint()
        sent = WebhookExampleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        event = catalogue().get(sent.validated_data["event"])
        if held.off_at is not None:
            raise ConflictError("The endpoint is off.", code="endpoint_off")
        if event is None or event not in queries.events_to_choose():
            text = "There is no such event."
            raise serializers.ValidationError({"event": text}, code="no_such_event")
        with refusals():
            made = outbox.send_example(held, event)
        return Response(WebhookDeliverySerializer(made).data, status=201)


class Replay(OfOwner):
    """Sends events again."""

    serializer_class = WebhookReplaySerializer

    @extend_schema(
        operation_id="webhooks_endpoints_replay", responses={202: WebhookReplayedSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Send all of them since a moment, those too that were missed."""
        held = self.find_endpoint()
        sent = WebhookReplaySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            count = deliveries.replay_since(held, sent.validated_data["since"])
        return Response(WebhookReplayedSerializer({"count": count}).data, status=202)


class Deliveries(OfOwner, generics.ListAPIView[Delivery]):
    """What was sent to an endpoint, the newest first."""

    serializer_class = WebhookDeliverySerializer
    filterset_fields = ("state",)
    ordering = ("-created_at", "-pk")
    ordering_fields = ("created_at",)

    def get_queryset(self) -> QuerySet[Delivery]:
        """Return those to the endpoint."""
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        return queries.deliveries_to(self.find_endpoint())


class OneDelivery(OfOwner):
    """One delivery."""

    serializer_class = WebhookDeliverySerializer

    @extend_schema(operation_id="webhooks_deliveries_retrieve")
    def get(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Show what was sent, and the beginning of what was answered."""
        return Response(WebhookDeliverySerializer(self.find_delivery()).data)


class DeliveryReplay(OfOwner):
    """Sends a delivery again."""

    serializer_class = WebhookDeliverySerializer

    @extend_schema(
        operation_id="webhooks_deliveries_replay",
        request=None,
        responses={202: WebhookDeliverySerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Send it again; its receiver knows it by the same id."""
        with refusals():
            deliveries.replay(self.find_delivery())
        return Response(WebhookDeliverySerializer(self.find_delivery()).data, status=202)


class Events(OfOwner):
    """The events there are."""

    serializer_class = WebhookEventSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(operation_id="webhooks_events_list", responses=WebhookEventSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List them with what their data holds."""
        found = [
            {"name": event.name, "summary": event.summary, "fields_": event.fields}
            for event in queries.events_to_choose()
        ]
        return Response([WebhookEventSerializer(one).data for one in found])


urlpatterns = [
    path("endpoints/", Endpoints.as_view(), name="api_webhook_endpoints"),
    path("endpoints/<uuid:pk>/", OneEndpoint.as_view(), name="api_webhook_endpoint"),
    path("endpoints/<uuid:pk>/secret/", Secret.as_view(), name="api_webhook_secret"),
    path("endpoints/<uuid:pk>/test/", Example.as_view(), name="api_webhook_test"),
    path("endpoints/<uuid:pk>/replay/", Replay.as_view(), name="api_webhook_replay"),
    path("endpoints/<uuid:pk>/deliveries/", Deliveries.as_view(), name="api_webhook_deliveries"),
    path("deliveries/<uuid:pk>/", OneDelivery.as_view(), name="api_webhook_delivery"),
    path(
        "deliveries/<uuid:pk>/replay/", DeliveryReplay.as_view(), name="api_webhook_delivery_replay"
    ),
    path("events/", Events.as_view(), name="api_webhook_events"),
]
