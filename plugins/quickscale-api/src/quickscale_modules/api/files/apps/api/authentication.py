"""Who calls the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema
    from rest_framework.request import Request


class SignedInSession(SessionAuthentication):
    """The site's own pages call it in the session of whoever is signed in, with a CSRF token."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Name a scheme, without which nobody in particular would be answered 403 and not 401."""
        return "Session"


class SignedInSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """What the schema says of it."""

    target_class = SignedInSession
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:  # noqa: ARG002
        """Return the session's cookie, by the name that sites keep unless they change it."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
