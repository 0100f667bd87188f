"""allauth's forms in this site's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context as allauth_context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from apps.accounts import addresses, invitations, limits, queries
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from apps.users.models import User

    Text = str | _StrPromise

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
CODE = _("Code")


class PlainMixin:
    """Labels in sentence case, and no placeholders: they vanish as soon as one types."""

    labels: ClassVar[dict[str, Text]] = {}
    help_texts: ClassVar[dict[str, Text]] = {}

    if TYPE_CHECKING:
        fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = self.labels[name]
            if name in self.help_texts:
                field.help_text = self.help_texts[name]


def check_mail(kind: str, email: str) -> None:
    """Refuse one mail too many to an address.

    Args:
        kind: Which mail.
        email: The address.
    """
    request = allauth_context.request
    if request is not None and not limits.may_send_mail(request, kind, email):
        raise get_adapter().validation_error("rate_limited")


class CodeMixin(PlainMixin):
    """A form that asks for a code, which one types at once; phones show a keyboard that fits."""

    labels: ClassVar = {"code": CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        )


# allauth has no types, so its classes are Any to the type checker: hence the comments below.


class LoginForm(PlainMixin, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    labels: ClassVar = {"login": EMAIL, "password": PASSWORD, "remember": _("Stay signed in")}
    help_texts: ClassVar = {"password": ""}


class SignupForm(PlainMixin, account.SignupForm):  # type: ignore[misc]
    """A new account."""

    labels: ClassVar = {"email": EMAIL, "password1": PASSWORD}

    def clean_email(self) -> str:
        """Hold a sign-up by invitation to the invited address."""
        addresses.drop_pending_changes(self.cleaned_data["email"])
        email: str = super().clean_email()
        invitation = invitations.pending(allauth_context.request)
        if invitation and not invitations.is_for(invitation, email):
            raise forms.ValidationError(
                _("This invitation is for %(email)s."), params={"email": invitation.email}
            )
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Save the account; where the address has one, take as long for the answer."""
        if self.account_already_exists and (password := self.cleaned_data.get("password1")):
            make_password(password)
        saved: tuple[User | None, Any] = super().try_save(request)
        return saved


class AddEmailForm(PlainMixin, account.AddEmailForm):  # type: ignore[misc]
    """A new address for an account."""

    labels: ClassVar = {"email": _("New e-mail address")}

    def save(self, request: HttpRequest) -> Any:
        """Send the link, or the code, that makes the new address the account's."""
        if conf.verification_by_code:
            return super().save(request)
        return addresses.begin_change(request, self.user, self.cleaned_data["email"])


class ChangePasswordForm(PlainMixin, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password, by the present one."""

    labels: ClassVar = {
        "oldpassword": _("Current password"),
        "password1": NEW_PASSWORD,
        "password2": _("New password again"),
    }


class SetPasswordForm(PlainMixin, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    labels: ClassVar = {"password1": NEW_PASSWORD, "password2": _("New password again")}


class ResetPasswordForm(PlainMixin, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    labels: ClassVar = {"email": EMAIL}

    def clean_email(self) -> str:
        """Leave accounts out that are only about to change to this address."""
        email: str = super().clean_email()
        check_mail("reset", email)
        self.users: list[User] = queries.who_may_enter_by(email, self.users)
        return email


class ResetPasswordKeyForm(PlainMixin, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by a link."""

    labels: ClassVar = {"password1": NEW_PASSWORD, "password2": _("New password again")}


class ReauthenticateForm(PlainMixin, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again."""

    labels: ClassVar = {"password": PASSWORD}


class RequestReauthenticationCodeForm(
    PlainMixin,
    account.RequestReauthenticationCodeForm,  # type: ignore[misc]
):
    """Where to send the code that says again who is there."""

    labels: ClassVar = {"recipient": _("Send it to")}


class ConfirmReauthenticationCodeForm(
    CodeMixin,
    account.ConfirmReauthenticationCodeForm,  # type: ignore[misc]
):
    """The code that says again who is there."""


class RequestLoginCodeForm(PlainMixin, account.RequestLoginCodeForm):  # type: ignore[misc]
    """Where to send the code."""

    labels: ClassVar = {"email": EMAIL}

    def clean_email(self) -> str:
        """Leave accounts out that are only about to change to this address."""
        email: str = super().clean_email()
        check_mail("code", email)
        known = filter_users_by_email(email, is_active=True, for_login=True)
        found = queries.who_may_enter_by(email, known)
        self._user: User | None = found[0] if found else None
        return email


class ConfirmLoginCodeForm(CodeMixin, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs in."""


class ConfirmEmailVerificationCodeForm(
    CodeMixin,
    account.ConfirmEmailVerificationCodeForm,  # type: ignore[misc]
):
    """The code that verifies an address."""


class AuthenticateForm(CodeMixin, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step."""

    labels: ClassVar = {"code": _("Code from your app, or a recovery code")}


class MfaReauthenticateForm(CodeMixin, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step again."""

    labels: ClassVar = {"code": _("Code from your app, or a recovery code")}


class ActivateTOTPForm(CodeMixin, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    labels: ClassVar = {"code": _("Code from the app")}


class AddWebAuthnForm(PlainMixin, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey for an account."""

    labels: ClassVar = {"name": _("Name"), "passwordless": _("Sign in with it alone")}
    help_texts: ClassVar = {
        "name": _("To tell it apart, for example by the device it is on."),
        "passwordless": _("The device then asks for your fingerprint, face or PIN."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True


class EditWebAuthnForm(PlainMixin, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """A passkey's name."""

    labels: ClassVar = {"name": _("Name")}


class SignupWebAuthnForm(PlainMixin, webauthn.SignupWebAuthnForm):  # type: ignore[misc]
    """The passkey of a new account."""

    labels: ClassVar = {"name": _("Name")}
    help_texts: ClassVar = {"name": _("To tell it apart from others you add later.")}
