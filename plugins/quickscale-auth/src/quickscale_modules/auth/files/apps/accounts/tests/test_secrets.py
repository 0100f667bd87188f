"""Nothing that lets somebody into an account is written into a log or an error report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from apps.accounts import flows
from apps.accounts.conf import conf
from apps.accounts.tests.browsing import NEW_PASSWORD, code_in, confirm_identity, path_in, sign_in
from apps.accounts.tests.factories import totp_code
from apps.ops.tests.written import RecordingClient, check_nothing_tells, everything_logged
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

GUEST = "guest@example.com"
WRONG = "a password that is wrong"


class Tour:
    """Goes every way into an account and keeps the secrets it used.

    Attributes:
        client: Whose browser.
        secrets: What must be written nowhere.
    """

    def __init__(self) -> None:
        self.client = RecordingClient()
        self.secrets = {PASSWORD, NEW_PASSWORD, WRONG}

    def follow(self, path: str, secret: str, **data: str) -> str:
        """Open a link as people do: too short, well, and once more by a form; return its end."""
        self.secrets.add(secret)
        self.client.get(path.rstrip("/"))
        page = self.client.get(path, headers={"referer": f"https://mail.example{path}"})
        form = page.headers.get("Location", path)
        self.client.post(form, data, headers={"referer": f"http://testserver{path}"})
        self.client.get(path)
        return form

    def sign_up(self) -> None:
        self.client.post(reverse("account_signup"), {"email": GUEST, "password1": NEW_PASSWORD})
        if conf.verification_by_code:
            code = code_in(mail.outbox[-1])  # type: ignore[arg-type]
            self.secrets.add(code)
            page = reverse("account_email_verification_sent")
            self.client.post(page, {"code": "WRONG-1"})
            self.client.post(page, {"code": code})
        else:
            path = path_in(mail.outbox[-1])  # type: ignore[arg-type]
            self.follow(path, path.split("/")[-2])
        self.client.post(reverse("account_logout"))

    def reset(self) -> None:
        self.client.post(reverse("account_reset_password"), {"email": GUEST})
        path = path_in(mail.outbox[-1])  # type: ignore[arg-type]
        key = path.rstrip("/").partition("/key/")[2]
        passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        self.follow(path, key.partition("-")[2], **passwords)

    def sign_in_by_code(self) -> None:
        asked = self.client.post(reverse("account_request_login_code"), {"email": GUEST})
        code = code_in(mail.outbox[-1])  # type: ignore[arg-type]
        self.secrets.add(code)
        self.client.post(asked.headers["Location"], {"code": code})
        self.client.post(reverse("account_logout"))

    def set_up_an_app(self, user: User) -> None:
        if "totp" not in conf.mfa_types:
            return
        sign_in(self.client, user.email)
        confirm_identity(self.client)
        page = reverse("mfa_activate_totp")
        secret = self.client.get(page).context["form"].secret
        self.secrets |= {secret, totp_code(secret)}
        self.client.post(page, {"code": totp_code(secret)})
        codes = self.client.get(reverse("mfa_view_recovery_codes")).content.decode()
        self.secrets |= set(re.findall(r"\b[0-9a-f]{8}\b", codes))
        self.client.post(reverse("account_logout"))
        sign_in(self.client, user.email)
        self.client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
        self.client.post(reverse("account_logout"))


@pytest.mark.parametrize("json", [True, False])
def test_a_tour_of_every_way_in_leaves_no_secret(
    settings: Settings,
    member: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    *,
    json: bool,
) -> None:
    settings.ACCOUNTS_SIGNUP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    tour = Tour()
    with everything_logged(json=json) as lines:
        for by_code in (True, False):
            settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = by_code
            tour.sign_up()
            tour.reset()
            tour.sign_in_by_code()
            type(member).objects.get(email=GUEST).delete()
        sign_in(tour.client, member.email, WRONG)
        tour.set_up_an_app(member)
        settings.ACCOUNTS_SIGNUP, settings.SITE_URL = "invite", "http://testserver"
        with django_capture_on_commit_callbacks(execute=True):
            flows.invite(GUEST)
        path = path_in(mail.outbox[-1])  # type: ignore[arg-type]
        tour.follow(path, path.split("/")[-2])

    assert len(tour.secrets) > 6
    check_nothing_tells(tour.secrets, lines.getvalue(), tour.client)
