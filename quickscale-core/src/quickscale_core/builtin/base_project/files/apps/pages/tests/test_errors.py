from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views import defaults


def fail_with(error: Exception) -> HttpResponse:
    raise error


def forbidden(_request: HttpRequest) -> HttpResponse:
    return fail_with(PermissionDenied())


def refused(_request: HttpRequest) -> HttpResponse:
    return fail_with(PermissionDenied("This needs the role Owner."))


def malformed(_request: HttpRequest) -> HttpResponse:
    return fail_with(SuspiciousOperation())


def missing(_request: HttpRequest) -> HttpResponse:
    return fail_with(Http404())


def broken(_request: HttpRequest) -> HttpResponse:
    return fail_with(RuntimeError("on purpose"))


def form(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("400/", malformed),
    path("403/", forbidden),
    path("403/role/", refused),
    path("404/", missing),
    path("500/", broken),
    path("csrf/", form),
]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/400/", 400, "This request could not be understood"),
        ("/403/", 403, "This page is not for you"),
        ("/403/role/", 403, "This needs the role Owner."),
        ("/404/", 404, "There is no such page"),
        ("/500/", 500, "Something went wrong on our side"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_errors_have_pages_that_lead_on(address: str, status: int, words: str) -> None:
    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == status
    assert words in answer.text
    assert 'href="/"' in answer.text


@override_settings(ROOT_URLCONF=__name__)
def test_a_form_without_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/csrf/")

    assert answer.status_code == 403
    assert "This form has expired" in answer.text


def test_the_last_resort_needs_nothing_but_a_request() -> None:
    answer = defaults.server_error(HttpRequest())

    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.content
