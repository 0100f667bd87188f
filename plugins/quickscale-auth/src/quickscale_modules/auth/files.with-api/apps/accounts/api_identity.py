"""What a page asks again who is there for, an endpoint asks of sessions as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

if TYPE_CHECKING:
    from rest_framework.request import Request


def require_identity(request: Request) -> None:
    """Refuse a session whose person did not say a few minutes ago who they are.

    A key is shown with each call, so it is enough.

    Args:
        request: Of a signed-in person or a program.

    Raises:
        PermissionDenied: They have to confirm who they are, on the site's page for it, first.
    """
    if request.auth is not None:
        return
    ask: Any = reauthentication_required
    try:
        ask(lambda _request: None)(request._request)  # noqa: SLF001 - allauth takes Django's
    except ReauthenticationRequired:
        text = _("Confirm that it is you, then do this once more.")
        raise PermissionDenied(text, code="identity_not_confirmed") from None
