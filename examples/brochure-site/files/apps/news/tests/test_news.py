from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.news.models import Article

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LIST = reverse("news:list")


@pytest.fixture(autouse=True)
def _articles() -> None:
    Article.objects.create(title="Head race on Saturday", slug="head-race", body="At nine.")
    Article.objects.create(
        title="Keys to the boathouse", slug="keys", body="Under the pot.", members_only=True
    )


def test_everybody_reads_what_is_public(client: Client) -> None:
    page = client.get(LIST).text

    assert "Head race on Saturday" in page
    assert "Keys to the boathouse" not in page
    assert "tideway/tideway.css" in page


def test_members_read_everything(signed_in: Client) -> None:
    assert "Keys to the boathouse" in signed_in.get(LIST).text
    assert "Under the pot." in signed_in.get(reverse("news:article", args=["keys"])).text


def test_a_stranger_is_asked_to_sign_in_first(client: Client) -> None:
    address = reverse("news:article", args=["keys"])

    answer = client.get(address)

    assert answer.status_code == 302
    assert f"next={address}" in answer.headers["Location"]


def test_before_the_first_article_the_list_says_so(client: Client) -> None:
    Article.objects.all().delete()

    assert "The season has not begun yet." in client.get(LIST).text


def test_the_home_page_leads_to_the_news(client: Client) -> None:
    page = client.get("/").text

    assert "On the water since 1897" in page
    assert f'href="{LIST}"' in page


def test_the_sign_in_page_speaks_to_members(client: Client) -> None:
    assert "the address you gave the treasurer" in client.get(reverse("account_login")).text


def test_an_article_is_called_by_its_title() -> None:
    assert str(Article.objects.get(slug="keys")) == "Keys to the boathouse"
