"""A field can be checked while its form is filled in, and nothing else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.urls("apps.live_forms.tests.urls")

GOOD = {"name": "Ada", "email": "ada@example.com"}
BAD = {"name": "Ada Lovelace", "email": "ada"}


def test_a_wrong_field_is_answered_with_its_errors_alone(client: Client) -> None:
    answer = client.post("/sign/", BAD, headers={"x-check-field": "email"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="id_email_error"' in page
    assert "Enter a valid email address." in page
    assert "at most 5 characters" not in page


@pytest.mark.parametrize("data", [GOOD, {**BAD, "email": "ada@example.com"}])
def test_a_right_field_is_answered_without_errors_and_the_view_does_not_act(
    client: Client, data: dict[str, str]
) -> None:
    page = client.post("/sign/", data, headers={"x-check-field": "email"}).content.decode()
    assert 'id="id_email_error"' in page
    assert "<li>" not in page
    assert "signed" not in page


def test_without_the_header_the_view_acts(client: Client) -> None:
    assert client.post("/sign/", GOOD).content == b"signed by Ada"


def test_a_form_with_a_prefix_is_checked_by_its_fields_own_name(client: Client) -> None:
    data = {"guest-name": "Ada", "guest-email": "ada"}
    answer = client.post("/sign/prefixed/", data, headers={"x-check-field": "email"})
    assert 'id="id_guest-email_error"' in answer.content.decode()


def test_a_field_the_form_does_not_have_is_not_answered(client: Client) -> None:
    answer = client.post("/sign/", GOOD, headers={"x-check-field": "age"})
    assert answer.status_code == 204


@pytest.mark.parametrize("code", ["right", "wrong, and too long"])
def test_whether_a_secret_was_guessed_is_not_told(client: Client, code: str) -> None:
    answer = client.post("/sign/code/", {"code": code}, headers={"x-check-field": "code"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_view_that_asks_for_a_login_asks_here_too(client: Client) -> None:
    answer = client.post("/sign/members/", BAD, headers={"x-check-field": "email"})
    assert answer.status_code == 302


@pytest.mark.parametrize("address", ["/sign/function/", "/sign/decorated/"])
def test_a_view_that_is_no_plain_form_view_is_never_run_for_a_check(
    client: Client, address: str
) -> None:
    answer = client.post(address, GOOD, headers={"x-check-field": "email"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_only_a_post_is_a_check(client: Client) -> None:
    answer = client.get("/sign/", headers={"x-check-field": "email"})
    assert answer.status_code == 204
