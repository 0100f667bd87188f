"""Keys open what they are for, for as long as they should, and are known to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from apps.api.keys import KeyRefusalError, key_data, make_key, revoke_key, rotate_key
from apps.api.models import ApiKey
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/"


@pytest.fixture
def user() -> User:
    return UserFactory.create(name="Ada")


def signed_in(user: User) -> Client:
    """Return the client of somebody who is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_program_acts_as_whoever_made_its_key(user: User) -> None:
    _key, text = key_of(user)
    program = client_with(text)

    assert program.get(ME).json()["id"] == str(user.pk)
    assert program.patch(ME, {"name": "Grace"}, "application/json").status_code == 200
    assert not program.cookies


def test_the_text_of_a_key_is_kept_nowhere(user: User) -> None:
    key, text = key_of(user)

    kept = " ".join(str(value) for value in ApiKey.objects.values_list().get(pk=key.pk))
    assert text not in kept
    assert text.rpartition("_")[2] not in kept
    assert text.startswith(key.prefix)


def test_a_key_that_only_reads_changes_nothing(user: User) -> None:
    program = client_with(key_of(user, "account:read")[1])

    answer = program.patch(ME, {"name": "Grace"}, "application/json")

    assert program.get(ME).status_code == 200
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert "account:write" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["keys/", "me/sessions/", "dashboard/"])
def test_what_names_no_scope_is_not_open_to_keys(path: str, user: User) -> None:
    answer = client_with(key_of(user)[1]).get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_for_keys")


def end(key: ApiKey, how: str) -> None:
    """End a key in one of the ways there are."""
    if how == "revoked":
        revoke_key(key)
    elif how == "expired":
        ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now())
    elif how == "deactivated":
        type(key.user)._default_manager.filter(pk=key.user_id).update(is_active=False)
    else:
        ApiKey.objects.filter(pk=key.pk).update(team_id=uuid4())


@pytest.mark.parametrize("how", ["revoked", "expired", "deactivated", "another team's"])
def test_an_ended_key_opens_nothing(how: str, user: User) -> None:
    key, text = key_of(user)
    end(key, how)

    answer = client_with(text).get(ME)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] in {"key_invalid", "key_holder_left"}


@pytest.mark.parametrize("text", ["", "api_00000000_wrong", "\0"])
def test_what_is_no_key_opens_nothing(text: str) -> None:
    assert client_with(text).get(ME).status_code == 401


