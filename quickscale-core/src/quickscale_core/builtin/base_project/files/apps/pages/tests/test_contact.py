from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.users.models import User

pytestmark = pytest.mark.django_db

MESSAGE = {
    "name": "Tomás Aguirre",
    "email": "tomas@example.com",
    "message": "Do you ship to <Chile>?\n\nThanks & regards",
    "website": "",
}


def write(client: Client, **changes: str) -> str:
    return client.post(reverse("pages:contact"), {**MESSAGE, **changes}, follow=True).text


def test_a_message_arrives_and_can_be_answered(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "office@example.com"

    page = write(client)

    (message,) = mail.outbox
    assert "Your message is on its way." in page
    assert message.to == ["office@example.com"]
    assert message.reply_to == ["tomas@example.com"]
    assert message.subject == "Message from Tomás Aguirre"
    assert MESSAGE["message"] in message.body


def test_a_line_break_in_a_name_is_no_way_into_the_header(client: Client) -> None:
    write(client, name="Tomás\nBcc: all@example.com")

    (message,) = mail.outbox
    assert message.subject == "Message from Tomás Bcc: all@example com"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "This field is required."),
        ("email", "tomas", "Enter a valid email address."),
        ("message", "x" * 5001, "at most 5000 characters"),
    ],
)
def test_a_message_that_cannot_be_answered_is_not_sent(
    client: Client, field: str, value: str, complaint: str
) -> None:
    page = write(client, **{field: value})

    assert complaint in page
    assert not mail.outbox


def test_programs_are_thanked_and_ignored(client: Client) -> None:
    page = write(client, website="https://spam.example")

    assert "Your message is on its way." in page
    assert not mail.outbox


def test_nobody_writes_without_end(client: Client, settings: Settings) -> None:
    settings.CONTACT_MESSAGES_PER_HOUR = 2
    for _ in range(2):
        write(client)

    answer = client.post(reverse("pages:contact"), MESSAGE)

    assert answer.status_code == 429
    assert "Try again in an hour." in answer.text
    assert len(mail.outbox) == 2


def test_what_is_known_of_a_person_is_filled_in(signed_in: Client, user: User) -> None:
    assert f'value="{user.email}"' in signed_in.get(reverse("pages:contact")).text
