"""Whom an API answers, with Django REST framework and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from apps.accounts.api_permissions import SignedIn
from apps.accounts.tests.factories import MemberFactory


def request_of(user: Any) -> Any:
    request = RequestFactory().get("/api/v1/reports/")
    request.user = user
    return request


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_is_refused(nobody: Any) -> None:
    asked = SignedIn()

    assert not asked.has_permission(request_of(nobody), None)
    assert not asked.has_object_permission(request_of(nobody), None, object())


@pytest.mark.django_db
def test_everybody_else_is_let_in() -> None:
    somebody, asked = request_of(MemberFactory.create()), SignedIn()

    assert asked.has_permission(somebody, None)
    assert asked.has_object_permission(somebody, None, object())
