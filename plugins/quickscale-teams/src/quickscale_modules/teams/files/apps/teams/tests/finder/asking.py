"""A browser that notices which names of the query a view asks for: its filters and searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from django.http import HttpRequest, HttpResponseBase


class Query(QueryDict):
    """What stands behind the question mark; remembers what it was asked for.

    Attributes:
        asked: The names, shared with every copy.
    """

    def __init__(
        self,
        query_string: str | bytes | None = None,
        mutable: bool = False,  # noqa: FBT002 - Django's signature
        encoding: str | None = None,
    ) -> None:
        self.asked: set[str] = set()
        super().__init__(query_string, mutable, encoding)
        self.asked = set()  # reading the query asked for what is in it

    def __getitem__(self, key: str) -> Any:
        self.asked.add(str(key))
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        """Return every value of a name."""
        self.asked.add(str(key))
        return super().getlist(key, default)

    def __copy__(self) -> Query:
        return self._with_names(super().__copy__())

    def __deepcopy__(self, memo: MutableMapping[int, Any]) -> Query:
        return self._with_names(super().__deepcopy__(memo))

    def _with_names(self, other: Any) -> Query:
        other.asked = self.asked
        copied: Query = other
        return copied


class AskingHandler(ClientHandler):
    """Gives each request such a query."""

    asked: set[str]

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        query: Any = Query(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        self.asked = query.asked
        request.GET = query
        return super().get_response(request)


class AskingClient(Client):
    """Says of its last request what the view asked for; answers of 500 are answers to it."""

    handler: AskingHandler

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)
        self.handler = AskingHandler(enforce_csrf_checks=False)

    @property
    def asked(self) -> set[str]:
        """Names that the last request's view asked the query for, there or not."""
        return self.handler.asked
