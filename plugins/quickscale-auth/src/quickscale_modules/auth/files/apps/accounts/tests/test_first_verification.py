"""An account that somebody prepared with another person's address is no way into what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.conf import conf
from apps.accounts.models import SecurityEvent
from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    code_in,
    confirm_identity,
    is_signed_in,
    path_in,
    sign_in,
)
from apps.accounts.tests.factories import add_totp, totp_code
from apps.users.models import User
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail import EmailMultiAlternatives
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

OWNER = "owner@example.com"
OTHER = "stranger@example.com"
PREPARED = "prepared by a stranger"
Kind = SecurityEvent.Kind
WAYS = {
    "mandatory, by code": ("mandatory", True),
    "mandatory, by link": ("mandatory", False),
    "optional": ("optional", False),
    "none": ("none", False),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Verify addresses in one of the ways there are."""
    name: str = request.param
    use(settings, name)
    return name


@pytest.fixture
def by_link(settings: Settings) -> None:
    """Verify addresses by a link."""
    use(settings, "mandatory, by link")


def use(settings: Settings, name: str) -> None:
    verification, by_code = WAYS[name]
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = by_code


def sign_up(client: Client, email: str, password: str = NEW_PASSWORD) -> User:
    client.post(reverse("account_signup"), {"email": email, "password1": password})
    return User.objects.get(email=email)


def verification_path(user: User) -> str:
    """Return the path of the link that verifies an account's address."""
    address = EmailAddress.objects.get(user=user, email=user.email)
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])


@dataclass
class Prepared:
    """An account with everything a stranger can set up, and the sessions they did it in.

    Attributes:
        user: The account.
        sign_up: The session it was made in.
        elsewhere: A session that is signed in.
        halfway: A session that has given the password and waits for the second step.
        secret: What the stranger's authenticator app knows, where the site has such apps.
        change_path: The link that changes the account to an address of the stranger's.
    """

    user: User
    sign_up: Client
    elsewhere: Client
    halfway: Client
    secret: str
    change_path: str


def prepare() -> Prepared:
    first, elsewhere, halfway = Client(), Client(), Client()
    user = sign_up(first, OWNER, PREPARED)
    elsewhere.force_login(user)
    elsewhere.get(reverse("account_security"))
    secret = add_totp(user)[1] if "totp" in conf.mfa_types else ""
    for kind in set(conf.mfa_types) - {"totp"}:
        Authenticator.objects.create(user=user, type=kind, data={})
    sign_in(halfway, OWNER, PREPARED)
    pending = EmailAddress.objects.create(user=user, email=OTHER)
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(pending).key])
    return Prepared(user, first, elsewhere, halfway, secret, link)


def login_code(outbox: list[EmailMultiAlternatives]) -> Client:
    owner = Client()
    asked = owner.post(reverse("account_request_login_code"), {"email": OWNER})
    owner.post(asked.headers["Location"], {"code": code_in(outbox[-1])})
    return owner


def reset(outbox: list[EmailMultiAlternatives]) -> Client:
    owner = Client()
    owner.post(reverse("account_reset_password"), {"email": OWNER})
    follow_reset(owner, outbox)
    sign_in(owner, OWNER, NEW_PASSWORD)
    return owner


def follow_reset(owner: Client, outbox: list[EmailMultiAlternatives]) -> None:
    form = owner.get(path_in(outbox[-1])).headers["Location"]
    owner.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def link_with_a_new_password(_outbox: list[EmailMultiAlternatives]) -> Client:
    owner = Client()
    path = verification_path(User.objects.get(email=OWNER))
    owner.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    return owner


def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def marked_by_action(_outbox: list[EmailMultiAlternatives]) -> None:
    address = EmailAddress.objects.get(email=OWNER)
    data = {"action": "make_verified", "_selected_action": str(address.pk)}
    administrator().post(reverse("admin:account_emailaddress_changelist"), data)


def marked_in_a_form(_outbox: list[EmailMultiAlternatives]) -> None:
    address = EmailAddress.objects.get(email=OWNER)
    data = {"user": str(address.user_id), "email": OWNER, "primary": "on", "verified": "on"}
    page = reverse("admin:account_emailaddress_change", args=[address.pk])
    administrator().post(page, data)


