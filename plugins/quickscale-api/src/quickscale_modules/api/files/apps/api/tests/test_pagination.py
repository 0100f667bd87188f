"""Lists are sorted by what their rows have."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from rest_framework.request import Request

from apps.api.models import ApiKey
from apps.api.pagination import CursorPages

if TYPE_CHECKING:
    from django.db.models import Model


@pytest.mark.parametrize(("model", "order"), [(ApiKey, ("-created_at",)), (Group, ("-pk",))])
def test_rows_that_do_not_say_when_they_were_made_are_sorted_by_their_key(
    model: type[Model], order: tuple[str, ...]
) -> None:
    request = Request(RequestFactory().get("/"))
    rows = model._default_manager.all()

    assert tuple(CursorPages().get_ordering(request, rows, SimpleNamespace())) == order
