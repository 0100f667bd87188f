"""Endpoints and their secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.checks import run_checks
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from apps.accounts.encryption import MARK, decrypt
from apps.users.tests.factories import UserFactory
from apps.webhooks import deliveries, endpoints, owners, queries
from apps.webhooks.models import Endpoint, Message
from apps.webhooks.tests.factories import OWNER, DeliveryFactory, EndpointFactory, MessageFactory

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.webhooks.tests.receiving import Receiver

pytestmark = pytest.mark.django_db


def test_a_secret_is_told_once_and_kept_encrypted() -> None:
    endpoint, secret = endpoints.create(OWNER, "https://hooks.example.com/")

    assert secret.startswith("whsec_")
    assert endpoint.secret.startswith(MARK)
    assert secret not in endpoint.secret
    assert decrypt(endpoint.secret) == secret


def test_there_are_only_so_many(settings: Settings) -> None:
    settings.WEBHOOKS_ENDPOINTS_EACH = 2
    for _ in range(2):
        endpoints.create(OWNER, "https://hooks.example.com/")

    with pytest.raises(endpoints.EndpointRefusalError, match="You have 2 endpoints"):
        endpoints.create(OWNER, "https://hooks.example.com/")
    endpoints.create("user:00000000-0000-4000-8000-000000000002", "https://hooks.example.com/")


def test_both_secrets_sign_until_the_old_one_is_over(receiver: Receiver) -> None:
    endpoint, old = endpoints.create(OWNER, receiver.url)
    new = endpoints.rotate_secret(endpoint)

    deliveries.deliver(DeliveryFactory.create(endpoint=endpoint).pk)
    Endpoint.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    deliveries.deliver(DeliveryFactory.create(endpoint=endpoint).pk)

    first, second = receiver.taken
    assert first.verified(old) == first.verified(new) == second.verified(new)
    with pytest.raises(WebhookVerificationError):
        second.verified(old)


def test_secrets_move_to_a_new_key_and_old_ones_are_forgotten(settings: Settings) -> None:
    settings.ACCOUNTS_ENCRYPTION_KEYS = ["first key"]
    endpoint, _old = endpoints.create(OWNER, "https://hooks.example.com/")
    secret = endpoints.rotate_secret(endpoint)
    settings.ACCOUNTS_ENCRYPTION_KEYS = ["second key", "first key"]

    assert endpoints.reencrypt_secrets() == 1
    assert endpoints.reencrypt_secrets() == 0

    settings.ACCOUNTS_ENCRYPTION_KEYS = ["second key"]
    endpoint.refresh_from_db()
    assert decrypt(endpoint.secret) == secret
    assert decrypt(endpoint.old_secret)
    Endpoint.objects.update(old_secret_until=timezone.now())
    assert endpoints.reencrypt_secrets() == 1
    assert Endpoint.objects.get().old_secret == ""


def test_they_go_with_the_account() -> None:
    user = UserFactory.create()
    owner = f"user:{user.pk}"
    DeliveryFactory.create(
        endpoint=EndpointFactory.create(owner=owner), message=MessageFactory.create(owner=owner)
    )
    kept = DeliveryFactory.create()
    assert queries.webhook_data(user)["webhook_endpoints"][0]["all_events"]

    user.delete()

    assert Endpoint.objects.get() == kept.endpoint
    assert Message.objects.get() == kept.message


def test_a_person_is_told_at_their_present_address() -> None:
    user = UserFactory.create(email="ada@example.com")
    people = owners.PersonOwners()

    assert people.addresses(f"user:{user.pk}") == ["ada@example.com"]
    assert people.addresses("team:1") == []


def test_settings_that_cannot_work_are_told_at_start(settings: Settings) -> None:
    settings.WEBHOOKS_REFUSED_NETWORKS = ["nowhere"]
    settings.EVENTS = ["apps.ops.events.CATALOGUE", "apps.nothing.EVENTS"]

    found = {str(one.id) for one in run_checks() if str(one.id).startswith("webhooks.")}

    assert found == {"webhooks.E001", "webhooks.E002", "webhooks.E003"}


def test_a_site_is_told_that_it_may_call_itself(settings: Settings) -> None:
    said = [str(one.id) for one in run_checks(include_deployment_checks=True)]
    assert "webhooks.W001" in said

    settings.WEBHOOKS_ALLOW_LOCAL = False
    assert "webhooks.W001" not in [
        str(one.id) for one in run_checks(include_deployment_checks=True)
    ]
