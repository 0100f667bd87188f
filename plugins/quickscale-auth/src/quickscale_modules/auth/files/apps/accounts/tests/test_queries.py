from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from apps.accounts import queries
from apps.accounts.tests.factories import (
    InvitationFactory,
    MemberFactory,
    SecurityEventFactory,
    SessionFactory,
    add_totp,
)

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db


def shop_data(user: User) -> dict[str, Any]:
    """Stand in for another app's exporter."""
    return {"orders": [{"buyer": user.email}]}


def no_open_orders(user: User) -> list[str]:
    """Stand in for another app's deletion check."""
    return [f"{user.email} has an open order."]


class TestExport:
    def test_holds_what_the_app_knows(self, settings: Settings) -> None:
        settings.ACCOUNTS_EXPORTERS = ["apps.accounts.queries.account_data"]
        user = MemberFactory.create(name="Ada Ferreira")
        SecurityEventFactory.create(user=user)
        SessionFactory.create(user=user)
        add_totp(user)

        data = json.loads(json.dumps(queries.export(user), cls=DjangoJSONEncoder))

        assert data["account"]["name"] == "Ada Ferreira"
        assert data["email_addresses"] == [{"email": user.email, "verified": True, "primary": True}]
        assert [event["kind"] for event in data["security_events"]] == ["signed_in"]
        assert [one["type"] for one in data["sign_in_methods"]] == ["totp"]
        assert len(data["sessions"]) == 1

    def test_holds_nothing_secret(self) -> None:
        user = MemberFactory.create()
        _authenticator, secret = add_totp(user)
        session = SessionFactory.create(user=user)

        text = json.dumps(queries.export(user), cls=DjangoJSONEncoder)

        assert secret not in text
        assert user.password not in text
        assert session.session_key not in text

    def test_holds_nobody_elses(self) -> None:
        other = MemberFactory.create()
        SecurityEventFactory.create(user=other, ip="203.0.113.200")
        SessionFactory.create(user=other)

        text = json.dumps(queries.export(MemberFactory.create()), cls=DjangoJSONEncoder)

        assert other.email not in text
        assert "203.0.113.200" not in text

    def test_other_apps_add_their_sections(self, settings: Settings) -> None:
        settings.ACCOUNTS_EXPORTERS = [
            "apps.accounts.queries.account_data",
            "apps.accounts.tests.test_queries.shop_data",
        ]
        user = MemberFactory.create()

        assert queries.export(user)["orders"] == [{"buyer": user.email}]


class TestDeletionObstacles:
    def test_are_none_for_most_people(self, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_CHECKS = []

        assert queries.deletion_obstacles(MemberFactory.create()) == []

    def test_keep_the_last_administrator(self, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_CHECKS = []
        user = MemberFactory.create(is_superuser=True)
        assert len(queries.deletion_obstacles(user)) == 1

        MemberFactory.create(is_superuser=True)

        assert queries.deletion_obstacles(user) == []

    def test_come_from_other_apps_too(self, settings: Settings) -> None:
        settings.ACCOUNTS_DELETION_CHECKS = ["apps.accounts.tests.test_queries.no_open_orders"]
        user = MemberFactory.create()

        assert queries.deletion_obstacles(user) == [f"{user.email} has an open order."]


class TestUserWithEmail:
    def test_knows_no_case(self) -> None:
        user = MemberFactory.create(email="ada@example.com", address=False)

        assert queries.user_with_email("ADA@Example.com") == user

    def test_knows_further_addresses(self) -> None:
        user = MemberFactory.create()
        EmailAddress.objects.create(user=user, email="second@example.com")

        assert queries.user_with_email("Second@example.com") == user

    def test_finds_nobody(self) -> None:
        assert queries.user_with_email("nobody@example.com") is None


class TestFindOpenInvitation:
    def test_goes_by_the_token(self) -> None:
        invitation = InvitationFactory.create()

        assert queries.find_open_invitation("a-known-token") == invitation
        assert queries.find_open_invitation("another") is None
        assert queries.find_open_invitation(invitation.token_hash) is None

    @pytest.mark.parametrize("field", ["accepted_at", "revoked_at", "expires_at"])
    def test_finds_no_spent_one(self, field: str) -> None:
        InvitationFactory.create(**{field: timezone.now() - timedelta(seconds=1)})

        assert queries.find_open_invitation("a-known-token") is None
