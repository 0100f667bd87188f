"""No address of the site lets its secret into a log, an error report or the ``Referer`` header.

The addresses are found in the URLconf, those of other people's apps too.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from apps.ops.tests.written import RecordingClient, check_nothing_tells, everything_logged

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "q7Zk3v9Xw2LmN8pRt5sYc1BdF6gHjK4aQeUoViWzEx0"


def addresses() -> Iterator[str]:
    """Yield every address that has room for a text, with a secret in it."""
    for name, converters in _routes(get_resolver(), "", {}):
        kwargs: dict[str, Any] = {key: _fill(one) for key, one in converters.items()}
        if TOKEN not in kwargs.values():
            continue
        try:
            yield reverse(name, kwargs=kwargs)
        except NoReverseMatch:  # a text of another kind, such as a number
            continue


def _routes(
    resolver: Any, namespace: str, above: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in resolver.url_patterns:
        found = dict.fromkeys(one.pattern.regex.groupindex) | one.pattern.converters
        converters = {**above, **found}
        if isinstance(one, URLPattern):
            if one.name:
                yield namespace + one.name, converters
        else:
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _routes(one, inner, converters)


def _fill(converter: Any) -> Any:
    if isinstance(converter, IntConverter):
        return 1
    return uuid.UUID(int=1) if isinstance(converter, UUIDConverter) else TOKEN


def test_there_are_such_addresses() -> None:
    assert any("reset" in address for address in addresses())


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", f"?next=/somewhere/{TOKEN}/"])
def test_no_address_tells_its_secret(query: str) -> None:
    client = RecordingClient(raise_request_exception=False)
    with everything_logged() as lines:
        for address in addresses():
            client.get(address.rstrip("/") + query)  # as somebody types it
            client.get(address + query)
            client.post(address + query, {"password": TOKEN}, headers={"referer": address})

    check_nothing_tells([TOKEN], lines.getvalue(), client)
