"""What people do on the account pages, for tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.conf import conf
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

by_code = pytest.mark.skipif(
    not conf.verification_by_code, reason="addresses are not verified by a code here"
)
by_link = pytest.mark.skipif(
    conf.verification_by_code or conf.verification == "none",
    reason="addresses are not verified by a link here",
)
with_totp = pytest.mark.skipif("totp" not in conf.mfa_types, reason="no authenticator apps here")
with_passkeys = pytest.mark.skipif("webauthn" not in conf.mfa_types, reason="no passkeys here")
with_recovery_codes = pytest.mark.skipif(
    "recovery_codes" not in conf.mfa_types, reason="no recovery codes here"
)

NEW_PASSWORD = "a quite different staple"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Response:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def confirm_identity(client: Client, password: str = PASSWORD) -> Response:
    """Answer the question who is there."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def confirm_identity_by_code(client: Client, outbox: list[EmailMultiAlternatives]) -> Response:
    """Answer the question who is there by a code in an e-mail."""
    ask = reverse("account_request_reauthentication_code")
    (recipient, *_others), *_more = client.get(ask).context["form"].fields["recipient"].choices
    confirm = client.post(ask, {"recipient": recipient}).headers["Location"]
    return client.post(confirm, {"code": code_in(outbox[-1])})


def is_signed_in(client: Client) -> bool:
    """Tell whether the dashboard opens."""
    return client.get(reverse("pages:dashboard")).status_code == 200


def code_in(message: EmailMultiAlternatives) -> str:
    """Return the code of an e-mail."""
    found = re.search(r"^ +([A-Z0-9-]{6,})$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]


def path_in(message: EmailMultiAlternatives) -> str:
    """Return the path of the link in an e-mail."""
    found = re.search(r"^http://testserver(/\S+)$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]


def errors_in(response: Response) -> str:
    """Return the errors of a page's form, as one text."""
    form = response.context["form"]
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
