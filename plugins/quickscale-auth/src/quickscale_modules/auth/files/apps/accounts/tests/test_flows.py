from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from apps.accounts import flows, queries
from apps.accounts.models import Invitation, SecurityEvent
from apps.accounts.tests.factories import (
    FIREFOX,
    InvitationFactory,
    MemberFactory,
    SecurityEventFactory,
    SessionFactory,
)
from apps.users.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import RequestFactory
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind


def token_in(message: EmailMultiAlternatives) -> str:
    """Return the secret of the link in an invitation's e-mail."""
    return str(message.body).split("/accounts/invitations/")[1].split("/")[0]


class TestRecordEvent:
    def test_keeps_where_it_came_from(self, rf: RequestFactory) -> None:
        request = rf.get("/", headers={"user-agent": FIREFOX}, REMOTE_ADDR="198.51.100.9")

        event = flows.record_event(request, MemberFactory.create(), Kind.PASSWORD_CHANGED)

        event.refresh_from_db()
        assert (event.ip, event.user_agent) == ("198.51.100.9", FIREFOX)

    @pytest.mark.parametrize(
        ("address", "kept"),
        [("2001:db8:1:2::9", "2001:db8:1:2::9"), ("::ffff:198.51.100.9", "198.51.100.9")],
    )
    def test_keeps_the_whole_address(self, rf: RequestFactory, address: str, kept: str) -> None:
        request = rf.get("/", REMOTE_ADDR=address)

        assert flows.record_event(request, MemberFactory.create(), Kind.SIGNED_IN).ip == kept
        assert get_adapter().get_client_ip(request) == kept

    @pytest.mark.parametrize("address", ["", "unix:", "not-an-address"])
    def test_does_without_an_address_that_is_none(self, rf: RequestFactory, address: str) -> None:
        request = rf.get("/", REMOTE_ADDR=address)

        assert flows.record_event(request, MemberFactory.create(), Kind.SIGNED_IN).ip is None

    def test_cuts_what_a_browser_may_send(self, rf: RequestFactory) -> None:
        request = rf.get("/", headers={"user-agent": "x" * 999})

        event = flows.record_event(request, MemberFactory.create(), Kind.SIGNED_IN, "y" * 999)

        assert (len(event.user_agent), len(event.detail)) == (200, 200)

    def test_works_outside_a_request(self) -> None:
        event = flows.record_event(None, MemberFactory.create(), Kind.PASSWORD_RESET)

        assert (event.ip, event.user_agent) == (None, "")

    @pytest.mark.parametrize(
        ("kind", "level"), [(Kind.LOCKED_OUT, "WARNING"), (Kind.PASSWORD_SET, "INFO")]
    )
    def test_is_logged(self, caplog: pytest.LogCaptureFixture, kind: Kind, level: str) -> None:
        caplog.set_level(logging.INFO, logger="security")
        user = MemberFactory.create()

        flows.record_event(None, user, kind)

        assert [(line.levelname, line.__dict__["user"]) for line in caplog.records] == [
            (level, str(user.pk))
        ]


