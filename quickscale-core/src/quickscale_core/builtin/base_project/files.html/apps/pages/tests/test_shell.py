"""What stands around every page for people who are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from apps.pages import composed

if TYPE_CHECKING:
    from django.test import Client


def test_every_settings_section_opens_from_the_area(signed_in: Client) -> None:
    for section in composed.SETTINGS_SECTIONS:
        page = signed_in.get(reverse(section.url), follow=True)
        assert page.status_code == 200
        if page.request["PATH_INFO"] == reverse(section.url):
            title = " ".join(page.text.split("<title>")[1].split("</title>")[0].split())
            heading = " ".join(page.text.split("<h1>")[1].split("</h1>")[0].split())
            assert (title.split(" · ")[0], heading) == (section.label, section.label)


def test_every_page_for_signed_in_people_leads_there(signed_in: Client) -> None:
    address = reverse("pages:quick_open")
    page = signed_in.get(reverse("pages:settings"), follow=True).text

    assert f'href="{address}"' in page
