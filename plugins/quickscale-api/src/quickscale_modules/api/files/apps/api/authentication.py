"""Who calls the API: a program with a key, or the site's own pages in a session.

A key opens a view only for what the view says: one whose ``api_scope`` is ``"notes"`` is read with
``notes:read`` and changed with ``notes:write``. A view that says nothing is for sessions alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS

from apps.api.conf import conf
from apps.api.keys import READ, WRITE, find_key, note_use

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema
    from rest_framework.request import Request

    from apps.api.models import ApiKey
    from apps.users.models import User


class ByKey(BaseAuthentication):
    """A program says ``Authorization: Bearer`` and its key."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return whose key it is, or nothing where none is sent.

        Raises:
            AuthenticationFailed: The key opens nothing.
            PermissionDenied: It does not open this view.
        """
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        django_request = request._request  # noqa: SLF001 - what stands behind the framework's
        if django_request.user.is_authenticated:
            raise AuthenticationFailed(
                _("Send a key or be signed in, not both."), code="two_senders"
            )
        key = find_key(text.strip())
        if key is None or not key.is_open() or not key.user.is_active:
            raise AuthenticationFailed(
                _("This key is unknown, revoked or expired."), code="key_invalid"
            )
        # What asks for the present team later on is held to the key's.
        django_request.team_of_key = key.team_id  # type: ignore[attr-defined]
        if not conf.holders.admits(key):
            raise AuthenticationFailed(
                _("Whoever made this key may not use it any more."), code="key_holder_left"
            )
        _check_scope(request, key)
        note_use(key)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Name the scheme (RFC 6750)."""
        return "Bearer"


def _check_scope(request: Request, key: ApiKey) -> None:
    """Refuse a key that a view is not open to; it is asked before any permission class."""
    view = (request.parser_context or {}).get("view")
    scope = getattr(view, "api_scope", "")
    if not scope:
        raise PermissionDenied(_("This is not open to keys."), code="not_for_keys")
    needed = f"{scope}:{READ if request.method in SAFE_METHODS else WRITE}"
    if needed not in key.scopes:
        text = _("This key lacks the scope %(scope)s.") % {"scope": needed}
        raise PermissionDenied(text, code="scope_missing")


class SignedInSession(SessionAuthentication):
    """The site's own pages call it in the session of whoever is signed in, with a CSRF token."""


class SignedInSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """What the schema says of sessions."""

    target_class = SignedInSession
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:  # noqa: ARG002
        """Return the session's cookie, by the name that sites keep unless they change it."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class ByKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """What the schema says of keys: nothing where a view is for sessions alone."""

    target_class = ByKey
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:  # noqa: ARG002
        """Return the header."""
        return {"type": "http", "scheme": "bearer"}

    def get_security_requirement(self, auto_schema: AutoSchema) -> Any:
        """Leave keys out where a view does not take them."""
        if not getattr(auto_schema.view, "api_scope", ""):
            return None
        return super().get_security_requirement(auto_schema)
