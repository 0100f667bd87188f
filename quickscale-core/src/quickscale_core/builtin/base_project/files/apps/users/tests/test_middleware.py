from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.users.middleware import TimeZoneMiddleware
from apps.users.models import User

if TYPE_CHECKING:
    from django.test import RequestFactory


def zone_during(request: HttpRequest) -> str:
    seen = []

    def page(_request: HttpRequest) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    TimeZoneMiddleware(page)(request)
    return seen[0]


def test_a_person_sees_times_in_their_own_zone(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore("a-known-session")
    request.user = User(email="ada@example.com", time_zone="Asia/Tokyo")

    assert zone_during(request) == "Asia/Tokyo"
    assert timezone.get_current_timezone() == timezone.get_default_timezone()


@pytest.mark.parametrize("chosen", ["", "Europe/Atlantis", "../etc"])
def test_without_a_zone_of_their_own_it_is_the_sites(rf: RequestFactory, chosen: str) -> None:
    request = rf.get("/")
    request.session = SessionStore("a-known-session")
    request.user = User(email="ada@example.com", time_zone=chosen)

    assert zone_during(request) == timezone.get_default_timezone_name()


def test_a_visitor_sees_times_in_the_sites_zone(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()

    assert zone_during(request) == timezone.get_default_timezone_name()
