"""What is looked at on every request: when a session was last seen, who may see the admin."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import first_verification, queries
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from apps.users.models import User

SEEN_KEY = "accounts_seen"


class SessionActivityMiddleware:
    """Keeps a session's "last seen", at most once every ``ACCOUNTS_ACTIVITY_SECONDS``.

    allauth's own tracking writes a row on every request. A session that is half signed in ends
    with the credential it came by, as one that is signed in does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the visit, then go on."""
        if request.user.is_authenticated:
            seen = request.session.get(SEEN_KEY, 0)
            if time.time() - seen >= conf.activity_seconds:
                request.session[SEEN_KEY] = int(time.time())
                UserSession.objects.create_from_request(request)
        else:
            first_verification.drop_stale_sign_in(request)
        return self.get_response(request)


class StaffMfaMiddleware:
    """Closes the admin to staff without two-step verification while that is asked for.

    A password alone never gets past sign-in once a second factor exists, so having one is enough.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the view tells whether it is the admin's."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 - Django's signature
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Send staff who have not set up a second factor to where they can."""
        match = request.resolver_match
        if match is None or match.app_name != "admin" or not conf.staff_mfa:
            return None
        if match.url_name == "logout" or not request.user.is_authenticated:
            return None
        user: User = request.user
        if not user.is_staff or queries.has_second_factor(user):
            return None
        messages.warning(request, _("Set up two-step verification to use the admin."))
        return HttpResponseRedirect(reverse("account_security"))
