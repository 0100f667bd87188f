"""What is sent again with one key is done once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.api.keys import revoke_key
from apps.api.models import ApiKey, KeptAnswer
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.users.models import User

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/"


@pytest.fixture
def user() -> User:
    return UserFactory.create(name="Ada")


def rename(client: Client, name: str, key: str = "k1") -> Any:
    """Send a new name with an idempotency key."""
    headers = {"Idempotency-Key": key}
    return client.patch(ME, {"name": name}, "application/json", headers=headers)


def test_a_request_that_is_sent_again_is_done_once(user: User) -> None:
    program = client_with(key_of(user)[1])
    first = rename(program, "Grace")
    type(user).objects.filter(pk=user.pk).update(name="Hedy")

    again = rename(program, "Grace")

    user.refresh_from_db()
    assert user.name == "Hedy"
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers


def test_a_key_is_for_one_request(user: User) -> None:
    program = client_with(key_of(user)[1])
    rename(program, "Grace")

    answer = rename(program, "Hedy")

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert rename(program, "Hedy", "k2").status_code == 200


def test_what_is_being_answered_is_not_begun_again(user: User) -> None:
    program = client_with(key_of(user)[1])
    rename(program, "Grace")
    KeptAnswer.objects.update(status=None)

    answer = rename(program, "Grace")

    assert (answer.status_code, answer.json()["code"]) == (409, "in_progress")
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(minutes=6))
    assert rename(program, "Grace").status_code == 200


def test_keys_of_two_senders_are_two(user: User) -> None:
    other = UserFactory.create()
    rename(client_with(key_of(user)[1]), "Grace")

    answer = rename(client_with(key_of(other)[1]), "Grace")

    assert answer.json()["id"] == str(other.pk)


def test_nothing_is_answered_to_a_key_that_has_ended(user: User) -> None:
    key, text = key_of(user)
    rename(client_with(text), "Grace")
    revoke_key(key)

    assert rename(client_with(text), "Grace").status_code == 401


def test_what_is_shown_once_is_not_kept(user: User) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    headers = {"Idempotency-Key": "k1"}
    sent = {"name": "CI", "scopes": ["account:read"]}

    answer = client.post("/api/v1/keys/", sent, "application/json", headers=headers)

    assert answer.status_code == 201
    assert not KeptAnswer.objects.exists()
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_that_is_none_is_refused(key: str, user: User) -> None:
    answer = rename(client_with(key_of(user)[1]), "Grace", key)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_old_answers_are_forgotten(user: User) -> None:
    program = client_with(key_of(user)[1])
    rename(program, "Grace")
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(days=2))

    rename(program, "Hedy", "k2")

    assert KeptAnswer.objects.count() == 1


def test_old_answers_of_others_are_forgotten_too(user: User) -> None:
    rename(client_with(key_of(UserFactory.create())[1]), "Grace")
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(days=2))

    rename(client_with(key_of(user)[1]), "Hedy")

    [kept] = KeptAnswer.objects.all()
    assert kept.begun_at > timezone.now() - timedelta(days=1)


def test_answers_go_with_the_account(user: User) -> None:
    rename(client_with(key_of(user)[1]), "Grace")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    rename(client, "Grace")
    assert KeptAnswer.objects.count() == 2

    user.delete()

    assert not KeptAnswer.objects.exists()


def test_nothing_is_answered_to_the_key_of_an_account_that_is_off(user: User) -> None:
    program = client_with(key_of(user)[1])
    rename(program, "Grace")
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    assert rename(program, "Grace").status_code == 401
