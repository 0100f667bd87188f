from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.models import Invitation
from apps.accounts.tests.factories import (
    InvitationFactory,
    MemberFactory,
    SecurityEventFactory,
    SessionFactory,
    add_totp,
)

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

INVITATIONS = "admin:accounts_invitation_changelist"


@pytest.fixture
def administrator() -> User:
    return MemberFactory.create(is_staff=True, is_superuser=True)


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    """A client that an administrator is signed in with."""
    client.force_login(administrator)
    return client


class TestSignIn:
    def test_goes_through_the_sites_own(self, client: Client) -> None:
        response = client.get(reverse("admin:index"), follow=True)

        assert response.redirect_chain[-1][0].startswith(reverse("account_login"))

    def test_refuses_who_is_not_staff(self, client: Client) -> None:
        client.force_login(MemberFactory.create())

        assert client.get(reverse("admin:login")).status_code == 403

    def test_asks_nothing_of_staff_by_itself(self, admin: Client) -> None:
        assert admin.get(reverse("admin:index")).status_code == 200


class TestStaffMfa:
    @pytest.fixture(autouse=True)
    def _on(self, settings: Settings) -> None:
        settings.ACCOUNTS_STAFF_MFA = True

    def test_sends_staff_to_set_it_up(self, admin: Client) -> None:
        response = admin.get(reverse("admin:index"))

        assert response.headers["Location"] == reverse("account_security")

    def test_lets_staff_with_a_second_factor_in(self, admin: Client, administrator: User) -> None:
        add_totp(administrator)

        assert admin.get(reverse("admin:index")).status_code == 200

    def test_lets_everybody_sign_out(self, admin: Client) -> None:
        admin.post(reverse("admin:logout"))

        assert "_auth_user_id" not in admin.session

    def test_leaves_the_rest_of_the_site_open(self, admin: Client) -> None:
        assert admin.get(reverse("pages:dashboard")).status_code == 200

    def test_leaves_visitors_to_the_sign_in(self, client: Client) -> None:
        response = client.get(reverse("admin:index"))

        assert reverse("admin:login") in response.headers["Location"]


class TestInvitations:
    @pytest.mark.django_db(transaction=True)
    def test_adding_one_sends_it(
        self, admin: Client, administrator: User, mailoutbox: list[EmailMultiAlternatives]
    ) -> None:
        admin.post(reverse("admin:accounts_invitation_add"), {"email": "guest@example.com"})

        assert Invitation.objects.get().invited_by == administrator
        assert [message.to for message in mailoutbox] == [["guest@example.com"]]
        # Sent from a page, it leads to the host that page is on.
        assert "http://testserver/accounts/invitations/" in str(mailoutbox[0].body)

    def test_an_address_with_an_account_is_refused(self, admin: Client) -> None:
        MemberFactory.create(email="ada@example.com")

        response = admin.post(
            reverse("admin:accounts_invitation_add"), {"email": "Ada@example.com"}
        )

        assert "has an account already" in response.content.decode()
        assert not Invitation.objects.exists()

    def test_are_listed_with_what_became_of_them(self, admin: Client) -> None:
        InvitationFactory.create(email="guest@example.com")

        page = admin.get(reverse(INVITATIONS), {"q": "guest"}).content.decode()

        assert "guest@example.com" in page
        assert "Open" in page

    def test_can_be_sent_again(self, admin: Client) -> None:
        first = InvitationFactory.create()
        taken = InvitationFactory.create(token_hash="0" * 64)
        MemberFactory.create(email=taken.email)

        response = admin.post(
            reverse(INVITATIONS),
            {"action": "renew", "_selected_action": [str(first.pk), str(taken.pk)]},
            follow=True,
        )

        first.refresh_from_db()
        page = response.content.decode()
        assert (first.status, Invitation.objects.count()) == ("revoked", 3)
        assert "1 invitation sent." in page
        assert f"{taken.email.capitalize()} has an account already." in page

    def test_can_be_withdrawn(self, admin: Client) -> None:
        invitation = InvitationFactory.create()

        admin.post(
            reverse(INVITATIONS), {"action": "revoke", "_selected_action": [str(invitation.pk)]}
        )

        invitation.refresh_from_db()
        assert invitation.status == "revoked"


def test_the_security_log_is_read_only(admin: Client) -> None:
    member = MemberFactory.create()
    event = SecurityEventFactory.create(user=member)

    found = admin.get(reverse("admin:accounts_securityevent_changelist"), {"q": member.email})
    shown = admin.get(reverse("admin:accounts_securityevent_change", args=[event.pk]))
    delete = admin.post(reverse("admin:accounts_securityevent_delete", args=[event.pk]))

    assert member.email in found.content.decode()
    assert 'name="_save"' not in shown.content.decode()
    assert delete.status_code == 403
    assert admin.get(reverse("admin:accounts_securityevent_add")).status_code == 403


def test_sessions_can_be_searched(admin: Client) -> None:
    session = SessionFactory.create()

    response = admin.get(
        reverse("admin:usersessions_usersession_changelist"), {"q": session.user.email}
    )

    assert session.ip in response.content.decode()
