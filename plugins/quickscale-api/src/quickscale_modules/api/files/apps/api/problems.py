"""What went wrong, as a client reads it: problem details (RFC 9457).

Every refusal of the API is one, whoever refuses: a view, the framework, or Django before them.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from apps.ops.logs import request_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONTENT_TYPE: Final = "application/problem+json"

logger = logging.getLogger(__name__)


class ConflictError(exceptions.APIException):
    """Something is in the way of what was asked for."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


class TooLongError(exceptions.APIException):
    """A body is longer than ``DATA_UPLOAD_MAX_MEMORY_SIZE``."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("What was sent is too long.")
    default_code = "too_long"


class FieldErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one field."""

    pointer = serializers.CharField(help_text="Where, as a JSON pointer: `#/email`.")
    code = serializers.CharField(help_text="For programs.")
    detail = serializers.CharField(help_text="For people.")


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal, by RFC 9457."""

    type = serializers.CharField(help_text="Always `about:blank`; `code` tells problems apart.")
    title = serializers.CharField(help_text="What the status means.")
    status = serializers.IntegerField(help_text="The status, once more.")
    detail = serializers.CharField(help_text="What is the matter, for people.")
    code = serializers.CharField(help_text="What is the matter, for programs.")
    request_id = serializers.CharField(help_text="What the site's log calls the request.")
    errors = FieldErrorSerializer(  # type: ignore[assignment]  # its own stay in `instance.errors`
        many=True, required=False, help_text="What is wrong with each field."
    )


def answer_with_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into an answer; the framework's ``EXCEPTION_HANDLER``."""
    if isinstance(error, RequestDataTooBig):
        error = TooLongError()
    elif isinstance(error, SuspiciousOperation | BadRequest):  # Django's own words for a 400
        error = exceptions.ParseError(code="bad_request")
    response = exception_handler(error, context)
    if response is None:
        return None  # a fault of ours: ApiMiddleware answers, once it is logged
    if isinstance(error, exceptions.ValidationError):
        detail, code = _("Some of what was sent is not right."), "invalid"
        problem = problem_of(response.status_code, detail, code)
        problem["errors"] = list(_field_errors(error.get_full_details(), "#"))
    else:
        said = getattr(error, "detail", "")
        detail = str(said) or HTTPStatus(response.status_code).phrase
        code = getattr(said, "code", "") or _code_of(response.status_code)
        problem = problem_of(response.status_code, detail, code)
    return Response(
        problem, response.status_code, headers=_headers(response), content_type=CONTENT_TYPE
    )


def problem_answer(status: int, detail: str, code: str = "") -> JsonResponse:
    """Return a problem where no view of the framework answers."""
    problem = problem_of(status, detail, code or _code_of(status))
    return JsonResponse(problem, status=status, content_type=CONTENT_TYPE)


def problem_of(status: int, detail: str, code: str) -> dict[str, Any]:
    """Return problem details, as the schema says they are."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id.get(),
    }


def _code_of(status: int) -> str:
    return HTTPStatus(status).name.lower()


def _headers(response: Response) -> dict[str, str]:
    kept = ("WWW-Authenticate", "Retry-After", "Allow")
    return {name: response.headers[name] for name in kept if name in response.headers}


def _field_errors(found: Any, pointer: str) -> Iterator[Mapping[str, str]]:
    """Yield each error of a tree of them, with the place it is about."""
    if isinstance(found, dict) and isinstance(found.get("message"), str) and "code" in found:
        yield {"pointer": pointer, "code": str(found["code"]), "detail": str(found["message"])}
    elif isinstance(found, dict):
        for name, inner in found.items():
            whole = name == "non_field_errors"
            yield from _field_errors(inner, pointer if whole else f"{pointer}/{_escaped(name)}")
    else:
        for number, inner in enumerate(found):
            nested = isinstance(inner, dict) and "code" not in inner
            yield from _field_errors(inner, f"{pointer}/{number}" if nested else pointer)


def _escaped(name: object) -> str:
    """Return a name as a JSON pointer has it (RFC 6901, 3)."""
    return str(name).replace("~", "~0").replace("/", "~1")