def test_a_key_beside_a_session_is_refused(user: User) -> None:
    other = UserFactory.create()
    client = signed_in(other)

    answer = client.get(ME, headers={"Authorization": f"Bearer {key_of(user)[1]}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "two_senders")


def test_use_is_noted_now_and_then(
    user: User, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.API_QUOTA = ""  # it asks billing where there is one
    key, text = key_of(user)
    program = client_with(text)
    program.get(ME)
    key.refresh_from_db()
    assert key.last_used_at is not None

    with django_assert_num_queries(1):
        program.get(ME)
    settings.API_SEEN_SECONDS = 0
    with django_assert_num_queries(2):
        program.get(ME)


def test_a_replaced_key_works_for_a_while_and_its_heir_as_long_as_it_did(user: User) -> None:
    until = timezone.now() + timedelta(days=30)
    old, old_text = key_of(user, expires_at=until)

    new, text = rotate_key(old, by=user)

    old.refresh_from_db()
    assert client_with(old_text).get(ME).status_code == 200
    assert client_with(text).get(ME).status_code == 200
    assert old.expires_at is not None
    assert old.expires_at <= timezone.now() + timedelta(hours=24)
    assert (new.name, new.scopes, new.expires_at) == (old.name, old.scopes, until)


def test_nobody_replaces_the_key_of_somebody_else(user: User) -> None:
    key, _text = key_of(user)

    with pytest.raises(PermissionDenied):
        rotate_key(key, by=UserFactory.create())


def test_an_ended_key_is_not_replaced(user: User) -> None:
    key, _text = key_of(user)
    revoke_key(key)

    with pytest.raises(KeyRefusalError):
        rotate_key(key, by=user)


@pytest.mark.parametrize("scopes", [[], ["nothing:read"], ["account"]])
def test_a_key_is_for_something_there_is(scopes: list[str], user: User) -> None:
    with pytest.raises(KeyRefusalError):
        make_key(user, "A program", scopes)


def test_there_are_only_so_many_open_keys(user: User, settings: Settings) -> None:
    settings.API_KEYS_PER_PERSON = 1
    key, _text = key_of(user)

    with pytest.raises(KeyRefusalError, match="as many as one person may"):
        key_of(user)
    revoke_key(key)
    key_of(user)


def test_nobody_makes_keys_of_a_team_they_do_not_manage(user: User) -> None:
    with pytest.raises(PermissionDenied):
        key_of(user, team_id=uuid4())


def test_each_key_is_counted_by_itself(user: User, settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    one, two = (client_with(key_of(user)[1]) for _ in range(2))

    statuses = [one.get(ME).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    refused = one.get(ME)
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert two.get(ME).status_code == 200


def test_keys_are_made_over_the_api_by_the_sites_own_pages(user: User) -> None:
    client = signed_in(user)
    sent: dict[str, Any] = {"name": "CI", "scopes": ["account:read"]}

    made = client.post("/api/v1/keys/", sent, "application/json").json()
    again = client.post(f"/api/v1/keys/{made['id']}/rotate/").json()
    [newer, older] = client.get("/api/v1/keys/").json()["results"]

    assert client_with(made["key"]).get(ME).status_code == 200
    assert (newer["id"], older["id"]) == (again["id"], made["id"])
    assert "key" not in newer
    assert client.delete(f"/api/v1/keys/{made['id']}/").status_code == 204
    assert client_with(made["key"]).get(ME).status_code == 401
    assert client_with(again["key"]).get(ME).status_code == 200


def test_a_person_makes_keys_for_themselves_first(user: User) -> None:
    found = signed_in(user).get("/api/v1/keys/holders/").json()

    assert found[0] == {"team_id": None, "label": "Yourself"}


def test_the_keys_of_others_are_not_there(user: User) -> None:
    key, text = key_of(user)
    other = signed_in(UserFactory.create())

    assert other.get("/api/v1/keys/").json()["results"] == []
    assert other.delete(f"/api/v1/keys/{key.pk}/").status_code == 404
    assert other.post(f"/api/v1/keys/{key.pk}/rotate/").status_code == 404
    assert client_with(text).get(ME).status_code == 200


def test_keys_are_in_the_export_and_go_with_the_account(user: User) -> None:
    key_of(user)

    assert key_data(user)["api_keys"][0]["name"] == "A program"
    user.delete()
    assert not ApiKey.objects.exists()


def test_a_key_is_replaced_once(user: User) -> None:
    key, _text = key_of(user)
    heir, _text = rotate_key(key, by=user)

    with pytest.raises(KeyRefusalError, match="was replaced"):
        rotate_key(key, by=user)
    assert set(ApiKey.objects.all()) == {key, heir}


def test_replacing_keys_makes_no_more_of_them_than_two_for_each(
    user: User, settings: Settings
) -> None:
    settings.API_KEYS_PER_PERSON = 1
    heir, _text = rotate_key(key_of(user)[0], by=user)

    with pytest.raises(KeyRefusalError, match="as many as one person may"):
        rotate_key(heir, by=user)
    assert ApiKey.objects.count() == 2


def test_all_keys_of_a_person_end_at_once(user: User) -> None:
    other, others_text = key_of(UserFactory.create())
    texts = [key_of(user)[1] for _ in range(2)]

    assert signed_in(user).delete("/api/v1/keys/").status_code == 204

    assert [client_with(text).get(ME).status_code for text in texts] == [401, 401]
    assert client_with(others_text).get(ME).status_code == 200
    other.refresh_from_db()
    assert other.revoked_at is None


def test_a_changed_password_leaves_keys_as_they_are(user: User) -> None:
    _key, text = key_of(user)

    user.set_password("another-horse-battery")
    user.save()

    assert client_with(text).get(ME).status_code == 200
