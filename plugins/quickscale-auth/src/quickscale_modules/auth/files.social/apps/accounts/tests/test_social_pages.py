from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from apps.accounts.models import SecurityEvent
from apps.accounts.tests.arriving import PROVIDERS, account_name, arrive, with_keys
from apps.accounts.tests.browsing import confirm_identity, errors_in, is_signed_in, sign_in
from apps.accounts.tests.factories import MemberFactory
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

CONNECTIONS = reverse("socialaccount_connections")
Kind = SecurityEvent.Kind
LOCAL = [name for name in PROVIDERS if name != "openid_connect"]
"""Providers whose addresses are known without asking them."""


@pytest.fixture(autouse=True)
def _set_up(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "open"
    settings.SOCIALACCOUNT_PROVIDERS = with_keys()


class TestOffering:
    @pytest.mark.parametrize("page", ["account_login", "account_signup"])
    def test_shows_every_provider_that_is_set_up(self, client: Client, page: str) -> None:
        content = client.get(reverse(page)).content.decode()

        assert content.count("Continue with") == len(PROVIDERS)

    @pytest.mark.parametrize("name", LOCAL)
    def test_leads_to_the_provider(self, client: Client, name: str) -> None:
        response = client.post(f"/accounts/{name}/login/")

        target = urlsplit(response.headers["Location"])
        assert target.scheme == "https"
        assert parse_qs(target.query)["client_id"] == ["known"]

    @pytest.mark.parametrize("name", LOCAL)
    def test_the_browser_may_follow(self, client: Client, name: str) -> None:
        """Browsers hold the redirect that answers a form to ``form-action``."""
        policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
        target = urlsplit(client.post(f"/accounts/{name}/login/").headers["Location"])

        actions = next(one for one in policy.split("; ") if one.startswith("form-action"))
        assert f"{target.scheme}://{target.netloc}" in actions.split()

    @pytest.mark.parametrize("name", LOCAL)
    def test_a_link_asks_first(self, client: Client, name: str) -> None:
        page = client.get(f"/accounts/{name}/login/").content.decode()

        assert "You continue at" in page


class TestConnections:
    @pytest.fixture
    def confirmed(self, client: Client, member: User) -> Client:
        sign_in(client, member.email)
        confirm_identity(client)
        return client

    def test_stand_in_the_settings_area(self, confirmed: Client) -> None:
        page = confirmed.get(CONNECTIONS).content.decode()

        assert CONNECTIONS == "/settings/connections/"
        assert "None yet." in page
        assert confirmed.get("/accounts/3rdparty/").headers["Location"] == CONNECTIONS

    def test_say_so_where_no_provider_is_set_up(
        self, confirmed: Client, settings: Settings
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = {}

        assert "No other site is set up" in confirmed.get(CONNECTIONS).content.decode()

    def test_are_made(
        self, confirmed: Client, member: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        arrive(confirmed, "ada@elsewhere.example", process="connect", user=member)

        assert SocialAccount.objects.get().user == member
        assert member.security_events.filter(kind=Kind.CONNECTION_ADDED).exists()
        assert "Disconnect" in confirmed.get(CONNECTIONS).content.decode()
        assert mailoutbox[-1].subject == "An account was connected"

    def test_are_undone(self, confirmed: Client, member: User) -> None:
        connected = SocialAccount.objects.create(user=member, provider=account_name(), uid="7")

        confirmed.post(CONNECTIONS, {"account": connected.pk})

        assert not SocialAccount.objects.exists()
        assert member.security_events.filter(kind=Kind.CONNECTION_REMOVED).exists()

    @pytest.mark.parametrize("providers", [{}, with_keys(client_id="")])
    def test_of_a_provider_that_was_given_up_can_be_undone(
        self, confirmed: Client, member: User, settings: Settings, providers: dict[str, Any]
    ) -> None:
        connected = SocialAccount.objects.create(user=member, provider=account_name(), uid="7")
        settings.SOCIALACCOUNT_PROVIDERS = providers
        page = confirmed.get(CONNECTIONS).content.decode()

        confirmed.post(CONNECTIONS, {"account": connected.pk})

        assert 'aria-label="Disconnect "' not in page
        assert not SocialAccount.objects.exists()
        assert member.security_events.get(kind=Kind.CONNECTION_REMOVED).detail

    def test_the_only_way_in_stays(self, client: Client) -> None:
        user = MemberFactory.create()
        user.set_unusable_password()
        user.save()
        connected = SocialAccount.objects.create(user=user, provider=account_name(), uid="7")
        client.force_login(user)

        response = client.post(CONNECTIONS, {"account": connected.pk})

        assert "no password" in errors_in(response)
        assert SocialAccount.objects.exists()


class TestSignUp:
    def test_asks_for_an_address_the_provider_keeps_to_itself(
        self, client: Client, settings: Settings
    ) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "none"
        settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
        form = arrive(client, "").headers["Location"]
        assert "We still need the following" in client.get(form).content.decode()

        client.post(form, {"email": "new@example.com"})

        assert User.objects.get().email == "new@example.com"
        assert is_signed_in(client)

    def test_needs_somebody_who_comes_from_a_provider(self, client: Client) -> None:
        response = client.get(reverse("socialaccount_signup"))

        assert response.headers["Location"] == reverse("account_login")


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [
        ("socialaccount_login_cancelled", 200, "You did not finish signing in"),
        ("socialaccount_login_error", 401, "did not work"),
    ],
)
def test_what_goes_wrong_has_a_page_and_a_way_on(
    client: Client, name: str, status: int, text: str
) -> None:
    response = client.get(reverse(name))

    assert response.status_code == status
    assert text in response.content.decode()
    assert f'href="{reverse("account_login")}"' in response.content.decode()
