"""How long lists are handed out."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """Pages that neither skip nor repeat rows while others are added, and cost the same each.

    A view says by ``ordering`` what its rows are sorted by; without one it is ``-created_at``.
    """

    ordering: Any = "-created_at"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 100
