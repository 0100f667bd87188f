"""What follows a sign-up is alike, whether the address had an account or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import reverse

from apps.accounts.conf import conf
from apps.accounts.tests.browsing import NEW_PASSWORD
from apps.accounts.tests.factories import MemberFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

VERIFY = reverse("account_email_verification_sent")
CHANGING = r'(nonce|csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"'
"""What is another in every answer."""


def seen(answer: Response, email: str) -> dict[str, Any]:
    """Return what a visitor can tell of an answer."""
    body = re.sub(CHANGING, r"\1", answer.content.decode()).replace(email, "ADDRESS")
    another = {"Content-Security-Policy", "Content-Length", "Expires", "X-Request-ID"}
    return {
        "status": answer.status_code,
        "headers": {name: value for name, value in answer.items() if name not in another},
        "cookies": sorted(answer.cookies),
        "body": body,
    }


def tour(email: str, sign_up: dict[str, str]) -> list[dict[str, Any]]:
    """Sign up and do all one can do then without the mailbox."""
    client = Client()
    answers = [
        client.post(reverse("account_signup"), {"email": email, **sign_up}),
        client.get(VERIFY),
        client.post(VERIFY, {"code": "WRONG-1"}),
        client.post(VERIFY, {"action": "resend"}),
        client.get(VERIFY),
        client.post(VERIFY, {"action": "change", "email": "other@example.com"}),
        client.get(VERIFY),
        *(client.post(VERIFY, {"code": f"WRONG-{number}"}) for number in (2, 3, 4)),
        client.get(VERIFY),
        client.get(reverse("account_login")),
        client.post(reverse("account_signup"), {"email": email, **sign_up}),
        client.post(reverse("account_logout"), {"next": reverse("account_login")}),
        client.get(reverse("account_login")),
    ]
    return [seen(answer, email) for answer in answers]


@pytest.mark.parametrize("has", ["a verified account", "an account", "an account without password"])
@pytest.mark.parametrize("by_code", [True, False])
def test_a_sign_up_with_a_taken_address_looks_like_any_other(
    settings: Settings, has: str, mailoutbox: list[EmailMultiAlternatives], *, by_code: bool
) -> None:
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = by_code
    member = MemberFactory.create(email="taken@example.com", address=has == "a verified account")
    if has == "an account without password":
        member.set_unusable_password()
        member.save()

    taken = tour("taken@example.com", {"password1": NEW_PASSWORD})
    mails = len(mailoutbox)
    fresh = tour("fresh@example.com", {"password1": NEW_PASSWORD})

    for number, (one, other) in enumerate(zip(taken, fresh, strict=True)):
        assert one == other, number
    assert mails > 0


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_code_or_a_link_looks_alike_as_well(name: str) -> None:
    MemberFactory.create(email="taken@example.com")

    both = []
    for email in ("taken@example.com", "fresh@example.com"):
        client = Client()
        answers = [client.post(reverse(name), {"email": email})]
        answers.append(client.get(answers[0].headers["Location"]))
        answers.append(client.post(answers[0].headers["Location"], {"code": "WRONG-1"}))
        both.append([seen(answer, email) for answer in answers])

    assert both[0] == both[1]


@pytest.mark.skipif(not conf.passkey_signup, reason="passkeys do not sign up here")
def test_so_does_one_by_passkey() -> None:
    MemberFactory.create(email="taken@example.com")
    page = reverse("account_signup_by_passkey")

    both = []
    for email in ("taken@example.com", "fresh@example.com"):
        client = Client()
        answers = [client.post(page, {"email": email}), client.get(VERIFY)]
        both.append([seen(answer, email) for answer in answers])

    assert both[0] == both[1]


def test_it_takes_as_long(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is hashed either way, which takes longer than everything else."""
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    MemberFactory.create(email="taken@example.com")
    hashed = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counting(self: Any, password: str, salt: str, *more: Any) -> str:
        hashed.append(password)
        return str(encode(self, password, salt, *more))

    monkeypatch.setattr(hasher, "encode", counting)

    for email in ("taken@example.com", "fresh@example.com"):
        Client().post(reverse("account_signup"), {"email": email, "password1": NEW_PASSWORD})

    assert hashed == [NEW_PASSWORD] * 2
