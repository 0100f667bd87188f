"""Answer the check of one field: run its form view up to the point where it would act.

A field marked ``validate`` sends the whole form to the form's own address as soon as it is left,
with its name in the header ``X-Check-Field``. The view answers as it would, permissions and all,
except that neither a valid nor an invalid form leads anywhere: the answer is the field's errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.generic import View
from django.views.generic.edit import FormMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HEADER = "X-Check-Field"

SECRETS = ("current-password", "one-time-code")
"""What a field may ask for, by its ``autocomplete``, that nobody is told by a check: a wrong answer
to a check counts nowhere, so one could go on guessing."""

AS_VIEW_CODE = View.as_view().__code__
"""The code every class-based view runs; a decorated view runs its decorator's instead."""


class _View(Protocol):
    request: HttpRequest


class FieldCheck:
    """Stands before a form view and answers with one field's errors."""

    def form_valid(self: _View, form: BaseForm) -> HttpResponse:
        """Answer that the field is fine."""
        return answer(self.request, form)

    def form_invalid(self: _View, form: BaseForm) -> HttpResponse:
        """Answer what is wrong with the field, if it is this one."""
        return answer(self.request, form)


class FieldCheckMiddleware:
    """Sends checks of single fields to a view that cannot act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; everything happens in :meth:`process_view`."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer a check; a view that is no plain form view is never run for one."""
        if HEADER not in request.headers:
            return None
        view_class: type[View] = getattr(view, "view_class", View)
        plain = getattr(view, "__code__", None) is AS_VIEW_CODE
        if request.method != "POST" or not plain or not issubclass(view_class, FormMixin):
            return HttpResponse(status=204)
        checked = cast("type[View]", type(view_class.__name__, (FieldCheck, view_class), {}))
        initial: dict[str, Any] = getattr(view, "view_initkwargs", {})
        return checked.as_view(**initial)(request, *args, **kwargs)


def answer(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """Return the errors of the field that was asked about.

    Nothing is told of a field there is not, and of one that asks for a secret.
    """
    name = request.headers[HEADER]
    field = form.fields.get(name)
    if field is None or field.widget.attrs.get("autocomplete") in SECRETS:
        return HttpResponse(status=204)
    return render(request, "live_forms/field_errors.html", {"field": form[name]})
