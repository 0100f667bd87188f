"""What is changed by a client is what it has seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from apps.api import schema
from apps.api.idempotency import digest
from apps.api.models import HeldResource
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/"


@pytest.fixture
def user() -> User:
    return UserFactory.create(name="Ada")


@pytest.fixture
def program(user: User) -> Client:
    return client_with(key_of(user)[1])


def rename(client: Client, name: str, tag: str, **headers: str) -> Any:
    """Send a new name for what a client has seen."""
    sent = {"If-Match": tag, **headers}
    return client.patch(ME, {"name": name}, "application/json", headers=sent)


def tag_of(client: Client) -> str:
    tag: str = client.get(ME).headers["ETag"]
    return tag


def test_what_was_seen_is_changed(program: Client, user: User) -> None:
    assert rename(program, "Grace", tag_of(program)).status_code == 200
    user.refresh_from_db()
    assert user.name == "Grace"


def test_what_has_changed_since_stays(program: Client, user: User) -> None:
    tag = tag_of(program)
    rename(program, "Grace", tag)

    answer = rename(program, "Hedy", tag)

    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert answer.headers["Content-Type"] == "application/problem+json"
    user.refresh_from_db()
    assert user.name == "Grace"


@pytest.mark.parametrize("form", ["*", "W/{tag}", '"other", {tag}'])
def test_any_of_the_forms_matches(form: str, program: Client) -> None:
    assert rename(program, "Grace", form.format(tag=tag_of(program))).status_code == 200


@pytest.mark.parametrize("form", ["", "nonsense", '"other"', 'W/"other"'])
def test_what_matches_nothing_changes_nothing(form: str, program: Client) -> None:
    assert rename(program, "Grace", form).status_code == 412


def test_a_session_has_conditions_too(user: User) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert rename(client, "Grace", tag_of(client)).status_code == 200
    assert rename(client, "Hedy", '"old"').status_code == 412


def test_who_may_not_look_may_not_change_under_a_condition(user: User) -> None:
    writer = client_with(key_of(user, "account:write")[1])

    answer = rename(writer, "Grace", "*")

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert rename(Client(), "Grace", "*").status_code == 401


def test_what_cannot_be_read_matches_nothing(user: User) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post("/api/v1/dashboard/hide-checklist/", headers={"If-Match": "*"})

    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")


def test_one_at_a_time(program: Client) -> None:
    tag = tag_of(program)
    HeldResource.objects.create(path=digest(ME))

    answer = rename(program, "Grace", tag)

    assert (answer.status_code, answer.json()["code"]) == (409, "in_progress")
    HeldResource.objects.update(begun_at=timezone.now() - timedelta(minutes=6))
    assert rename(program, "Grace", tag).status_code == 200
    assert not HeldResource.objects.exists()


def test_what_is_sent_again_is_answered_as_before(program: Client) -> None:
    tag = tag_of(program)
    first = rename(program, "Grace", tag, **{"Idempotency-Key": "k1"})

    again = rename(program, "Grace", tag, **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_look_is_no_second_call(program: Client, settings: Settings) -> None:
    tag = tag_of(program)
    cache.clear()
    settings.API_REQUESTS_PER_MINUTE = 1

    assert rename(program, "Grace", tag).status_code == 200
    assert rename(program, "Hedy", "*").status_code == 429


def test_the_schema_says_what_may_be_conditional() -> None:
    operations = schema.kept("apps.accounts")["paths"][ME]

    for method, headers in (("get", set()), ("patch", {"If-Match", "Idempotency-Key"})):
        said = operations[method].get("parameters", ())
        assert {one["name"] for one in said if one["in"] == "header"} == headers
        assert ("412" in operations[method]["responses"]) is bool(headers)
