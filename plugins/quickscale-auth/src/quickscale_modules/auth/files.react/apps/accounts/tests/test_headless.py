"""What the app asks allauth for is held to the rules of the pages that it stands for."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    by_link,
    code_in,
    confirm_identity,
    is_signed_in,
    sign_in,
    with_passkeys,
    with_recovery_codes,
    with_totp,
)
from apps.accounts.tests.factories import MemberFactory, add_totp, totp_code
from apps.accounts.tests.soft_passkey import SoftPasskey
from apps.accounts.urls.headless import urlpatterns
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

ROOT = "/_allauth/browser/v1/"
EMAIL, CHANGE = "account/email", "account/password/change"
APP, CODES = "account/authenticators/totp", "account/authenticators/recovery-codes"
PASSKEYS = "account/authenticators/webauthn"
ADDRESSES = [str(it.pattern) for it in urlpatterns if isinstance(it, URLPattern)]
Kind = SecurityEvent.Kind


def ask(client: Client, method: str, path: str, sent: dict[str, Any] | None = None) -> Response:
    """Make a call as the app does."""
    return client.generic(
        method, ROOT + path, json.dumps(sent) if sent is not None else "", "application/json"
    )


def data_of(response: Response) -> Any:
    """Return what was asked for."""
    return response.json()["data"]


@pytest.fixture
def signed(client: Client, member: User) -> Client:
    """A client that ``member`` is signed in with."""
    sign_in(client, member.email)
    return client


@pytest.fixture
def confirmed(signed: Client) -> Client:
    """A client that ``member`` is signed in with, and has just said so again."""
    confirm_identity(signed)
    return signed


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_nobody_else_is_answered(client: Client, path: str, method: str) -> None:
    answer = ask(client, method, path, {} if method != "GET" else None)

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "user" not in answer.json().get("data", {})


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_changes_something_needs_the_token_of_a_page(member: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    for method in ("POST", "PUT", "DELETE"):
        assert ask(client, method, path, {}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "path",
    [
        "auth/login",
        "auth/signup",
        "auth/code/request",
        "auth/email/verify",
        "auth/password/request",
        "auth/password/reset",
        "auth/2fa/authenticate",
        "auth/webauthn/login",
        "auth/webauthn/signup",
        "auth/provider/redirect",
    ],
)
def test_what_lets_somebody_in_has_its_page_alone(client: Client, path: str) -> None:
    for root in (ROOT, "/_allauth/app/v1/"):
        assert client.post(root + path, {}, "application/json").status_code == HTTPStatus.NOT_FOUND


class TestWhoIsThere:
    @pytest.mark.parametrize(
        ("method", "path", "sent"),
        [
            ("POST", EMAIL, {"email": "new@example.com"}),
            pytest.param("GET", APP, None, marks=with_totp),
            pytest.param("POST", CODES, {}, marks=with_recovery_codes),
            pytest.param("GET", PASSKEYS, None, marks=with_passkeys),
        ],
    )
    def test_is_asked_before_what_is_sensitive(
        self, signed: Client, member: User, method: str, path: str, sent: dict[str, Any] | None
    ) -> None:
        if path == CODES:
            add_totp(member)

        answer = ask(signed, method, path, sent)

        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.json()["meta"]["is_authenticated"]

    def test_is_said_by_the_password(self, signed: Client) -> None:
        wrong = ask(signed, "POST", "auth/reauthenticate", {"password": "wrong"})
        right = ask(signed, "POST", "auth/reauthenticate", {"password": PASSWORD})

        assert wrong.status_code == HTTPStatus.BAD_REQUEST
        assert right.status_code == HTTPStatus.OK
        changed = ask(signed, "POST", EMAIL, {"email": "new@example.com"})
        assert changed.status_code == HTTPStatus.OK

    def test_is_said_by_a_code_to_the_accounts_own_address(
        self, signed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        path = "auth/reauthenticate/code/request"
        assert ask(signed, "POST", path, {"email": "x@example.com"}).status_code == 400
        assert not mailoutbox
        ask(signed, "POST", path, {"email": member.email})

        answer = ask(
            signed, "POST", "auth/reauthenticate/code/confirm", {"code": code_in(mailoutbox[-1])}
        )

        assert answer.status_code == HTTPStatus.OK
        assert mailoutbox[-1].to == [member.email]

    @with_totp
    def test_is_said_by_an_app(self, signed: Client, member: User) -> None:
        _app, secret = add_totp(member)

        answer = ask(signed, "POST", "auth/2fa/reauthenticate", {"code": totp_code(secret)})

        assert answer.status_code == HTTPStatus.OK
        assert ask(signed, "DELETE", APP).status_code == HTTPStatus.OK

    def test_is_asked_so_often_alone(self, signed: Client, settings: Settings) -> None:
        cache.clear()
        settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "2/m/user"}

        answers = [
            ask(signed, "POST", "auth/reauthenticate", {"password": "wrong"}).status_code
            for _ in range(3)
        ]

        assert answers == [400, 400, 429]


class TestAddress:
    def test_is_listed(self, signed: Client, member: User) -> None:
        assert data_of(ask(signed, "GET", EMAIL)) == [
            {"email": member.email, "verified": True, "primary": True}
        ]

    def test_stays_until_the_new_one_is_verified(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        ask(confirmed, "POST", EMAIL, {"email": "new@example.com"})

        member.refresh_from_db()
        assert member.email == "ada@example.com"
        assert mailoutbox[-1].to == ["new@example.com"]
        found = {it["email"]: it["verified"] for it in data_of(ask(confirmed, "GET", EMAIL))}
        assert found == {"ada@example.com": True, "new@example.com": False}

    def test_of_an_unverified_account_is_not_lost_to_a_change(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives], settings: Settings
    ) -> None:
        """allauth's own form would drop it."""
        settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
        user = MemberFactory.create(address=False)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        sign_in(client, user.email)
        confirm_identity(client)

        ask(client, "POST", EMAIL, {"email": "new@example.com"})

        assert EmailAddress.objects.filter(user=user, email=user.email).exists()
        assert mailoutbox[-1].to == ["new@example.com"]

    def test_that_was_asked_for_can_be_dropped(self, confirmed: Client) -> None:
        ask(confirmed, "POST", EMAIL, {"email": "new@example.com"})

        answer = ask(confirmed, "DELETE", EMAIL, {"email": "new@example.com"})

        assert [it["email"] for it in data_of(answer)] == ["ada@example.com"]

    def test_cannot_be_taken_away(self, confirmed: Client, member: User) -> None:
        answer = ask(confirmed, "DELETE", EMAIL, {"email": member.email})

        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert EmailAddress.objects.filter(email=member.email, verified=True).exists()

    def test_is_not_made_the_first_without_its_mail(self, confirmed: Client, member: User) -> None:
        EmailAddress.objects.create(user=member, email="new@example.com", verified=False)
        sent = {"email": "new@example.com", "primary": True}

        assert ask(confirmed, "PATCH", EMAIL, sent).status_code == HTTPStatus.METHOD_NOT_ALLOWED

    def test_of_somebody_else_is_taken_like_any_other(self, confirmed: Client) -> None:
        """Nobody learns here who has an account, where the verification is mandatory."""
        other = MemberFactory.create()

        free = ask(confirmed, "POST", EMAIL, {"email": "free@example.com"})
        taken = ask(confirmed, "POST", EMAIL, {"email": other.email})

        page = confirmed.post("/settings/email/", {"action_add": "1", "email": other.email})
        refused = page.status_code == HTTPStatus.OK
        assert free.status_code == HTTPStatus.OK
        assert taken.status_code == (HTTPStatus.BAD_REQUEST if refused else HTTPStatus.OK)

    @by_link
    def test_is_sent_again(
        self, confirmed: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        ask(confirmed, "POST", EMAIL, {"email": "new@example.com"})

        ask(confirmed, "PUT", EMAIL, {"email": "new@example.com"})

        assert [it.to for it in mailoutbox] == [["new@example.com"]] * 2


class TestPassword:
    def test_is_changed_by_the_present_one(self, signed: Client, member: User) -> None:
        elsewhere = Client()
        sign_in(elsewhere, member.email)
        sent = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        wrong = ask(signed, "POST", CHANGE, {**sent, "current_password": "wrong"})

        right = ask(signed, "POST", CHANGE, sent)

        assert (wrong.status_code, right.status_code) == (400, 200)
        assert is_signed_in(signed)
        assert not is_signed_in(elsewhere)
        assert member.security_events.filter(kind=Kind.PASSWORD_CHANGED).exists()

    def test_that_is_too_easy_is_refused(self, signed: Client) -> None:
        sent = {"current_password": PASSWORD, "new_password": "password"}

        answer = ask(signed, "POST", CHANGE, sent)

        assert {it["param"] for it in answer.json()["errors"]} == {"new_password"}

    def test_is_tried_so_often_alone(self, signed: Client, settings: Settings) -> None:
        cache.clear()
        settings.ACCOUNT_RATE_LIMITS = {"change_password": "2/m/user"}
        sent = {"current_password": "wrong", "new_password": NEW_PASSWORD}

        answers = [ask(signed, "POST", CHANGE, sent).status_code for _ in range(3)]

        assert answers == [400, 400, 429]

    def test_the_first_one_asks_who_is_there(
        self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        member.set_unusable_password()
        member.save()
        client.force_login(member)
        sent = {"new_password": NEW_PASSWORD}
        assert ask(client, "POST", CHANGE, sent).status_code == HTTPStatus.UNAUTHORIZED

        ask(client, "POST", "auth/reauthenticate/code/request", {"email": member.email})
        code = {"code": code_in(mailoutbox[-1])}
        ask(client, "POST", "auth/reauthenticate/code/confirm", code)

        assert ask(client, "POST", CHANGE, sent).status_code == HTTPStatus.OK
        assert member.security_events.filter(kind=Kind.PASSWORD_SET).exists()


@with_totp
class TestApp:
    @pytest.mark.django_db(transaction=True)
    def test_is_set_up_with_its_first_code_and_kept_encrypted(
        self, confirmed: Client, member: User
    ) -> None:
        found = data_of(ask(confirmed, "GET", APP))
        assert found["svg"].startswith("<")
        wrong = ask(confirmed, "POST", APP, {"code": "000000"})

        right = ask(confirmed, "POST", APP, {"code": totp_code(found["secret"])})

        assert (wrong.status_code, right.status_code) == (400, 200)
        kept = Authenticator.objects.get(user=member, type="totp")
        assert found["secret"] not in json.dumps(kept.data)
        assert kept.data["secret"].startswith("fernet:")
        assert member.security_events.filter(kind=Kind.FACTOR_ADDED).exists()

    def test_needs_a_verified_address(self, confirmed: Client, member: User) -> None:
        EmailAddress.objects.create(user=member, email="new@example.com", verified=False)

        assert ask(confirmed, "GET", APP).status_code == HTTPStatus.CONFLICT

    def test_stays_while_the_admin_demands_it(
        self, confirmed: Client, member: User, settings: Settings
    ) -> None:
        """allauth's own answer would remove it."""
        settings.ACCOUNTS_STAFF_MFA = True
        member.is_staff = True
        member.save()
        add_totp(member)

        answer = ask(confirmed, "DELETE", APP)

        assert answer.status_code == HTTPStatus.CONFLICT
        assert "The admin needs" in answer.json()["errors"][0]["message"]
        assert Authenticator.objects.filter(user=member, type="totp").exists()

    @with_recovery_codes
    def test_brings_recovery_codes_which_are_renewed(self, confirmed: Client) -> None:
        assert ask(confirmed, "GET", CODES).status_code == HTTPStatus.NOT_FOUND
        secret = data_of(ask(confirmed, "GET", APP))["secret"]
        ask(confirmed, "POST", APP, {"code": totp_code(secret)})
        before = data_of(ask(confirmed, "GET", CODES))["unused_codes"]

        after = data_of(ask(confirmed, "POST", CODES, {}))["unused_codes"]

        assert len(before) == len(after) == 10
        assert not set(before) & set(after)


@with_passkeys
class TestPasskeys:
    def add(self, client: Client, name: str = "Laptop") -> int:
        """Add a passkey; return its id."""
        options = data_of(ask(client, "GET", PASSKEYS))["creation_options"]
        credential = json.loads(SoftPasskey().create(options))
        answer = ask(client, "POST", PASSKEYS, {"name": name, "credential": credential})
        assert answer.status_code == HTTPStatus.OK, answer.json()
        return int(data_of(answer)["id"])

    def test_are_added_named_and_removed(self, confirmed: Client, member: User) -> None:
        key = self.add(confirmed)

        ask(confirmed, "PUT", PASSKEYS, {"id": key, "name": "Phone"})
        listed = data_of(ask(confirmed, "GET", "account/authenticators"))
        assert {"Phone"} == {it["name"] for it in listed if it["type"] == "webauthn"}
        ask(confirmed, "DELETE", PASSKEYS, {"authenticators": [key]})

        assert not Authenticator.objects.exists()
        assert member.security_events.filter(kind=Kind.FACTOR_REMOVED).exists()

    def test_of_somebody_else_cannot_be_touched(self, confirmed: Client) -> None:
        key = self.add(confirmed)
        stranger, other = Client(), MemberFactory.create()
        sign_in(stranger, other.email)
        confirm_identity(stranger)

        renamed = ask(stranger, "PUT", PASSKEYS, {"id": key, "name": "Mine"})
        removed = ask(stranger, "DELETE", PASSKEYS, {"authenticators": [key]})

        assert (renamed.status_code, removed.status_code) == (400, 400)
        assert Authenticator.objects.get(pk=key).wrap().name == "Laptop"

    def test_the_last_ones_stay_while_the_admin_demands_them(
        self, confirmed: Client, member: User, settings: Settings
    ) -> None:
        settings.ACCOUNTS_STAFF_MFA = True
        member.is_staff = True
        member.save()
        keys = [self.add(confirmed), self.add(confirmed, "Phone")]

        answer = ask(confirmed, "DELETE", PASSKEYS, {"authenticators": keys})

        assert answer.status_code == HTTPStatus.CONFLICT
        assert Authenticator.objects.filter(pk__in=keys).count() == 2
        one = ask(confirmed, "DELETE", PASSKEYS, {"authenticators": keys[:1]})
        assert one.status_code == HTTPStatus.OK
