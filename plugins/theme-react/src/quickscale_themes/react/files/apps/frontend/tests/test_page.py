"""The page that the app is shown in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django_vite.core.asset_loader import DjangoViteConfig

from apps.frontend.vite import BuiltAssets
from apps.pages import composed

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db


def shell_of(client: Client) -> dict[str, Any]:
    """Return what a page hands to the app."""
    page = client.get(reverse("pages:dashboard")).text
    found = re.search(r'<script id="shell" type="application/json">(.*?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_it_says_who_is_there_and_where_everything_is(signed_in: Client, user: User) -> None:
    shell = shell_of(signed_in)

    assert shell["user"] == {"name": user.name, "email": user.email}
    assert shell["base"] == "/"
    assert reverse("pages:dashboard") in [link["href"] for link in shell["navigation"]]
    assert [link["href"] for link in shell["settings"]] == [
        reverse(section.url) for section in composed.SETTINGS_SECTIONS
    ]
    assert {"get", "post"} == {link["method"] for link in shell["account"]}


def test_a_name_is_no_markup(signed_in: Client, user: User) -> None:
    user.name = "</script><b>Ada"
    user.save()

    page = signed_in.get(reverse("pages:dashboard")).text

    assert "</script><b>" not in page
    assert shell_of(signed_in)["user"]["name"] == user.name


def test_what_the_server_has_to_say_is_handed_over_once(signed_in: Client) -> None:
    signed_in.post(reverse("pages:hide_checklist"))

    (message,) = shell_of(signed_in)["messages"]

    assert message["tone"] == Message(constants.SUCCESS, "").level_tag
    assert "The checklist is hidden." in message["text"]
    assert shell_of(signed_in)["messages"] == []


def test_scripts_have_the_pages_nonce_or_an_address(signed_in: Client) -> None:
    answer = signed_in.get(reverse("pages:dashboard"))

    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce is not None
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert scripts
    for attributes in scripts:
        assert re.search(r"src=|application/json", attributes) or nonce[1] in attributes


def test_the_page_says_that_it_needs_javascript(signed_in: Client) -> None:
    assert "This page needs JavaScript" in signed_in.get(reverse("pages:dashboard")).text


def test_built_files_keep_the_names_by_which_they_know_each_other(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    entry = {"file": "assets/main-Xy12.js", "isEntry": True, "src": "src/main.tsx"}
    manifest.write_text(json.dumps({"src/main.tsx": entry}))
    config = DjangoViteConfig(manifest_path=manifest, static_url_prefix="app")

    tags = BuiltAssets(config).generate_vite_asset("src/main.tsx")

    assert 'src="/static/app/assets/main-Xy12.js"' in tags
