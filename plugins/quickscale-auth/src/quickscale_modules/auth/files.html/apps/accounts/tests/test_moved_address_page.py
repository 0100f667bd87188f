"""An account has one address; a wish to change it neither loses that nor shuts others out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from apps.accounts.tests.browsing import (
    NEW_PASSWORD,
    confirm_identity,
    path_in,
)
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
NEW = "new@example.com"
EMAIL = reverse("account_email")


@pytest.fixture(params=["mandatory", "optional", "none"])
def by_link(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Verify addresses by a link, in each of the ways that have one."""
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = request.param
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False


class TestBeforeItIsVerified:
    @pytest.fixture
    def newcomer(self, by_link: None, client: Client) -> User:
        """Somebody who has signed up, is signed in and wants another address."""
        client.post(
            reverse("account_signup"), {"email": "old@example.com", "password1": NEW_PASSWORD}
        )
        user = User.objects.get(email="old@example.com")
        client.force_login(user)
        confirm_identity(client, NEW_PASSWORD)
        client.post(EMAIL, {"action_add": "1", "email": NEW})
        return user

    def test_the_present_address_stays_until_the_new_one_is_verified(
        self, newcomer: User, client: Client, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        newcomer.refresh_from_db()
        assert newcomer.email == "old@example.com"
        page = client.get(EMAIL).content.decode()
        assert page.index("old@example.com") < page.index("Changing to") < page.rindex(NEW)

        client.post(path_in(mailoutbox[-1]))

        newcomer.refresh_from_db()
        assert newcomer.email == NEW
        kept = EmailAddress.objects.values_list("email", "verified", "primary")
        assert list(kept) == [(NEW, True, True)]