class TestInvite:
    def test_sends_a_link_that_is_stored_nowhere(
        self,
        mailoutbox: list[EmailMultiAlternatives],
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        inviter = MemberFactory.create(name="Ada Ferreira", is_superuser=True)

        with django_capture_on_commit_callbacks(execute=True):
            invitation = flows.invite("Guest@Example.com", invited_by=inviter)

        (message,) = mailoutbox
        assert message.to == ["guest@example.com"]
        assert "Ada Ferreira" in str(message.body)
        assert queries.find_open_invitation(token_in(message)) == invitation
        assert token_in(message) != invitation.token_hash

    def test_withdraws_an_earlier_one(self) -> None:
        earlier = flows.invite("guest@example.com")

        later = flows.invite("GUEST@example.com")

        earlier.refresh_from_db()
        assert (earlier.status, later.status) == ("revoked", "open")

    def test_is_good_for_as_long_as_the_setting_says(self, settings: Settings) -> None:
        settings.ACCOUNTS_INVITATION_DAYS = 2

        invitation = flows.invite("guest@example.com")

        assert invitation.expires_at - invitation.created_at == timedelta(days=2)

    @pytest.mark.parametrize("verified", [True, False])
    def test_refuses_an_address_with_an_account(self, verified: bool) -> None:
        MemberFactory.create(email="guest@example.com", address=verified)

        with pytest.raises(flows.AlreadyRegisteredError):
            flows.invite("Guest@example.com")

        assert not Invitation.objects.exists()

    def test_renewing_keeps_who_invited(self) -> None:
        inviter = MemberFactory.create()
        first = flows.invite("guest@example.com", invited_by=inviter)

        second = flows.renew_invitation(first)

        first.refresh_from_db()
        assert (first.status, second.status, second.invited_by) == ("revoked", "open", inviter)


class TestTheRightToInvite:
    @pytest.fixture
    def inviter(self) -> User:
        """Somebody of the staff who may invite, and nothing else."""
        user = MemberFactory.create(is_staff=True)
        allowed = Permission.objects.get_by_natural_key("add_invitation", "accounts", "invitation")
        user.user_permissions.add(allowed)
        return user

    def lose_the_permission(self, user: User) -> None:
        user.user_permissions.clear()

    def be_deactivated(self, user: User) -> None:
        User.objects.filter(pk=user.pk).update(is_active=False)

    def be_deleted(self, user: User) -> None:
        user.delete()

    @pytest.mark.parametrize("way", ["lose_the_permission", "be_deactivated", "be_deleted"])
    def test_an_invitation_falls_with_it(self, inviter: User, way: str) -> None:
        invitation = InvitationFactory.create(invited_by=inviter)
        assert queries.find_open_invitation("a-known-token") == invitation

        getattr(self, way)(inviter)

        assert queries.find_open_invitation("a-known-token") is None
        assert queries.open_invitation(str(invitation.pk)) is None

    def test_one_sent_by_a_command_needs_none(self) -> None:
        assert queries.open_invitation(str(InvitationFactory.create().pk))


class TestAcceptInvitation:
    def test_spends_it_once(self) -> None:
        invitation, user = InvitationFactory.create(), MemberFactory.create()

        flows.accept_invitation(invitation, user)

        invitation.refresh_from_db()
        assert (invitation.status, invitation.accepted_by) == ("accepted", user)
        with pytest.raises(flows.InvitationSpentError):
            flows.accept_invitation(invitation, MemberFactory.create())

    @pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
    def test_refuses_one_that_is_withdrawn_or_too_old(self, field: str) -> None:
        invitation = InvitationFactory.create(**{field: timezone.now()})

        with pytest.raises(flows.InvitationSpentError):
            flows.accept_invitation(invitation, MemberFactory.create())

    def test_only_an_open_one_can_be_withdrawn(self) -> None:
        invitation = InvitationFactory.create()

        assert flows.revoke_invitation(invitation)
        assert not flows.revoke_invitation(invitation)


class TestSessions:
    def test_ends_one(self) -> None:
        session = SessionFactory.create()

        flows.end_session(session.user, session)

        assert not UserSession.objects.exists()
        assert queries.security_events(session.user).get().kind == Kind.SESSION_ENDED

    def test_refuses_somebody_elses(self) -> None:
        session = SessionFactory.create()

        with pytest.raises(PermissionDenied):
            flows.end_session(MemberFactory.create(), session)

        assert UserSession.objects.exists()


def test_prune_forgets_what_is_old(settings: Settings) -> None:
    settings.ACCOUNTS_EVENT_DAYS = 30
    now = timezone.now()
    SecurityEventFactory.create(created_at=now - timedelta(days=31))
    kept = SecurityEventFactory.create(created_at=now - timedelta(days=29))
    InvitationFactory.create(expires_at=now - timedelta(days=31))

    assert flows.prune() == (1, 1)

    assert SecurityEvent.objects.get() == kept
