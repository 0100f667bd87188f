"""How long lists are handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class CursorPages(CursorPagination):
    """Pages that neither skip nor repeat rows while others are added, and cost the same each.

    A view says by ``ordering`` what its rows are sorted by; without one it is ``-created_at``, and
    ``-pk`` for rows that do not say when they were made.
    """

    ordering: Any = "-created_at"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 100

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        """Return the names of the fields that rows are sorted by."""
        fields = queryset.model._meta.get_fields()  # noqa: SLF001 - Django documents it
        names = {field.name for field in fields}
        if self.ordering == "-created_at" and "created_at" not in names:
            self.ordering = "-pk"
        found: tuple[str, ...] = super().get_ordering(request, queryset, view)
        return found

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Return the rows of a page.

        Raises:
            NotFound: The cursor is none that was handed out for this list in this order.
        """
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, OverflowError, DataError):
            if self.cursor_query_param not in request.query_params:
                raise
            # It was of the right form, but says nothing that rows can be compared with.
            raise NotFound(self.invalid_cursor_message) from None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return what the API's schema says of a page: all three are always there."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": "The address of the page after it."},
                "previous": {**address, "description": "The address of the page before it."},
                "results": schema,
            },
        }
