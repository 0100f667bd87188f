"""Somebody with an account: what they do at their browser, in their own words."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as TooLateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page
    from quickscale_core.testing import Site, Visitor

__all__ = ["Person", "add_authenticator", "one_time_password"]

SECURITY = "/settings/security/"
CODE = r"^\s+([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)$"
"""A code in an e-mail: alone on an indented line."""


def one_time_password(secret: str, moment: float | None = None) -> str:
    """Return what an authenticator app shows: RFC 6238 with six digits and thirty seconds.

    Args:
        secret: The key, in base 32.
        moment: Seconds since 1970; now by default.
    """
    step = int((time.time() if moment is None else moment) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def add_authenticator(page: Page) -> None:
    """Give a page's device a fingerprint reader that always agrees, as WebAuthn defines it."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _nothing(_name: str) -> None:
    """Take no notice of a page."""


@dataclass(kw_only=True)
class Person:
    """Somebody with a browser and an e-mail address.

    Attributes:
        visitor: Their browser.
        site: The site they use.
        email: Their address.
        password: Their password.
        look: Called with a route's name whenever they are at a page that takes some getting to.
        secret: The key in their authenticator app.
        codes: Their recovery codes.
    """

    visitor: Visitor
    site: Site
    email: str
    password: str = "correct-horse-battery"
    look: Callable[[str], None] = _nothing
    secret: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page they have open."""
        return self.visitor.page

    def button(self, words: str) -> Locator:
        """Return the button, or the link that looks like one, that says exactly this."""
        main = self.page.locator("main")
        exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
        return main.locator("button, a").filter(has_text=exactly).first

    def press(self, words: str) -> None:
        """Press a button and wait for the page it leads to."""
        self.button(words).click()
        self.page.wait_for_load_state("networkidle")

    def fill(self, label: str, value: str) -> None:
        """Fill the first field whose label holds these words."""
        fields = self.page.locator("main input, main textarea")
        fields.and_(self.page.get_by_label(label)).first.fill(value)

    def must_be_at(self, path: str) -> None:
        """Wait until the page of a path is open."""
        self.wait_for(rf"^[^?#]*{re.escape(path)}([?#].*)?$")

    def wait_for(self, pattern: str) -> None:
        """Wait until the address matches a pattern; say where they are instead."""
        try:
            self.page.wait_for_url(re.compile(pattern))
        except TooLateError:
            here = self.page.locator("body").inner_text()
            wrong = "\n".join(self.visitor.problems)
            raise AssertionError(
                f"{self.visitor.path} is not what {pattern} stands for; it says:\n{here}\n{wrong}"
            ) from None

    def mailed_code(self) -> str:
        """Return the code in their newest e-mail."""
        return self.site.mailbox.last(self.email).find(CODE)

    def open_guarded(self, path: str) -> None:
        """Open a page that asks who they are once more, unless they have just told."""
        self.visitor.goto(path)
        self.confirm_identity()
        self.must_be_at(path)

    def confirm_identity(self) -> None:
        """Give the password again where that is asked for."""
        if "/accounts/reauthenticate/" in self.visitor.path:
            self.look("account_reauthenticate")
            self.fill("Password", self.password)
            self.press("Confirm")

    def confirm_identity_by_code(self) -> None:
        """Give a code that is mailed where somebody without a password is asked who they are."""
        self.must_be_at("/accounts/reauthenticate/code/")
        self.look("account_request_reauthentication_code")
        self.press("Send code")
        self.must_be_at("/accounts/reauthenticate/code/confirm/")
        self.look("account_confirm_reauthentication_code")
        self.fill("Code", "WRONG1")
        self.press("Confirm")
        self.look("account_confirm_reauthentication_code")
        self.fill("Code", self.mailed_code())
        self.press("Confirm")

    def sign_up(self) -> None:
        """Create an account and verify its address by the code that was mailed."""
        self.visitor.goto("/accounts/signup/")
        self.fill("E-mail address", self.email)
        self.fill("Password", self.password)
        self.press("Create account")
        self.must_be_at("/accounts/confirm-email/")
        self.look("account_email_verification_sent")
        self.fill("Code", "WRONG1")
        self.press("Verify")
        self.look("account_email_verification_sent")
        self.fill("Code", self.mailed_code())
        self.press("Verify")
        self.must_be_at("/dashboard/")

    def sign_in(self) -> None:
        """Give address and password; with two-step verification that is the first step."""
        self.visitor.goto("/accounts/login/")
        self.fill("E-mail address", self.email)
        self.fill("Password", self.password)
        self.press("Sign in")

    def sign_in_by_code(self) -> None:
        """Sign in by a code that is mailed."""
        self.visitor.goto("/accounts/login/")
        self.press("E-mail me a code")
        self.fill("E-mail address", self.email)
        self.press("Send code")
        self.must_be_at("/accounts/login/code/confirm/")
        self.look("account_confirm_login_code")
        self.fill("Code", self.mailed_code())
        self.press("Sign in")

    def sign_out(self) -> None:
        """Sign out, and confirm it."""
        self.visitor.goto("/accounts/logout/")
        self.look("account_logout")
        self.press("Sign out")
        self.must_be_at("/")

    def reset_password(self, password: str) -> None:
        """Have a link mailed, and set another password where it leads."""
        self.visitor.goto("/accounts/password/reset/")
        self.fill("E-mail address", self.email)
        self.press("Send link")
        self.must_be_at("/accounts/password/reset/done/")
        self.look("account_reset_password_done")
        (link, *_) = self.site.mailbox.last(self.email).links
        self.page.goto(link)
        self.look("account_reset_password_from_key")
        self.fill("New password", password)
        self.fill("New password again", "something-else")
        self.press("Save password")
        self.look("account_reset_password_from_key")
        self.fill("New password", password)
        self.fill("New password again", password)
        self.press("Save password")
        self.password = password

    def set_up_app(self) -> None:
        """Set up an authenticator app and note the recovery codes."""
        self.visitor.goto(SECURITY)
        self.press("Set up app")
        self.confirm_identity()
        self.must_be_at("/app/activate/")
        self.secret = self.page.locator("main .copy code").inner_text().strip()
        self.fill("Code", "000000")
        self.press("Turn on")
        self.look("mfa_activate_totp")
        self.fill("Code", one_time_password(self.secret))
        self.press("Turn on")
        self.must_be_at("/recovery-codes/")
        self.look("mfa_view_recovery_codes")
        self.codes = self.page.locator("main ul.code-list code").all_inner_texts()

    def remove_app(self) -> None:
        """Remove the authenticator app."""
        self.visitor.goto(SECURITY)
        self.press("Remove app")
        self.confirm_identity()
        self.must_be_at("/app/deactivate/")
        self.look("mfa_deactivate_totp")
        self.page.locator("main form [type=submit]").first.click()
        self.must_be_at(SECURITY)

    def give_second_step(self, code: str) -> None:
        """Type a code of the app, or a recovery code, at the second step of signing in."""
        self.must_be_at("/accounts/2fa/authenticate/")
        self.look("mfa_authenticate")
        self.fill("Code", code)
        self.press("Sign in")

    def add_passkey(self, name: str) -> None:
        """Let their device make a passkey."""
        self.open_guarded("/settings/security/passkeys/add/")
        self.fill("Name", name)
        self.button("Create passkey").click()
        self.wait_for(r"^((?!/passkeys/add/).)*$")

    def delete_account(self) -> None:
        """Delete their account, having typed its address."""
        self.open_guarded("/settings/profile/delete/")
        self.page.locator("main form input:not([type=hidden])").fill(self.email)
        self.press("Delete my account")
