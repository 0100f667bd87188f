"""``/accounts/``, before allauth: invitations, verification by link, ways to the settings area."""

from allauth.account.views import RequestReauthenticationCodeView
from django.urls import path
from django.views.generic import RedirectView

from apps.accounts import views
from apps.accounts.conf import conf
from apps.accounts.forms import RequestReauthenticationCodeForm

MOVED = {
    "email/": "account_email",
    "sessions/": "usersessions_list",
    "2fa/": "account_security",
}
if conf.social:
    MOVED["3rdparty/"] = "socialaccount_connections"

urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="account_invitation"),
    path(
        "confirm-email/<str:key>/", views.ConfirmEmailView.as_view(), name="account_confirm_email"
    ),
    # ACCOUNT_FORMS has no name for this form.
    path(
        "reauthenticate/code/",
        RequestReauthenticationCodeView.as_view(form_class=RequestReauthenticationCodeForm),
        name="account_request_reauthentication_code",
    ),
    *(path(old, RedirectView.as_view(pattern_name=new)) for old, new in MOVED.items()),
]
