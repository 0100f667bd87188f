from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import SecurityEvent, hash_token
from apps.accounts.tests.factories import InvitationFactory, SecurityEventFactory

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind


def test_a_token_is_kept_as_a_hash_alone() -> None:
    invitation = InvitationFactory.create()

    assert "a-known-token" not in str(vars(invitation))
    assert invitation.token_hash == hash_token("a-known-token")
    assert len(invitation.token_hash) == 64


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "open"),
        ({"accepted_at": timezone.now()}, "accepted"),
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expired"),
    ],
)
def test_an_invitation_knows_what_became_of_it(changes: dict[str, object], status: str) -> None:
    invitation = InvitationFactory.create(**changes)

    assert invitation.status == status
    assert str(invitation) == invitation.email


def test_an_address_has_one_open_invitation_whatever_its_case() -> None:
    InvitationFactory.create(email="ada@example.com")

    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory.create(email="ADA@example.com", token_hash=hash_token("another"))


def test_an_invitation_is_not_both_accepted_and_revoked() -> None:
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory.create(accepted_at=now, revoked_at=now)


@pytest.mark.parametrize(
    ("kind", "detail", "label"),
    [
        (Kind.SIGNED_IN, "password, totp", "Password, authenticator app"),
        (Kind.SIGNED_IN, "", ""),
        (Kind.CONNECTION_ADDED, "GitHub", "GitHub"),
        (Kind.SESSION_ENDED, "Mozilla/5.0 (Windows NT 10.0) Firefox/143.0", "Firefox on Windows"),
    ],
)
def test_an_event_says_which_one_in_words(kind: Kind, detail: str, label: str) -> None:
    event = SecurityEventFactory.create(kind=kind, detail=detail)

    assert event.detail_label == label
    assert str(event) == str(kind.label)


def test_events_that_may_be_somebody_elses_doing_are_warnings() -> None:
    assert SecurityEvent(kind=Kind.SIGN_IN_FAILED).is_warning
    assert not SecurityEvent(kind=Kind.SIGNED_IN).is_warning
