"""What holds for every request below ``/api/v1/``, whatever answers it."""

from __future__ import annotations

import logging
from datetime import UTC
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.utils import timezone
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.translation import gettext as _

from apps.api import conditions, idempotency
from apps.api.problems import TooLongError, problem_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

ROOT: Final = "/api/v1/"

logger = logging.getLogger("django.request")


class ApiMiddleware:
    """Says times in UTC, what is known by 304, what is sent again once, faults as problems.

    What a key is answered is kept by nobody else, and asked for again before it is used.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        with timezone.override(UTC):
            response = self._answer(request)
        patch_vary_headers(response, ("Authorization",))
        if "Authorization" in request.headers:
            patch_cache_control(response, private=True, no_cache=True)
        if request.method != "GET" or response.status_code != HTTPStatus.OK or response.streaming:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        known = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return known or response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in idempotency.UNSAFE:
            return self.get_response(request)
        try:
            if idempotency.HEADER in request.headers:
                # Before the condition: what was done already has made a new state of it.
                return idempotency.answer_once(request, self._change)
            return self._change(request)
        except RequestDataTooBig:
            return problem_answer(
                TooLongError.status_code, str(TooLongError.default_detail), "too_long"
            )

    def _change(self, request: HttpRequest) -> HttpResponse:
        if conditions.HEADER in request.headers:
            return conditions.answer_matching(request, self.get_response)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Answer a fault of ours with a problem, once it is logged and reported."""
        if not request.path_info.startswith(ROOT):
            return None
        got_request_exception.send(sender=type(self), request=request)
        logger.error("Internal Server Error: %s", request.path, exc_info=exception)
        return problem_answer(500, _("Something went wrong on our side."))
