"""What auth adds to a project's settings, URLs, navigation and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import (
    App,
    AuthBackend,
    DashboardActivity,
    DashboardStep,
    Dependency,
    DeployCheck,
    Env,
    EnvVar,
    ListItem,
    Middleware,
    NavItem,
    Setting,
    SettingsSection,
    ShowcaseCard,
    UrlInclude,
)
from quickscale_modules.auth.events import EVENTS
from quickscale_modules.auth.social import social_contributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution
    from quickscale_modules.auth.options import Answers

__all__ = ["contributions"]

SECTIONS = (
    ("profile", "Profile", "account_profile", "user"),
    ("email", "E-mail", "account_email", "mail"),
    ("security", "Security", "account_security", "shield"),
    ("sessions", "Sessions", "usersessions_list", "monitor"),
)
"""Name, label, URL name and icon of each section of the settings area."""


def contributions(answers: Answers) -> Iterator[Contribution]:
    """Yield everything but files.

    Args:
        answers: The owner's answers.
    """
    yield from _installed()
    yield from _account_settings(answers)
    yield from _second_factors(answers)
    yield from _own_settings(answers)
    yield from _test_settings()
    yield from _pages(answers)
    yield from EVENTS
    yield from social_contributions(answers.social)


def _installed() -> Iterator[Contribution]:
    # Its minor versions change what people are asked, and by which pages.
    yield Dependency(
        requirement="django-allauth[mfa]>=65.22,<65.23",
        imports=("allauth",),
        untyped=("allauth.*",),
    )
    yield Dependency(requirement="cryptography>=46,<51")
    yield Dependency(requirement="qrcode>=8.0,<9", untyped=("qrcode.*",))
    yield Dependency(requirement="factory-boy>=3.3,<4", group="dev", imports=("factory",))
    # Its templates stand before allauth's, which they replace.
    yield App(
        path="apps.accounts",
        summary="who signs in, how, from where, and what happened to each account",
        after=("apps.users",),
        before=("allauth",),
    )
    yield App(path="allauth", before=("allauth.account",))
    yield App(path="allauth.account")
    yield App(path="allauth.mfa", after=("allauth.account",))
    yield App(path="allauth.usersessions", after=("allauth.account",))
    yield Middleware(
        path="allauth.account.middleware.AccountMiddleware",
        after=("django.contrib.auth.middleware.AuthenticationMiddleware",),
    )
    yield Middleware(
        path="apps.accounts.middleware.SessionActivityMiddleware",
        after=("allauth.account.middleware.AccountMiddleware",),
    )
    yield Middleware(
        path="apps.accounts.middleware.StaffMfaMiddleware",
        after=("apps.accounts.middleware.SessionActivityMiddleware",),
    )
    yield AuthBackend(path="allauth.account.auth_backends.AuthenticationBackend")
    # Ours come first: they lead allauth's own overviews to the pages of the settings area.
    yield UrlInclude(prefix="accounts/", module="apps.accounts.urls.entrance")
    yield UrlInclude(prefix="accounts/", module="allauth.urls")
    # And last: of two addresses with one name, Django links to the later one.
    for name, *_rest in SECTIONS:
        yield UrlInclude(
            prefix=f"settings/{name}/", module=f"apps.accounts.urls.{name}", after=("accounts/",)
        )


def _account_settings(answers: Answers) -> Iterator[Contribution]:
    yield Setting(name="LOGIN_URL", value="account_login")
    yield Setting(name="ACCOUNT_ADAPTER", value="apps.accounts.adapters.AccountAdapter")
    yield Setting(name="ACCOUNT_LOGIN_METHODS", value=["email"])
    yield Setting(name="ACCOUNT_SIGNUP_FIELDS", value=["email*", "password1*"])
    yield Setting(
        name="ACCOUNT_USER_MODEL_USERNAME_FIELD",
        value=None,
        comment="The e-mail address is the login.",
    )
    yield Setting(name="ACCOUNT_EMAIL_VERIFICATION", value=answers.verification)
    yield Setting(name="ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED", value=answers.by_code)
    yield Setting(
        name="ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE",
        value=False,
        comment="allauth could offer it to new accounts alone, which tells who had none.",
    )
    yield Setting(name="ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND", value=True)
    yield Setting(
        name="ACCOUNT_CHANGE_EMAIL",
        value=True,
        comment="One address an account: a new one replaces the old one once it is verified.",
    )
    yield Setting(name="ACCOUNT_LOGIN_BY_CODE_ENABLED", value=True)
    yield Setting(name="ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND", value=True)
    yield Setting(name="ACCOUNT_LOGIN_BY_CODE_TIMEOUT", value=600, comment="Seconds.")
    yield Setting(
        name="ACCOUNT_PREVENT_ENUMERATION",
        value=True,
        comment="No page tells whether an address has an account.",
    )
    yield Setting(
        name="ACCOUNT_REAUTHENTICATION_REQUIRED",
        value=True,
        comment="Changing an address or a second factor asks again who is there.",
    )
    yield Setting(name="ACCOUNT_EMAIL_NOTIFICATIONS", value=True)
    again = "1/10s/key" if answers.by_code else "1/3m/key"
    yield Setting(
        name="ACCOUNT_RATE_LIMITS",
        value={
            "confirm_email": f"{again},20/d/key",
            "manage_email": "10/m/user,20/d/user",
            "request_login_code": "20/m/ip,100/d/ip",
            "reset_password": "20/m/ip,100/d/ip",
            "signup": "20/m/ip,100/d/ip",
        },
        layer="production",
        comment="Beside allauth's own. apps.accounts.limits counts codes and resets by address.",
    )
    yield Setting(
        name="ACCOUNT_FORMS",
        value={
            "login": "apps.accounts.forms.LoginForm",
            "signup": "apps.accounts.forms.SignupForm",
            "add_email": "apps.accounts.forms.AddEmailForm",
            "change_password": "apps.accounts.forms.ChangePasswordForm",
            "set_password": "apps.accounts.forms.SetPasswordForm",
            "reset_password": "apps.accounts.forms.ResetPasswordForm",
            "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
            "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
            "request_login_code": "apps.accounts.forms.RequestLoginCodeForm",
            "confirm_login_code": "apps.accounts.forms.ConfirmLoginCodeForm",
            "confirm_reauthentication_code": (
                "apps.accounts.forms.ConfirmReauthenticationCodeForm"
            ),
            "confirm_email_verification_code": (
                "apps.accounts.forms.ConfirmEmailVerificationCodeForm"
            ),
        },
    )


def _second_factors(answers: Answers) -> Iterator[Contribution]:
    yield Setting(name="MFA_ADAPTER", value="apps.accounts.adapters.MfaAdapter")
    yield Setting(name="MFA_SUPPORTED_TYPES", value=list(answers.mfa_types))
    yield Setting(name="MFA_PASSKEY_LOGIN_ENABLED", value=answers.passkeys != "off")
    yield Setting(name="MFA_PASSKEY_SIGNUP_ENABLED", value=answers.passkeys == "signup")
    yield Setting(
        name="MFA_TOTP_TOLERANCE",
        value=1,
        comment="Accept the code before and after, for clocks that are half a minute off.",
    )
    yield Setting(
        name="MFA_FORMS",
        value={
            "authenticate": "apps.accounts.forms.AuthenticateForm",
            "reauthenticate": "apps.accounts.forms.MfaReauthenticateForm",
            "activate_totp": "apps.accounts.forms.ActivateTOTPForm",
            "add_webauthn": "apps.accounts.forms.AddWebAuthnForm",
            "edit_webauthn": "apps.accounts.forms.EditWebAuthnForm",
            "signup_webauthn": "apps.accounts.forms.SignupWebAuthnForm",
        },
    )
    yield Setting(
        name="MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        value=True,
        layer="local",
        comment="Passkeys over plain HTTP on localhost.",
    )
    yield Setting(name="USERSESSIONS_ADAPTER", value="apps.accounts.adapters.SessionsAdapter")


def _own_settings(answers: Answers) -> Iterator[Contribution]:
    yield Setting(
        name="ACCOUNTS_SIGNUP",
        value=answers.signup,
        comment='Who may create an account: "open", "invite" or "closed".',
    )
    yield Setting(
        name="ACCOUNTS_STAFF_MFA",
        value=answers.staff_mfa,
        comment="Whether the admin is closed to staff without two-step verification.",
    )
    yield Setting(
        name="SITE_URL",
        value=Env("SITE_URL", "http_url", "http://localhost:8000"),
        comment="For links in what is not sent from a page, such as an invitation by command.",
    )
    yield DeployCheck(
        name="email",
        variables=("EMAIL_URL",),
        what="nobody can verify an address or reset a password, because no e-mail is sent",
    )
    yield DeployCheck(
        name="address",
        variables=("SITE_URL",),
        what="links in e-mails that no page sends lead to localhost",
        refuses=False,
    )
    yield EnvVar(
        name="SITE_URL",
        comment="Where the site is; links in e-mails that no page sends start with it",
        example="http://localhost:8000",
    )
    yield Setting(
        name="ACCOUNTS_ENCRYPTION_KEYS",
        value=Env("ACCOUNTS_ENCRYPTION_KEYS", "list", []),
        comment="What encrypts second factors, before SECRET_KEY; the newest first.",
    )
    yield EnvVar(
        name="ACCOUNTS_ENCRYPTION_KEYS",
        comment="Keys that encrypt second factors, the newest first, by commas; else SECRET_KEY",
        secret=True,
    )
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.accounts.queries.account_data")


def _test_settings() -> Iterator[Contribution]:
    for name in ("ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS"):
        yield Setting(
            name=name,
            value=False,
            layer="test",
            comment="Every test comes from one address; the tests of the limits turn them on.",
        )
    yield Setting(
        name="ACCOUNTS_STAFF_MFA",
        value=False,
        layer="test",
        comment="Tests of the admin sign in by force; the tests of this rule turn it on.",
    )


def _pages(answers: Answers) -> Iterator[Contribution]:
    yield NavItem(
        name="sign-in", label="Sign in", url="account_login", icon="log-in", area="anonymous"
    )
    if answers.signup == "open":
        yield NavItem(
            name="sign-up",
            label="Sign up",
            url="account_signup",
            icon="user-plus",
            area="anonymous",
            primary=True,
            after=("sign-in",),
        )
    yield NavItem(
        name="sign-out",
        label="Sign out",
        url="account_logout",
        icon="log-out",
        area="user",
        method="post",
        after=("settings",),
    )
    previous: tuple[str, ...] = ()
    for name, label, url, icon in SECTIONS:
        yield SettingsSection(name=name, label=label, url=url, icon=icon, after=previous)
        previous = (name,)
    yield DashboardStep(
        name="name",
        label="Say what to call you",
        body="Your name stands beside what you do, where others see it.",
        url="account_profile",
        icon="user",
        done="apps.users.dashboard.has_name",
    )
    yield DashboardStep(
        name="two-step",
        label="Turn on two-step verification",
        body="Nobody gets in by your password alone.",
        url="account_security",
        icon="shield-check",
        done="apps.accounts.dashboard.has_second_factor",
        after=("name", "team", "invite", "plan"),
    )
    yield DashboardActivity(name="account", source="apps.accounts.dashboard.activity")
    open_signup = answers.signup == "open"
    yield ShowcaseCard(
        name="auth",
        title="Accounts",
        body="Sign in with a password, a code or a passkey. Two-step verification, a list of"
        " sessions and an export of your own data come with every account.",
        icon="shield-check",
        url="account_signup" if open_signup else "account_login",
        link_label="Create an account" if open_signup else "Sign in",
    )
