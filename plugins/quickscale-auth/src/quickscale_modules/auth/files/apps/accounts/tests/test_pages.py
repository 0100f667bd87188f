"""Everything allauth can show or send is this site's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.template.loader import get_template

from apps.accounts.conf import conf

TEMPLATES = Path(__file__).parents[1] / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "usersessions", *(("socialaccount",) if conf.social else ()))

NEVER_SHOWN = {
    "account/confirm_password_reset_code.html": "a password is reset by a link",
    "account/email/password_reset_code.html": "a password is reset by a link",
    "account/confirm_phone_verification_code.html": "accounts have no phone number",
    "account/messages/phone_verification_sent.txt": "accounts have no phone number",
    "account/messages/phone_verified.txt": "accounts have no phone number",
    "account/phone_change.html": "accounts have no phone number",
    "account/email.html": "an account has one address: email_change.html it is",
    "mfa/index.html": "the security page is in its place",
    "mfa/trust.html": "no browser is trusted to skip the second step",
}
"""Templates of allauth that no setting here leads to, and why."""


def is_a_part(name: str) -> bool:
    """Tell whether allauth only puts a template into others of its own."""
    path = Path(name)
    return "snippets" in path.parts or path.stem.startswith("base")


def templates(root: Path) -> set[str]:
    """Return what a folder holds for allauth's apps."""
    files = {path for app in APPS for path in (root / app).rglob("*") if path.is_file()}
    return {str(path.relative_to(root)) for path in files}


def as_one(name: str) -> str:
    """Return the one template in which we have an e-mail of which allauth has up to three."""
    return re.sub(r"(_signup)?_(subject|message)\.(txt|html)$", ".html", name)


def test_none_is_left_as_allauth_made_it() -> None:
    theirs = {as_one(name) for name in templates(THEIRS) if not is_a_part(name)}

    assert sorted(theirs - templates(TEMPLATES)) == sorted(NEVER_SHOWN)


def test_none_of_ours_is_one_that_allauth_gave_up() -> None:
    beside = {name for name in templates(TEMPLATES) - templates(THEIRS) if "/email/" not in name}

    assert beside == set()


@pytest.mark.parametrize("name", sorted(templates(TEMPLATES)))
def test_ours_are_found_first_and_can_be_read(name: str) -> None:
    template: Any = get_template(name)

    assert Path(template.origin.name).is_relative_to(TEMPLATES)
