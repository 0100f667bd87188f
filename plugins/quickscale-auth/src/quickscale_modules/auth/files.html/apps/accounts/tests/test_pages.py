"""Every page of allauth that can be reached is one of this site's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import allauth
import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).parents[1] / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
UNREACHABLE = {
    "account/confirm_password_reset_code.html",  # passwords are reset by a link
    "account/confirm_phone_verification_code.html",  # accounts have no phone number
    "account/phone_change.html",
    "account/email.html",  # an account has one address, so email_change.html it is
    "mfa/index.html",  # the security page is in its place
    "mfa/trust.html",  # no browser is trusted to skip the second step
}


def pages(root: Path, *apps: str) -> set[str]:
    return {
        str(path.relative_to(root))
        for app in apps
        for path in (root / app).rglob("*.html")
        if "snippets" not in path.parts and "email" not in path.parts
        if not path.name.startswith("base")
    }


def test_none_is_left_as_allauth_made_it() -> None:
    missing = pages(THEIRS, "account", "mfa", "usersessions") - UNREACHABLE

    assert missing == pages(TEMPLATES, "account", "mfa", "usersessions")


@pytest.mark.parametrize("name", sorted(pages(TEMPLATES, "account", "mfa", "usersessions")))
def test_ours_are_found_first_and_can_be_read(name: str) -> None:
    template: Any = get_template(name)

    assert Path(template.origin.name).is_relative_to(TEMPLATES)
