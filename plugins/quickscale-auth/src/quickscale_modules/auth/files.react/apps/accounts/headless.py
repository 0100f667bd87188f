"""What the app in ``frontend/`` asks allauth for: its answers in JSON, held to this site's rules.

allauth checks what is sent with forms of its own, whatever ``ACCOUNT_FORMS`` says, and leaves out
some of what its pages ask. Where this site has such a rule, a class stands here in the place of
allauth's. All of it is for whoever is signed in: signing in and up has its pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.account.internal.flows import manage_email
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.headless.account import views as account
from allauth.headless.account.inputs import DeleteEmailInput, ResendEmailVerificationInput
from allauth.headless.base.views import AuthenticatedAPIView
from allauth.headless.internal.restkit.inputs import Input
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.headless.mfa import views as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import flows as passkeys
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.forms import AddEmailForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CONFLICT = 409


class AddEmail(AddEmailForm, Input):  # type: ignore[misc]  # allauth has no types
    """A new address for an account."""


class ManageEmail(AuthenticatedAPIView, account.ManageEmailView):  # type: ignore[misc]
    """The account's one address, and the one that it changes to."""

    http_method_names = ("get", "post", "put", "delete")
    input_class: ClassVar = {
        "POST": AddEmail,
        "PUT": ResendEmailVerificationInput,
        "DELETE": DeleteEmailInput,
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """List them; one that an administrator gave is among them."""
        manage_email.sync_user_email_address(request.user)
        return cast("HttpResponse", super().get(request, *args, **kwargs))


class ManageApp(mfa.ManageTOTPView):  # type: ignore[misc]
    """The authenticator app."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what a new app is set up with, once it is clear who is there."""
        if self._get_authenticator():
            return cast("HttpResponse", super().get(request, *args, **kwargs))
        try:
            validate_can_add_authenticator(request.user)
        except ValidationError as error:
            return refusal(request, error)
        raise_if_reauthentication_required(request, app="allauth.mfa")
        adapter, secret = get_adapter(), totp.get_totp_secret(regenerate=True)
        picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
        return cast("HttpResponse", APIResponse(request, data={"secret": secret, "svg": picture}))

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove the app, unless the admin demands it."""
        found = self._get_authenticator()
        if found and not get_adapter().can_delete_authenticator(found):
            return last_factor(request)
        return cast("HttpResponse", super().delete(request, *args, **kwargs))


class ManagePasskeys(mfa.ManageWebAuthnView):  # type: ignore[misc]
    """The passkeys."""

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Remove some, unless the admin demands one of them; then none."""
        with transaction.atomic():
            for passkey in self.input.cleaned_data["authenticators"]:
                if not get_adapter().can_delete_authenticator(passkey):
                    transaction.set_rollback(True)
                    return last_factor(request)
                passkeys.remove_authenticators(request, [passkey])
        return cast("HttpResponse", APIResponse(request))


def last_factor(request: HttpRequest) -> HttpResponse:
    """Say that the admin needs a second factor."""
    return refusal(request, get_adapter().validation_error("cannot_delete_authenticator"))


def refusal(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what is in the way."""
    return cast("HttpResponse", ErrorResponse(request, exception=error, status=CONFLICT))
