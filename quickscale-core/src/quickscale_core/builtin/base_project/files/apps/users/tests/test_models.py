from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.users.models import User
from apps.users.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_a_user_is_kept_under_a_lower_case_address_and_a_random_key() -> None:
    user = User.objects.create_user(" Ada@Example.COM ", PASSWORD, name="Ada Ferreira")

    assert user.email == "ada@example.com"
    assert isinstance(user.pk, uuid.UUID)
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    assert not user.is_superuser


def test_a_user_without_a_password_cannot_use_one() -> None:
    assert not User.objects.create_user("ada@example.com").has_usable_password()


@pytest.mark.parametrize("email", ["", "  "])
def test_a_user_needs_an_address(email: str) -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user(email)


def test_a_superuser_may_do_everything() -> None:
    user = User.objects.create_superuser("root@example.com", PASSWORD)

    assert user.is_staff
    assert user.has_perm("users.delete_user")


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_a_superuser_cannot_be_half_of_one(flag: str) -> None:
    with pytest.raises(ValueError, match="is_staff and is_superuser"):
        User.objects.create_superuser("root@example.com", PASSWORD, **{flag: False})


def test_the_database_refuses_an_address_that_differs_in_case_alone() -> None:
    UserFactory.create(email="ada@example.com")

    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ADA@example.com").save()


def test_a_form_is_told_of_a_taken_address_once() -> None:
    UserFactory.create(email="ada@example.com")

    with pytest.raises(ValidationError) as refusal:
        User(email="ADA@example.com", password="x").full_clean()

    assert refusal.value.message_dict == {
        "email": ["A user with this e-mail address already exists."],
    }


def test_a_user_is_found_by_the_address_in_any_case() -> None:
    user = UserFactory.create(email="ada@example.com")

    assert User.objects.get_by_natural_key("ADA@Example.com") == user


def test_names_fall_back_to_the_address() -> None:
    named = User(email="ada@example.com", name="Ada Ferreira")
    nameless = User(email="ada@example.com")

    assert (str(named), named.get_full_name(), named.get_short_name()) == (
        "Ada Ferreira",
        "Ada Ferreira",
        "Ada",
    )
    assert (str(nameless), nameless.get_full_name(), nameless.get_short_name()) == (
        "ada@example.com",
        "ada@example.com",
        "ada",
    )


def test_a_time_zone_must_exist() -> None:
    User(email="ada@example.com", password="x", time_zone="Europe/Madrid").full_clean()

    with pytest.raises(ValidationError, match="is not a time zone"):
        User(email="ada@example.com", password="x", time_zone="Europe/Atlantis").full_clean()
