from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError

from apps.users.validators import validate_no_link, without_links

LINKS = [
    "https://evil.example/now",
    "Win at evil.example",
    "www.evil",
    "EVIL.COM",
    "evil\u3002com",
    "call 192.0.2.1",
    "javascript://x",
]
NAMES = ["Ada Ferreira", "J.R.R. Tolkien", "St. Mary's", "AC/DC", "Smith & Sons, Ltd.", "Nr. 5", ""]


@pytest.mark.parametrize("name", LINKS)
def test_a_name_holds_no_web_address(name: str) -> None:
    with pytest.raises(ValidationError, match="web addresses"):
        validate_no_link(name)

    validate_no_link(without_links(name))


@pytest.mark.parametrize("name", NAMES)
def test_other_names_stay_as_they_are(name: str) -> None:
    validate_no_link(name)

    assert without_links(name) == name


def test_a_password_is_told_its_rules_with_what_a_browser_ticks_off() -> None:
    said = str(password_validators_help_text_html())
    assert said.count("<li>") == 4
    assert '<li><span data-rule="^.{8,}$" data-kept="Kept:">Your password must contain' in said
    assert r'<li><span data-rule="\P{Nd}" data-kept="Kept:">Your password can' in said


@pytest.mark.parametrize("password", ["q8-z", "2847561930"])
def test_the_server_holds_to_the_rules_a_browser_ticks_off(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert len(refused.value.messages) == 1
