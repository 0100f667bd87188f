from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from apps.users.tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> str:
    answer = client.post(
        reverse("login"), {"username": email, "password": password, **extra}, follow=True
    )
    return answer.text


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("pages:dashboard")).status_code == 200


def test_a_person_signs_in_with_the_address_in_any_case(client: Client, user: User) -> None:
    assert client.get(reverse("login")).status_code == 200

    sign_in(client, user.email.upper())

    assert is_signed_in(client)


def test_signing_in_leads_to_where_the_person_was_going(client: Client, user: User) -> None:
    gate = client.get(reverse("users:profile"))
    assert gate.headers["Location"] == f"{reverse('login')}?next={reverse('users:profile')}"

    answer = client.post(gate.headers["Location"], {"username": user.email, "password": PASSWORD})

    assert answer.headers["Location"] == reverse("users:profile")


def test_a_signed_in_person_is_not_asked_again(signed_in: Client) -> None:
    answer = signed_in.get(reverse("login"))

    assert answer.headers["Location"] == reverse("pages:dashboard")


@pytest.mark.parametrize("email", ["person@example.com", "stranger@example.com"])
def test_a_refusal_does_not_tell_whether_there_is_an_account(client: Client, email: str) -> None:
    UserFactory.create(email="person@example.com")

    page = sign_in(client, email, "wrong")

    assert "do not match" in page
    assert not is_signed_in(client)


def test_a_disabled_account_cannot_sign_in(client: Client) -> None:
    sign_in(client, UserFactory.create(is_active=False).email)

    assert not is_signed_in(client)


@pytest.mark.parametrize(("email", "password"), [("", PASSWORD), ("ada@example.com", "")])
def test_both_fields_are_needed(client: Client, email: str, password: str) -> None:
    assert "This field is required" in sign_in(client, email, password)


def test_guessing_ends_after_a_few_attempts(client: Client, user: User, settings: Settings) -> None:
    settings.LOGIN_ATTEMPTS_PER_QUARTER_HOUR = 3
    for _ in range(3):
        sign_in(client, user.email, "wrong")

    page = sign_in(client, user.email)

    assert "Too many attempts" in page
    assert not is_signed_in(client)


def test_signing_in_resets_the_count(client: Client, user: User, settings: Settings) -> None:
    settings.LOGIN_ATTEMPTS_PER_QUARTER_HOUR = 2
    for _ in range(2):
        sign_in(client, user.email, "wrong")
        sign_in(client, user.email)
        assert is_signed_in(client)
        client.logout()


def test_a_person_signs_out(signed_in: Client) -> None:
    answer = signed_in.post(reverse("logout"))

    assert answer.headers["Location"] == reverse("pages:home")
    assert not is_signed_in(signed_in)


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client: Client, user: User) -> None:
    assert client.get(reverse("password_reset")).status_code == 200
    client.post(reverse("password_reset"), {"email": user.email.upper()}, follow=True)
    (message,) = mail.outbox
    body = str(message.body)
    (link,) = re.findall(r"https?://testserver(/\S+)", body)
    assert isinstance(message, EmailMultiAlternatives)
    (html,) = message.alternatives
    assert link in str(html[0])

    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = "a new and rather long phrase"
    done = client.post(address, {"new_password1": new, "new_password2": new}, follow=True)

    assert "Your new password is set" in done.text
    assert "This link no longer works" in client.get(link).text
    sign_in(client, user.email, new)
    assert is_signed_in(client)


def test_asking_for_a_strangers_password_sends_nothing_and_looks_the_same(
    client: Client, user: User
) -> None:
    known = client.post(reverse("password_reset"), {"email": user.email}, follow=True)
    unknown = client.post(reverse("password_reset"), {"email": "no@example.com"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert len(mail.outbox) == 1


def test_links_are_limited(client: Client, user: User, settings: Settings) -> None:
    settings.PASSWORD_RESETS_PER_HOUR = 1
    client.post(reverse("password_reset"), {"email": user.email})

    answer = client.post(reverse("password_reset"), {"email": user.email})

    assert answer.status_code == 429
    assert "Too many links" in answer.text
    assert len(mail.outbox) == 1


def test_a_person_changes_name_and_time_zone(signed_in: Client, user: User) -> None:
    assert user.name in signed_in.get(reverse("users:profile")).text

    page = signed_in.post(
        reverse("users:profile"),
        {"name": "Hannah Weiss", "time_zone": "Europe/Vienna"},
        follow=True,
    )

    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Hannah Weiss", "Europe/Vienna")
    assert "Your profile is saved." in page.text


def test_a_refused_profile_changes_nothing(signed_in: Client, user: User) -> None:
    page = signed_in.post(reverse("users:profile"), {"name": "x" * 151, "time_zone": "Nowhere"})

    assert page.status_code == 200
    name = user.name
    user.refresh_from_db()
    assert user.name == name


def test_a_person_changes_the_password_and_stays_signed_in(signed_in: Client, user: User) -> None:
    new = "a new and rather long phrase"
    assert signed_in.get(reverse("users:password")).status_code == 200

    page = signed_in.post(
        reverse("users:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        follow=True,
    )

    user.refresh_from_db()
    assert user.check_password(new)
    assert "Your password is changed." in page.text


def test_the_old_password_is_asked_for(signed_in: Client, user: User) -> None:
    signed_in.post(
        reverse("users:password"),
        {"old_password": "wrong", "new_password1": "x", "new_password2": "x"},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_administration_is_entered_through_the_sites_own_sign_in(client: Client) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)

    gate = client.get(reverse("admin:users_user_changelist"), follow=True)
    place = gate.redirect_chain[-1][0]
    answer = client.post(place, {"username": staff.email, "password": PASSWORD}, follow=True)

    assert place.startswith(reverse("login"))
    assert answer.request["PATH_INFO"] == reverse("admin:users_user_changelist")
    assert client.get(reverse("admin:login")).headers["Location"] == reverse("admin:index")


def test_the_administration_is_closed_to_everybody_else(signed_in: Client) -> None:
    assert signed_in.get(reverse("admin:index"), follow=True).status_code == 403
