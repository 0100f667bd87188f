"""Makes endpoints, messages and deliveries for tests."""

from __future__ import annotations

from typing import Final

from factory import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from apps.accounts.encryption import encrypt
from apps.webhooks import signing
from apps.webhooks.models import Delivery, Endpoint, Message

OWNER: Final = "user:00000000-0000-4000-8000-000000000001"


class EndpointFactory(DjangoModelFactory[Endpoint]):
    """An endpoint that gets every event."""

    class Meta:
        model = Endpoint

    owner = OWNER
    url = "https://hooks.example.com/in"
    secret = LazyFunction(lambda: encrypt(signing.new_secret()))


class MessageFactory(DjangoModelFactory[Message]):
    """An event as it is sent."""

    class Meta:
        model = Message

    owner = OWNER
    event = "account.signed_in"
    body = '{"type":"account.signed_in","timestamp":"2026-03-01T09:30:00.000Z","data":{}}'


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """A message on its way."""

    class Meta:
        model = Delivery

    endpoint = SubFactory(EndpointFactory)
    message = SubFactory(MessageFactory)
