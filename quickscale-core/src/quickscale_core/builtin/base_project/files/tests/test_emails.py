"""Every e-mail of the site, whichever part sends it, made of its sample data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from dev.emails import find_samples, find_templates, html_of

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


def make(name: str) -> EmailMessage:
    return find_samples()[name]()


def test_every_email_has_sample_data() -> None:
    sampled = {name.partition(",")[0] for name in find_samples()}

    assert find_templates() - sampled == set(), "add them to dev/email_samples/"
    assert sampled - find_templates() == set(), "these samples are of no e-mail"


@pytest.mark.parametrize("name", find_samples())
def test_an_email_is_whole(name: str) -> None:
    message = make(name)

    text, html = str(message.body), html_of(message)
    assert message.subject
    assert "\n" not in str(message.subject)
    assert text.strip()
    assert "None" not in text
    for form in (str(message.subject), text, html):
        assert not re.search(r"{{|{%|{#", form)


@pytest.mark.parametrize("name", find_samples())
def test_the_text_says_all_without_html(name: str) -> None:
    message = make(name)

    text, html = str(message.body), html_of(message)
    assert not re.search(r"<(a|p|br|strong)\b|&(amp|lt|gt|quot|#\d+);", text)
    for link in LINK.findall(html):
        assert link in text


@pytest.mark.parametrize("name", find_samples())
def test_html_has_one_button_at_most_and_no_empty_part(name: str) -> None:
    html = html_of(make(name))

    assert html.count('class="action"') <= 1
    assert 'href=""' not in html
    assert not re.search(r"<p[^>]*>\s*</p>", html)


def test_the_previews_show_every_email(client: Client) -> None:
    page = client.get(reverse("email_previews:list")).content.decode()

    for name in find_samples():
        address = reverse("email_previews:email", args=[name])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
        text = client.get(reverse("email_previews:text", args=[name]))
        assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert text.content.strip()
        if html_of(make(name)):
            assert client.get(reverse("email_previews:html", args=[name])).status_code == 200
    assert (
        client.get(reverse("email_previews:email", args=["nobody/email/wrote"])).status_code == 404
    )
    assert (
        client.get(reverse("email_previews:html", args=["pages/email/contact"])).status_code == 404
    )


def test_the_gallery_shows_every_component(client: Client) -> None:
    page = client.get(reverse("component_gallery:components")).content.decode()

    assert page.count("<section id=") > 30
    assert "<c-" not in page
