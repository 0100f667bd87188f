"""What the API says of endpoints, deliveries and events, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rest_framework import serializers

from apps.webhooks import queries
from apps.webhooks.destinations import DestinationError, parse
from apps.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from datetime import datetime


class WebhookEndpointSerializer(serializers.ModelSerializer[Endpoint]):
    """An address that gets events."""

    events = serializers.ListField(
        child=serializers.CharField(max_length=100),
        required=False,
        allow_null=True,
        max_length=200,
        help_text="Names of events; null for all of them.",
    )
    is_on = serializers.BooleanField(required=False, help_text="Whether it gets events now.")

    class Meta:
        model = Endpoint
        fields: tuple[str, ...] = (
            "id",
            "url",
            "description",
            "events",
            "is_on",
            "failing_since",
            "created_at",
        )
        read_only_fields = ("failing_since", "created_at")

    def to_representation(self, instance: Endpoint) -> dict[str, Any]:
        """Return it with null for all events."""
        shown = super().to_representation(instance)
        wanted = None if instance.all_events else instance.events
        return {**shown, "events": wanted, "is_on": instance.off_at is None}

    def validate_url(self, url: str) -> str:
        """Refuse what events are never sent to."""
        try:
            parse(url)
        except DestinationError:
            text = "Give a public address that begins with https://, without a password in it."
            raise serializers.ValidationError(text, code="url_refused") from None
        return url

    def validate_events(self, events: list[str] | None) -> list[str] | None:
        """Refuse events that are not told here."""
        known = {event.name for event in queries.events_to_choose()}
        if odd := sorted(set(events or ()) - known):
            text = f"There is no event {odd[0]}."
            raise serializers.ValidationError(text, code="no_such_event")
        return None if events is None else sorted(set(events))


class NewWebhookEndpointSerializer(WebhookEndpointSerializer):
    """An endpoint with its signing secret, which is shown this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookEndpointSerializer.Meta):
        fields = (*WebhookEndpointSerializer.Meta.fields, "secret")


class WebhookDeliverySerializer(serializers.ModelSerializer[Delivery]):
    """An event on its way to an endpoint, and what became of it."""

    webhook_id = serializers.CharField(source="message.webhook_id", help_text="Sent as a header.")
    event = serializers.CharField(source="message.event")
    body = serializers.CharField(source="message.body", help_text="As it is signed.")
    state = serializers.CharField(help_text="`waiting`, `delivered` or `failed`.")
    problem = serializers.CharField(help_text="Why the last attempt failed, for programs.")

    class Meta:
        model = Delivery
        fields = (
            "id",
            "webhook_id",
            "event",
            "body",
            "state",
            "attempts",
            "next_attempt_at",
            "tried_at",
            "status",
            "excerpt",
            "problem",
            "milliseconds",
            "created_at",
        )
        read_only_fields = fields

    next_attempt_at = serializers.DateTimeField(allow_null=True, read_only=True)


class WebhookExampleSerializer(serializers.Serializer[Any]):
    """Of which event an example is sent."""

    event = serializers.CharField(max_length=100)


class WebhookReplaySerializer(serializers.Serializer[Any]):
    """From when on events are sent again."""

    since = serializers.DateTimeField()

    def validate_since(self, since: datetime) -> datetime:
        """Refuse the future."""
        if since > timezone.now():
            raise serializers.ValidationError("Give a moment in the past.", code="future")
        return since


class WebhookReplayedSerializer(serializers.Serializer[Any]):
    """How many events are sent again."""

    count = serializers.IntegerField()


class WebhookEventFieldSerializer(serializers.Serializer[Any]):
    """A field of an event's data."""

    name = serializers.CharField()
    format = serializers.CharField(help_text="In the words of JSON Schema.")
    summary = serializers.CharField()
    optional = serializers.BooleanField(help_text="Whether it may be null.")


class WebhookEventSerializer(serializers.Serializer[Any]):
    """Something that endpoints may hear of."""

    name = serializers.CharField()
    summary = serializers.CharField()
    data = WebhookEventFieldSerializer(many=True, source="fields_")  # type: ignore[assignment]
