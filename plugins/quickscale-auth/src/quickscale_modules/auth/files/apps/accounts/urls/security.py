"""``/settings/security/``: the app's own pages, the password, and allauth's second factors."""

from allauth.account.views import password_change, password_set
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from apps.accounts import views
from apps.accounts.conf import conf

urlpatterns = [
    path("", views.security, name="account_security"),
    path("activity/", views.ActivityView.as_view(), name="account_activity"),
    path("password/", password_change, name="account_change_password"),
    path("password/set/", password_set, name="account_set_password"),
]

if "totp" in conf.mfa_types:
    urlpatterns.append(path("app/", include("allauth.mfa.totp.urls")))
if "recovery_codes" in conf.mfa_types:
    urlpatterns.append(path("recovery-codes/", include("allauth.mfa.recovery_codes.urls")))
if "webauthn" in conf.mfa_types:
    urlpatterns += [
        path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
        path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
        path("passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
        path(
            "passkeys/<int:pk>/remove/",
            views.RemovePasskeyView.as_view(),
            name="mfa_remove_webauthn",
        ),
    ]
