"""Marks answers that hold customers' data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ConfidentialMiddleware:
    """Keeps what is under ``/quotes/`` out of every shared cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with a header where it matters."""
        response = self.get_response(request)
        if request.path.startswith("/quotes/"):
            response.headers["Cache-Control"] = "private, no-store"
        return response
