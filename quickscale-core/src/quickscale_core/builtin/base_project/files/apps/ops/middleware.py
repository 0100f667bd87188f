"""What happens to every request before and after its page."""

from __future__ import annotations

import logging
import re
import time
import uuid
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from apps.ops import health
from apps.ops.logs import request_id
from apps.ops.redaction import address_is_secret, current_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    GetResponse = Callable[[HttpRequest], HttpResponse]

REQUEST_ID_HEADER: Final = "X-Request-ID"

logger = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Names every request, logs how it ended and returns the name to the client.

    A proxy in front of the site may have chosen the name already. It is taken over when it looks
    like one, so that one search finds the lines of both.
    """

    acceptable = re.compile(r"[A-Za-z0-9_.-]{8,64}")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get(REQUEST_ID_HEADER, "")
        identifier = offered if self.acceptable.fullmatch(offered) else uuid.uuid4().hex
        token, request_token = request_id.set(identifier), current_request.set(request)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers[REQUEST_ID_HEADER] = identifier
            if not request.path.startswith("/health/"):
                logger.info(
                    "%s %s %d",
                    request.method,
                    request.path,
                    response.status_code,
                    extra={"milliseconds": round((time.monotonic() - started) * 1000)},
                )
            return response
        finally:
            request_id.reset(token)
            current_request.reset(request_token)


class SecretAddressMiddleware:
    """Tells the browser to keep an address that carries a secret, and its page, to itself.

    Django's policy for all pages lets this site's own requests say which page they come from, and
    what stands in front of the site may write that down. The origin alone has to stay: browsers
    that are told ``no-referrer`` send forms without one, which fail Django's check.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if address_is_secret(request):
            response.headers["Referrer-Policy"] = "strict-origin"
            patch_cache_control(response, private=True, no_store=True)
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages, unless one might tell a secret by how short it becomes (BREACH).

    That takes a page which holds both the secret and text that somebody else chose, by an address
    they made the reader's browser open. So a page for somebody with a session is compressed only
    where its address says nothing but which page it is. Tokens of forms are masked anew in each
    answer, and Django adds a random length, for whatever else is repeated.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress the answer where it is a page that may be."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        says_more = bool(request.META.get("QUERY_STRING")) or request.method not in ("GET", "HEAD")
        if not is_page or (says_more and settings.SESSION_COOKIE_NAME in request.COOKIES):
            return response
        return super().process_response(request, response)


class HealthMiddleware:
    """Answers ``/health/live`` and ``/health/ready`` before anything else looks at the request.

    Probes come over plain HTTP, from inside the network and with any host name. Answered later,
    they would be redirected to HTTPS or refused by ``ALLOWED_HOSTS``.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path.removesuffix("/"):
            case "/health/live":
                return health.live(request)
            case "/health/ready":
                return health.ready(request)
            case _:
                return self.get_response(request)


class ActionAddressMiddleware:
    """Leads whoever opens an action's address in a browser to the page it belongs to.

    An action is there for forms alone, and answers GET with a blank 405: to who bookmarked it, or
    who comes back to it after signing in. Its page is the nearest address above it, as
    ``/team/members/`` is that of ``/team/members/7/remove/``. A program, which does not ask for
    HTML, still gets the 405.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and request.method in ("GET", "HEAD")
            and "text/html" in request.headers.get("Accept", "")
        ):
            prefix = request.path.removesuffix(request.path_info)
            return HttpResponseRedirect(prefix + page_above(request.path_info))
        return response


def page_above(path: str) -> str:
    """Return the nearest address above another one that the site knows, or the home page's."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return "/"


class PermissionsPolicyMiddleware:
    """Tells the browser which of its abilities the pages may use.

    ``PERMISSIONS_POLICY`` maps a feature to those who may use it, as the header writes it: ``()``
    is nobody, ``(self)`` this site. See https://www.w3.org/TR/permissions-policy/.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.header = ", ".join(
            f"{feature}={allowed}" for feature, allowed in settings.PERMISSIONS_POLICY.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.header)
        return response
