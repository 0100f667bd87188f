"""``/accounts/``, before allauth: invitations, and ways to the settings area."""

from django.urls import path
from django.views.generic import RedirectView

from apps.accounts import views
from apps.accounts.conf import conf

MOVED = {
    "email/": "account_email",
    "sessions/": "usersessions_list",
    "2fa/": "account_security",
}
if conf.social:
    MOVED["3rdparty/"] = "socialaccount_connections"

urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="account_invitation"),
    *(path(old, RedirectView.as_view(pattern_name=new)) for old, new in MOVED.items()),
]
