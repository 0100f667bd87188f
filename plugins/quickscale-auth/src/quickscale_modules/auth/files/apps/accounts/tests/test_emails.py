"""Every e-mail, in both its forms; what is in a form must be in the other."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.html import strip_tags

from apps.accounts.tests.factories import FIREFOX, InvitationFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import RequestFactory
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).parents[1] / "templates"
PREFIXES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix(".html")
    for path in TEMPLATES.glob("*/email/*.html")
)
LINK = "https://acme.example/a/link/"
VALUES = {"sons"}
"""Words in small letters that come from outside of the templates."""


def values() -> dict[str, Any]:
    """Return what the flows put into their e-mails."""
    return {
        "timestamp": timezone.now(),
        "ip": "198.51.100.7",
        "user_agent": FIREFOX,
        "from_email": "old@example.com",
        "to_email": "new@example.com",
        "deleted_email": "old@example.com",
        "provider": "GitHub",
        "password_reset_url": LINK,
        "activate_url": LINK,
        "signup_url": LINK,
        "invitation": InvitationFactory.build(),
        "path": "/a/link/",
        "inviter": "Ada <Ferreira>",
        "name": "Ada",
        "signup": True,
    }


def render(prefix: str, rf: RequestFactory, **more: Any) -> EmailMultiAlternatives:
    request = rf.get("/")
    request.session = SessionStore()
    with context.request_context(request):
        message: EmailMultiAlternatives = get_adapter().render_mail(
            prefix,
            "ada@example.com",
            {
                "email": "ada@example.com",
                "site_name": "Acme & sons",
                "site_url": "https://acme.example",
                **values(),
                **more,
            },
        )
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the one alternative to the text."""
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_email_has_a_subject_and_both_forms(prefix: str, rf: RequestFactory) -> None:
    message = render(prefix, rf)

    html = html_of(message)
    assert message.subject
    assert "\n" not in message.subject
    assert "!" not in message.subject + str(message.body)
    assert str(message.body).rstrip().endswith("https://acme.example")
    assert "Acme & sons" in str(message.body)
    assert "Acme &amp; sons" in html


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_text_is_written_as_text(prefix: str, rf: RequestFactory) -> None:
    body = str(render(prefix, rf).body)

    assert "&amp;" not in body
    assert "&lt;" not in body
    assert "<p" not in body


@pytest.mark.parametrize("prefix", PREFIXES)
def test_both_forms_say_the_same(prefix: str, rf: RequestFactory) -> None:
    message = render(prefix, rf)

    page = html_of(message).partition("<body>")[2]
    said = " ".join(unescape(strip_tags(page)).split())
    text, _line, _foot = str(message.body).partition("\n--\n")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(lines) > 1
    for line in lines:
        assert line.removesuffix(":") in said


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_part_of_an_email_is_translated(
    prefix: str, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A language in which every sentence is spelled in capitals, its placeholders apart."""
    capitals = re.compile(r"(%\(\w+\)s)|([^%]+)")

    def translate(text: str) -> str:
        return capitals.sub(lambda found: found[1] or found[2].upper(), text)

    monkeypatch.setattr("django.utils.translation._trans.gettext", translate)

    message = render(prefix, rf)

    assert not set(re.findall(r"\b[a-z]{3,}\b", str(message.subject))) - VALUES
    body = str(message.body).partition("\n--\n")[0]
    written = re.sub(r"https?://\S+|\S+@\S+|^Where from.*|^When.*", "", body, flags=re.MULTILINE)
    assert not {*re.findall(r"\b[a-z]{3,}\b", written)} - VALUES


@pytest.mark.parametrize(
    "prefix",
    [
        "account/email/login_code",
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
    ],
)
def test_a_code_is_in_both_forms_and_needs_no_button(prefix: str, rf: RequestFactory) -> None:
    message = render(prefix, rf, code="BCDF-GHJK")

    content = html_of(message)
    assert "BCDF-GHJK" in str(message.body)
    assert "BCDF-GHJK" in content
    assert "<a " not in content


@pytest.mark.parametrize(
    "prefix",
    [
        "account/email/password_reset_key",
        "account/email/account_already_exists",
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "accounts/email/invitation",
    ],
)
def test_a_link_is_in_both_forms_and_readable(prefix: str, rf: RequestFactory) -> None:
    message = render(prefix, rf)

    assert LINK in str(message.body)
    assert f'href="{LINK}"' in html_of(message)
    assert f">{LINK}<" in html_of(message)


@pytest.mark.parametrize(("signup", "told"), [("open", True), ("closed", False)])
def test_strangers_are_told_to_sign_up_only_where_they_can(
    rf: RequestFactory, settings: Settings, signup: str, told: bool
) -> None:
    settings.ACCOUNTS_SIGNUP = signup

    message = render("account/email/unknown_account", rf)

    assert (LINK in str(message.body)) is told
    assert (LINK in html_of(message)) is told


def test_a_code_that_confirms_who_is_there_is_no_sign_in(rf: RequestFactory) -> None:
    message = render("account/email/login_code", rf, code="BCDF-GHJK", reauthentication=True)

    assert message.subject == "Your code for Acme & sons"
    for text in (str(message.body), html_of(message)):
        assert "was asked to confirm who they are" in text
        assert "asked to sign in" not in text
