from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.accounts import queries
from apps.accounts.models import SecurityEvent
from apps.accounts.social import ProviderOriginMiddleware
from apps.accounts.tests.arriving import PROVIDERS, account_name, arrive, with_keys
from apps.accounts.tests.browsing import code_in
from apps.accounts.tests.factories import InvitationFactory, MemberFactory
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client, RequestFactory
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind


@pytest.fixture(autouse=True)
def _set_up(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "open"
    settings.SOCIALACCOUNT_PROVIDERS = with_keys()


class TestProviders:
    def test_without_keys_are_not_offered(self, rf: RequestFactory, settings: Settings) -> None:
        for provider in settings.SOCIALACCOUNT_PROVIDERS.values():
            provider["APPS"][0]["client_id"] = ""

        assert get_adapter().list_providers(rf.get("/")) == []

    @pytest.mark.parametrize("name", [name for name in PROVIDERS if name != "openid_connect"])
    def test_without_keys_have_no_pages(
        self, client: Client, settings: Settings, name: str
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = {}

        assert client.get(reverse(f"{name}_login")).status_code == 404
        # Apple comes back with a POST.
        assert client.get(reverse(f"{name}_callback")).status_code in {404, 405}
        assert client.post(reverse(f"{name}_login")).status_code == 404

    def test_with_keys_are_offered(self, rf: RequestFactory) -> None:
        offered = get_adapter().list_providers(rf.get("/"))

        assert sorted(provider.id for provider in offered) == PROVIDERS

    def test_a_key_of_several_lines_may_stand_in_one(
        self, rf: RequestFactory, settings: Settings
    ) -> None:
        app = settings.SOCIALACCOUNT_PROVIDERS[PROVIDERS[0]]["APPS"][0]
        app["settings"] = {"certificate_key": "first\\nsecond"}

        (found,) = get_adapter().list_apps(rf.get("/"), provider=PROVIDERS[0])

        assert found.settings["certificate_key"] == "first\nsecond"


class TestSignUp:
    def test_makes_an_account_with_what_the_provider_tells(self, client: Client) -> None:
        arrive(client, "new@example.com")

        user = User.objects.get()
        assert (user.email, user.name) == ("new@example.com", "Ada Ferreira")
        assert not user.has_usable_password()
        assert EmailAddress.objects.get().verified
        event = user.security_events.get(kind=Kind.SIGNED_IN)
        assert event.detail == "socialaccount"

    def test_the_name_comes_from_its_parts_too(self, rf: RequestFactory) -> None:
        login = SocialLogin(user=User(), account=SocialAccount())

        user = get_adapter().populate_user(
            rf.get("/"), login, {"first_name": "Ada", "last_name": "Ferreira"}
        )

        assert user.name == "Ada Ferreira"

    def test_never_takes_an_account_over(
        self, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        MemberFactory.create(email="ada@example.com")

        arrive(client, "ada@example.com")

        assert User.objects.count() == 1
        assert not SocialAccount.objects.exists()
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("rule", ["closed", "invite"])
    def test_is_closed_by_the_same_rule(
        self, client: Client, settings: Settings, rule: str
    ) -> None:
        settings.ACCOUNTS_SIGNUP = rule

        response = arrive(client, "new@example.com")

        assert "Sign-up is closed" in response.content.decode()
        assert not User.objects.exists()


class TestInvitations:
    @pytest.fixture(autouse=True)
    def _by_invitation(self, settings: Settings) -> None:
        settings.ACCOUNTS_SIGNUP = "invite"

    def follow(self, client: Client) -> None:
        client.get("/accounts/invitations/a-known-token/")

    def test_are_spent_on_the_account(self, client: Client) -> None:
        invitation = InvitationFactory.create(email="new@example.com")
        self.follow(client)

        arrive(client, "new@example.com")

        invitation.refresh_from_db()
        assert invitation.accepted_by == User.objects.get()

    def test_are_for_one_address(self, client: Client) -> None:
        InvitationFactory.create(email="new@example.com")
        self.follow(client)

        arrive(client, "friend@example.com")

        assert not User.objects.exists()

    def test_are_for_one_address_when_it_is_asked_for(self, client: Client) -> None:
        InvitationFactory.create(email="new@example.com")
        self.follow(client)
        form = arrive(client, "").headers["Location"]

        client.post(form, {"email": "friend@example.com"})

        assert not User.objects.exists()


class TestReturning:
    def test_signs_in(self, client: Client) -> None:
        user = MemberFactory.create()
        SocialAccount.objects.create(user=user, provider=account_name(), uid="7")

        arrive(client, user.email, uid="7")

        assert client.session["_auth_user_id"] == str(user.pk)

    def test_a_switched_off_account_stays_out(self, client: Client) -> None:
        user = MemberFactory.create(is_active=False)
        SocialAccount.objects.create(user=user, provider=account_name(), uid="7")

        arrive(client, user.email, uid="7")

        assert "_auth_user_id" not in client.session


class TestOpenIdConnect:
    def answer(self, rf: RequestFactory) -> Any:
        def page(_request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        return ProviderOriginMiddleware(page)(rf.get("/"))

    def test_forms_may_lead_to_the_provider(self, rf: RequestFactory, settings: Settings) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {"client_id": "known", "settings": {"server_url": "https://id.example/realm"}}
                ]
            }
        }

        assert self.answer(rf)._csp_update == {"form-action": ["https://id.example"]}

    @pytest.mark.parametrize(
        ("client_id", "server_url"), [("", "https://id.example/"), ("known", "")]
    )
    def test_nothing_is_let_through_before_it_is_set_up(
        self, rf: RequestFactory, settings: Settings, client_id: str, server_url: str
    ) -> None:
        app = {"client_id": client_id, "settings": {"server_url": server_url}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

        assert not hasattr(self.answer(rf), "_csp_update")


def test_connections_are_in_the_export(settings: Settings) -> None:
    user = MemberFactory.create()
    SocialAccount.objects.create(user=user, provider=account_name(), uid="7")

    (connection,) = queries.export(user)["connections"]

    assert connection["uid"] == "7"


def test_a_spent_invitation_on_the_way_makes_no_account(
    rf: RequestFactory, client: Client, settings: Settings
) -> None:
    settings.ACCOUNTS_SIGNUP = "invite"
    request = rf.get("/")
    request.session = client.session
    login = SocialLogin(
        user=User(email="new@example.com"),
        account=SocialAccount(provider=account_name(), uid="1", extra_data={}),
    )

    with context.request_context(request), pytest.raises(Exception, match="302"):
        get_adapter().save_user(request, login)

    assert not User.objects.exists()


class TestPreparedAccounts:
    """Somebody set an account up with another person's address, which nobody has verified."""

    @pytest.fixture
    def prepared(self, settings: Settings) -> User:
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
        user = MemberFactory.create(email="owner@example.com", address=False)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        EmailAddress.objects.create(user=user, email="stranger@example.com")
        SocialAccount.objects.create(user=user, provider=account_name(), uid="stranger")
        Authenticator.objects.create(user=user, type="totp", data={})
        return user

    def test_a_provider_that_verified_the_address_leaves_nothing_of_them(
        self, client: Client, prepared: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        arrive(client, prepared.email, uid="owner")

        prepared.refresh_from_db()
        assert not prepared.has_usable_password()
        assert not Authenticator.objects.exists()
        assert [one.uid for one in SocialAccount.objects.all()] == ["owner"]
        assert [one.email for one in EmailAddress.objects.all()] == [prepared.email]
        assert EmailAddress.objects.get().verified
        assert client.session[SESSION_KEY] == str(prepared.pk)
        assert any("Earlier ways" in one.subject for one in mailoutbox)

    def test_a_connection_made_before_works_no_longer(
        self, client: Client, prepared: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        asked = client.post(reverse("account_request_login_code"), {"email": prepared.email})
        client.post(asked.headers["Location"], {"code": code_in(mailoutbox[-1])})

        assert not SocialAccount.objects.exists()

    def test_a_provider_leads_nobody_into_an_account_about_to_change_to_the_address(
        self, client: Client, member: User, settings: Settings
    ) -> None:
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
        EmailAddress.objects.create(user=member, email="new@example.com")

        arrive(client, "new@example.com")

        assert client.session.get(SESSION_KEY) != str(member.pk)
        assert not EmailAddress.objects.filter(user=member, email="new@example.com").exists()
