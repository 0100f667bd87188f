"""``/_allauth/browser/v1/``: what allauth answers in JSON.

Not all that allauth has is here: what lets somebody in without its page would go past the rules
that stand in the page.
"""

from allauth.headless.account import views as account
from allauth.headless.constants import Client
from allauth.headless.mfa import views as mfa
from django.urls import path

from apps.accounts import headless
from apps.accounts.conf import conf

VIEWS = {
    "account/email": headless.ManageEmail,
    "account/password/change": account.ChangePasswordView,
    "account/authenticators": mfa.AuthenticatorsView,
    "auth/reauthenticate": account.ReauthenticateView,
    "auth/reauthenticate/code/request": account.RequestReauthenticationCodeView,
    "auth/reauthenticate/code/confirm": account.ConfirmReauthenticationCodeView,
    "auth/2fa/reauthenticate": mfa.ReauthenticateView,
}
if "totp" in conf.mfa_types:
    VIEWS["account/authenticators/totp"] = headless.ManageApp
if "recovery_codes" in conf.mfa_types:
    VIEWS["account/authenticators/recovery-codes"] = mfa.ManageRecoveryCodesView
if "webauthn" in conf.mfa_types:
    VIEWS["account/authenticators/webauthn"] = headless.ManagePasskeys
    VIEWS["auth/webauthn/reauthenticate"] = mfa.ReauthenticateWebAuthnView

urlpatterns = [
    path(address, view.as_api_view(client=Client.BROWSER)) for address, view in VIEWS.items()
]
