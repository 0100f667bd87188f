"""What the API says of an account, and lets it change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import confirm_identity, sign_in
from apps.accounts.tests.factories import MemberFactory, SecurityEventFactory, add_totp
from apps.users.forms import TimeZoneField
from apps.users.models import User
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

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


def test_all_other_sessions_are_ended_at_once() -> None:
    user = UserFactory.create()
    here, *others = [client_of(user) for _ in range(3)]
    for client in (here, *others):
        client.get("/api/v1/me/")

    answer = here.delete("/api/v1/me/sessions/")

    assert answer.status_code == 204
    assert [client.get("/api/v1/me/").status_code for client in others] == [401, 401]
    assert len(here.get("/api/v1/me/sessions/").json()) == 1


def test_what_happened_is_listed_to_its_owner_alone() -> None:
    user = UserFactory.create()
    failed = SecurityEvent.Kind.SIGN_IN_FAILED
    SecurityEventFactory.create(user=user, kind=failed, detail="password")
    SecurityEventFactory.create(user=MemberFactory.create())
    client = client_of(user)
    SecurityEvent.objects.filter(user=user).exclude(kind=failed).delete()

    [found] = client.get("/api/v1/me/activity/").json()["results"]

    assert found["text"] == "Wrong password"
    assert found["detail"] == "Password"
    assert found["is_warning"]
    assert (found["device"], found["ip"]) == ("Firefox on Linux", "198.51.100.7")


def test_the_protection_is_told() -> None:
    user = MemberFactory.create()
    client = client_of(user)
    before = client.get("/api/v1/me/security/").json()

    add_totp(user)

    after = client.get("/api/v1/me/security/").json()
    assert before["has_password"]
    assert not before["has_app"]
    assert not before["has_second_factor"]
    assert before["confirm_by"] == ["password", "code"]
    assert after["has_app"]
    assert after["has_second_factor"]
    assert after["confirm_by"] == ["password", "code", "app"]
    assert after["offered"] == list(conf.mfa_types)


def test_the_time_zones_are_those_of_the_page() -> None:
    client = client_of(UserFactory.create())

    names = client.get("/api/v1/me/time-zones/").json()

    assert {"UTC", "Europe/Madrid"} <= set(names)
    assert all(TimeZoneField().valid_value(name) for name in names)


class TestDeletion:
    PATH = "/api/v1/me/deletion/"

    @pytest.fixture(autouse=True)
    def _alone(self, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_CHECKS = []
        settings.ACCOUNTS_DELETION_STEPS = []

    @pytest.fixture
    def user(self) -> User:
        return MemberFactory.create()

    @pytest.fixture
    def confirmed(self, client: Client, user: User) -> Client:
        """A client that has just said who is there."""
        sign_in(client, user.email)
        confirm_identity(client)
        return client

    def test_asks_first_who_is_there(self, client: Client, user: User) -> None:
        sign_in(client, user.email)

        answer = client.post(self.PATH, {"confirmation": user.email}, "application/json")

        assert answer.status_code == 403
        assert answer.json()["code"] == "identity_not_confirmed"
        assert User.objects.exists()

    def test_needs_the_address(self, confirmed: Client) -> None:
        answer = confirmed.post(self.PATH, {"confirmation": "x@example.com"}, "application/json")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/confirmation"
        assert User.objects.exists()

    def test_is_final(self, confirmed: Client, user: User) -> None:
        assert confirmed.get(self.PATH).json() == {"obstacles": []}

        answer = confirmed.post(self.PATH, {"confirmation": user.email.upper()}, "application/json")

        assert answer.status_code == 204
        assert not User.objects.exists()
        assert confirmed.get("/api/v1/me/").status_code == 401

    def test_says_what_is_in_the_way(self, confirmed: Client, user: User) -> None:
        user.is_superuser = True
        user.save()

        found = confirmed.get(self.PATH).json()["obstacles"]
        answer = confirmed.post(self.PATH, {"confirmation": user.email}, "application/json")

        assert "only administrator" in found[0]
        assert answer.status_code == 409
        assert answer.json()["code"] == "deletion_refused"
        assert User.objects.exists()
