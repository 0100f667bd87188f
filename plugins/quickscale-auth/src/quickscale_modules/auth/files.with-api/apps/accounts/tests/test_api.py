"""What the API says of an account, and lets it change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from apps.users.models import User

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    """Return the client of somebody who is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_somebody_sees_their_account() -> None:
    user = UserFactory.create(name="Ada", time_zone="Europe/Paris")

    found = client_of(user).get("/api/v1/me/").json()

    assert found == {
        "id": str(user.pk),
        "email": user.email,
        "name": "Ada",
        "time_zone": "Europe/Paris",
        "joined_at": user.date_joined.isoformat().replace("+00:00", "Z"),
    }


def test_somebody_changes_their_name_and_nothing_else() -> None:
    user = UserFactory.create()
    sent = {"name": "Grace", "email": "other@example.com", "is_staff": True}

    answer = client_of(user).patch("/api/v1/me/", sent, "application/json")

    assert answer.status_code == 200
    before = user.email
    user.refresh_from_db()
    assert (user.name, user.email, user.is_staff) == ("Grace", before, False)


@pytest.mark.parametrize(
    ("name", "value"), [("name", "www.example.com"), ("time_zone", "Mars/Base")]
)
def test_what_the_pages_refuse_is_refused(name: str, value: str) -> None:
    user = UserFactory.create()

    answer = client_of(user).patch("/api/v1/me/", {name: value}, "application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"#/{name}"


def test_sessions_are_listed_and_ended() -> None:
    user = UserFactory.create()
    here, there = client_of(user), client_of(user)
    for client in (here, there):
        client.get("/api/v1/me/")
    found = here.get("/api/v1/me/sessions/").json()
    [other] = [one for one in found if not one["is_current"]]

    answer = here.delete(f"/api/v1/me/sessions/{other['id']}/")

    assert len(found) == 2
    assert answer.status_code == 204
    assert there.get("/api/v1/me/").status_code == 401
    assert here.get("/api/v1/me/").status_code == 200
    assert here.delete(f"/api/v1/me/sessions/{other['id']}/").status_code == 404


def test_the_sessions_of_others_are_nobodys_business() -> None:
    theirs, ours = client_of(UserFactory.create()), client_of(UserFactory.create())
    for client in (theirs, ours):
        client.get("/api/v1/me/")
    [one] = theirs.get("/api/v1/me/sessions/").json()

    assert ours.delete(f"/api/v1/me/sessions/{one['id']}/").status_code == 404
    assert theirs.get("/api/v1/me/").status_code == 200


def test_sessions_cost_the_same_however_many(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = UserFactory.create()
    client = client_of(user)
    for one in [client, *(client_of(user) for _ in range(4))]:
        one.get("/api/v1/me/")

    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/me/sessions/").json()) == 5
