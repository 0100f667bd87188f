from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.users.models import User
from apps.users.tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def test_the_list_finds_people_by_name_and_address(administrator: Client) -> None:
    UserFactory.create(email="priya@example.com", name="Priya Raman")
    UserFactory.create(email="jonas@example.com", name="Jonas Lindqvist")

    page = administrator.get(reverse("admin:users_user_changelist"), {"q": "raman"})

    assert "priya@example.com" in page.text
    assert "jonas@example.com" not in page.text


def test_the_list_makes_as_many_queries_for_one_person_as_for_many(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:users_user_changelist")
    administrator.get(address)
    with CaptureQueriesContext(connection) as few:
        administrator.get(address)
    UserFactory.create_batch(20)

    with django_assert_num_queries(len(few)):
        administrator.get(address)


def test_a_person_is_added_in_the_administration(administrator: Client) -> None:
    answer = administrator.post(
        reverse("admin:users_user_add"),
        {
            "email": "Marta@Example.com",
            "name": "Marta Kowalska",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    assert answer.status_code == 302
    assert User.objects.get(email="marta@example.com").check_password(PASSWORD)


def test_a_person_is_changed_in_the_administration(administrator: Client) -> None:
    person = UserFactory.create()
    address = reverse("admin:users_user_change", args=[person.pk])
    assert administrator.get(address).status_code == 200

    administrator.post(
        address,
        {"email": person.email, "name": "Marta Kowalska", "time_zone": "Europe/Warsaw"},
    )

    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Marta Kowalska", "Europe/Warsaw")
