from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import Invitation
from apps.accounts.tests.factories import MemberFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_invitation(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "invite"
    settings.SITE_URL = "https://acme.example/"


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_invite_sends_links_to_the_site(
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        out, _err = run("invite", "one@example.com", "two@example.com")

    assert "Invited one@example.com until " in out
    assert [message.to for message in mailoutbox] == [["one@example.com"], ["two@example.com"]]
    assert "https://acme.example/accounts/invitations/" in str(mailoutbox[0].body)


def test_invite_goes_on_after_an_address_with_an_account() -> None:
    MemberFactory.create(email="one@example.com")

    _out, err = run("invite", "one@example.com", "two@example.com")

    assert "one@example.com has an account already." in err
    assert Invitation.objects.get().email == "two@example.com"


def test_invite_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="two is not an e-mail address"):
        run("invite", "one@example.com", "two")

    assert not Invitation.objects.exists()


def test_invite_refuses_while_sign_up_is_closed(settings: Settings) -> None:
    settings.ACCOUNTS_SIGNUP = "closed"

    with pytest.raises(CommandError, match="Sign-up is closed"):
        run("invite", "one@example.com")


def test_prune_says_what_it_did() -> None:
    out, _err = run("prune_accounts")

    assert out == "Deleted 0 security events and 0 invitations.\n"