def told_by_another_program(_outbox: list[EmailMultiAlternatives]) -> None:
    """Verify as an API does that has a link or a code and knows no session."""
    request: Any = RequestFactory().post("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        get_adapter().confirm_email(request, EmailAddress.objects.get(email=OWNER))


ROUTES: dict[str, Callable[[list[EmailMultiAlternatives]], Client | None]] = {
    "a code signs in": login_code,
    "a password is reset": reset,
    "a link sets a password": link_with_a_new_password,
    "an administrator's action": marked_by_action,
    "an administrator's form": marked_in_a_form,
    "another program": told_by_another_program,
}


def password_works(it: Prepared) -> bool:
    return sign_in(Client(), OWNER, PREPARED).status_code == 302


def session_works(it: Prepared) -> bool:
    return is_signed_in(it.elsewhere)


def sign_up_session_works(it: Prepared) -> bool:
    verify = reverse("account_email_verification_sent")
    it.sign_up.post(verify, {"action": "change", "email": OTHER})
    changed = not User.objects.filter(pk=it.user.pk, email=OWNER).exists()
    return is_signed_in(it.sign_up) or changed


def half_sign_in_works(it: Prepared) -> bool:
    if it.secret:
        it.halfway.post(reverse("mfa_authenticate"), {"code": totp_code(it.secret)})
    return is_signed_in(it.halfway)


def authenticators_are_left(it: Prepared) -> bool:
    return bool(Authenticator.objects.filter(user=it.user).exists())


def other_address_is_left(it: Prepared) -> bool:
    Client().post(it.change_path)
    Client().post(it.change_path, {"password": PREPARED})
    kept = EmailAddress.objects.filter(user=it.user).values_list("email", "verified")
    return list(kept) != [(OWNER, True)]


CREDENTIALS = {
    "password": password_works,
    "session": session_works,
    "session of the sign-up": sign_up_session_works,
    "half a sign-in": half_sign_in_works,
    "passkey, app and recovery codes": authenticators_are_left,
    "another address": other_address_is_left,
}


@pytest.mark.parametrize("route", ROUTES)
def test_nothing_set_up_before_works_after_the_owner_came(
    way: str, route: str, mailoutbox: list[EmailMultiAlternatives], subtests: pytest.Subtests
) -> None:
    if way == "mandatory, by code" and "link" in route:
        pytest.skip("no links are sent where codes are")
    it = prepare()

    owner = ROUTES[route](mailoutbox)

    assert EmailAddress.objects.get(email=OWNER).verified
    assert owner is None or is_signed_in(owner)
    for credential, works in CREDENTIALS.items():
        # Each is tried on what the owner left, not on what the one before did.
        with subtests.test(credential), transaction.atomic():
            assert not works(it)
            transaction.set_rollback(True)


@pytest.mark.parametrize("route", ROUTES)
def test_the_owner_is_told(way: str, route: str, mailoutbox: list[EmailMultiAlternatives]) -> None:
    if way == "mandatory, by code" and "link" in route:
        pytest.skip("no links are sent where codes are")
    it = prepare()

    owner = ROUTES[route](mailoutbox)

    told = [one for one in mailoutbox if "Earlier ways into your account" in one.subject]
    assert [one.to for one in told] == [[OWNER]]
    assert it.user.security_events.filter(kind=Kind.CREDENTIALS_REMOVED).exists()
    if owner is not None and route == "a code signs in":
        page = owner.get(reverse("pages:dashboard")).content.decode()
        assert "Somebody had set this account up" in page


def test_the_session_of_a_sign_up_changes_no_address_once_the_owner_has_reset_the_password(
    settings: Settings, client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """Until the owner signs in, the account looks like one whose address may have a slip in it."""
    use(settings, "mandatory, by code")
    user = sign_up(client, OWNER, PREPARED)
    owner = Client()
    owner.post(reverse("account_reset_password"), {"email": OWNER})
    follow_reset(owner, mailoutbox)

    verify = reverse("account_email_verification_sent")
    client.post(verify, {"action": "change", "email": OTHER})

    assert not any(OTHER in one.to for one in mailoutbox)
    user.refresh_from_db()
    assert user.email == OWNER
    assert [one.email for one in EmailAddress.objects.all()] == [OWNER]


class TestHonestPeople:
    def test_the_session_of_the_sign_up_keeps_everything(
        self, way: str, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        user = sign_up(client, OWNER)
        if way == "mandatory, by code":
            client.post(
                reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])}
            )
        else:
            link = verification_path(user)
            assert "password" not in client.get(link).context["view"].request.POST
            client.post(link)

        assert EmailAddress.objects.get().verified
        assert sign_in(Client(), OWNER, NEW_PASSWORD).status_code == 302
        assert not user.security_events.filter(kind=Kind.CREDENTIALS_REMOVED).exists()

    def test_another_device_with_the_password_gets_a_code_and_keeps_everything(
        self, settings: Settings, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        use(settings, "mandatory, by code")
        sign_up(Client(), OWNER)

        verify = sign_in(client, OWNER, NEW_PASSWORD).headers["Location"]
        client.post(verify, {"code": code_in(mailoutbox[-1])})

        assert is_signed_in(client)
        assert User.objects.get().check_password(NEW_PASSWORD)

    @pytest.mark.usefixtures("by_link")
    def test_another_device_gives_the_password_to_a_link_and_keeps_everything(
        self, client: Client
    ) -> None:
        first = Client()
        user = sign_up(first, OWNER)
        link = verification_path(user)
        page = client.get(link).content.decode()
        assert "This is not the browser that asked" in page
        assert "Set a new password instead" in page

        wrong = client.post(link, {"password": "wrong"})
        assert "password is not right" in wrong.content.decode() or wrong.status_code == 200
        assert not EmailAddress.objects.get().verified
        client.post(link, {"password": NEW_PASSWORD})

        assert EmailAddress.objects.get().verified
        assert is_signed_in(client)
        assert User.objects.get().check_password(NEW_PASSWORD)

    @pytest.mark.usefixtures("by_link")
    @pytest.mark.parametrize("password2", ["short", "another one entirely"])
    def test_a_new_password_has_to_be_one(self, client: Client, password2: str) -> None:
        link = verification_path(sign_up(Client(), OWNER, PREPARED))
        first = "short" if password2 == "short" else NEW_PASSWORD

        client.post(link, {"password1": first, "password2": password2})

        assert not EmailAddress.objects.get().verified
        assert User.objects.get().check_password(PREPARED)

    @pytest.mark.usefixtures("by_link")
    def test_a_password_changed_meanwhile_is_asked_for(self, client: Client) -> None:
        user = sign_up(client, OWNER)
        user.set_password("changed on another device")
        user.save()

        client.post(verification_path(user))

        assert not EmailAddress.objects.get().verified

    def test_several_sign_ups_in_one_browser_are_each_its_own(
        self, settings: Settings, client: Client
    ) -> None:
        use(settings, "mandatory, by link")
        users = [sign_up(client, OWNER), sign_up(client, OTHER)]

        for user in users:
            client.post(verification_path(user))

        assert EmailAddress.objects.filter(verified=True).count() == 2
        assert all(user.check_password(NEW_PASSWORD) for user in User.objects.all())


@pytest.mark.usefixtures("by_link")
class TestChangingTheAddress:
    @pytest.fixture
    def change(self, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]) -> str:
        """A member's wish to change to the stranger's address, as the path of its link."""
        sign_in(client, member.email)
        confirm_identity(client)
        client.post(reverse("account_email"), {"action_add": "1", "email": OTHER})
        return path_in(mailoutbox[-1])

    def test_nobody_else_finishes_it(self, change: str, member: User) -> None:
        stranger = Client()
        page = stranger.get(change).content.decode()

        stranger.post(change)
        stranger.post(change, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        assert "Set a new password instead" not in page
        member.refresh_from_db()
        assert member.email == "ada@example.com"
        assert not member.check_password(NEW_PASSWORD)

    def test_the_address_lets_nobody_in_yet(
        self, change: str, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        for name in ("account_reset_password", "account_request_login_code"):
            Client().post(reverse(name), {"email": OTHER})

            assert "no account" in f"{mailoutbox[-1].subject} {mailoutbox[-1].body}".lower()

    def test_its_owner_can_sign_up(self, change: str, member: User) -> None:
        newcomer = sign_up(Client(), OTHER)

        assert newcomer.pk != member.pk
        assert [one.email for one in EmailAddress.objects.filter(user=member)] == [
            "ada@example.com"
        ]

    def test_a_code_that_went_to_the_old_address_is_worth_nothing(
        self, change: str, client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        old = Client()
        asked = old.post(reverse("account_request_login_code"), {"email": member.email})
        code = code_in(mailoutbox[-1])
        client.post(change)
        member.refresh_from_db()
        assert member.email == OTHER

        old.post(asked.headers["Location"], {"code": code})

        assert not is_signed_in(old)


def test_a_new_account_with_the_address_of_a_deleted_one_is_nobody_elses(
    way: str, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    it = prepare()
    it.user.delete()
    newcomer = Client()
    user = sign_up(newcomer, OWNER)

    Client().post(it.change_path)

    assert not is_signed_in(it.elsewhere)
    assert not half_sign_in_works(it)
    assert [one.email for one in EmailAddress.objects.all()] == [OWNER]
    assert user.pk != it.user.pk


def test_who_signs_up_with_another_address_than_the_invited_one_has_that_alone(
    way: str, client: Client
) -> None:
    session = client.session
    session["account_verified_email"] = "guest@example.com"
    session.save()

    user = sign_up(client, OWNER)

    kept = EmailAddress.objects.filter(user=user).values_list("email", "verified")
    assert list(kept) == [(OWNER, False)]


def test_a_verified_account_is_left_as_it_is(
    client: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    asked = client.post(reverse("account_request_login_code"), {"email": member.email})
    client.post(asked.headers["Location"], {"code": code_in(mailoutbox[-1])})

    assert is_signed_in(client)
    member.refresh_from_db()
    assert member.has_usable_password()
