from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.urls import reverse

from apps.pages import composed
from apps.pages.context_processors import site
from apps.pages.navigation import (
    GROUPS,
    Navigation,
    NavItem,
    SettingsArea,
    SettingsSection,
    make_link,
    way_back,
)
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest
    from django.test import RequestFactory
    from pytest_django import Settings


def visit(rf: RequestFactory, path: str, user: AbstractBaseUser | None = None) -> HttpRequest:
    request = rf.get(path)
    request.user = user or AnonymousUser()  # type: ignore[assignment]
    return request


@pytest.mark.parametrize(
    ("url", "path", "current"),
    [
        ("pages:about", "/about/", True),
        ("pages:about", "/about/team/", True),
        ("pages:about", "/contact/", False),
        ("pages:home", "/", True),
        ("pages:home", "/about/", False),
    ],
)
def test_a_link_is_current_on_its_page_and_below(
    rf: RequestFactory, url: str, path: str, *, current: bool
) -> None:
    item = NavItem(label="Here", url=url, icon="info", area="public")

    assert make_link(visit(rf, path), item).current is current


def test_a_settings_section_becomes_a_link(rf: RequestFactory) -> None:
    section = SettingsSection(label="Contact", url="pages:contact", icon="mail")

    link = make_link(visit(rf, "/contact/"), section)

    assert (link.label, link.href, link.method, link.current) == (
        "Contact",
        "/contact/",
        "get",
        True,
    )


SECTIONS = (
    SettingsSection(label="About", url="pages:about", icon="info"),
    SettingsSection(label="Contact", url="pages:contact", icon="mail", group="team"),
)


def test_a_settings_page_knows_its_section_and_its_group(rf: RequestFactory) -> None:
    area = SettingsArea(visit(rf, "/contact/"), SECTIONS)

    assert area.current is not None
    assert (area.current.label, area.current.group) == ("Contact", GROUPS["team"])
    assert area.crumbs == []
    assert SettingsArea(visit(rf, "/"), SECTIONS).current is None


def test_a_page_below_a_section_shows_the_way_back(rf: RequestFactory) -> None:
    crumbs = SettingsArea(visit(rf, "/contact/new/"), SECTIONS).crumbs

    assert [(str(label), href) for label, href in crumbs] == [
        ("Settings", reverse("pages:settings")),
        ("Contact", "/contact/"),
    ]


def test_groups_of_the_settings_area_stand_together() -> None:
    groups = [section.group for section in composed.SETTINGS_SECTIONS]

    assert groups == sorted(groups)


def test_each_area_has_its_own_links(rf: RequestFactory) -> None:
    areas = ("main", "public", "anonymous", "user", "footer")
    items = tuple(
        NavItem(label=area, url="pages:about", icon="info", area=area)  # type: ignore[arg-type]
        for area in areas
    )

    navigation = Navigation(visit(rf, "/"), items)

    for area in areas:
        assert [link.label for link in getattr(navigation, area)] == [area]


@pytest.mark.parametrize(("value", "shown"), [(True, 1), (False, 0), (None, 0)])
def test_a_link_may_depend_on_a_setting(
    rf: RequestFactory, settings: Settings, value: bool | None, shown: int
) -> None:
    if value is not None:
        settings.SHOP_OPEN = value
    item = NavItem(label="Shop", url="pages:about", icon="info", area="public", setting="SHOP_OPEN")

    assert len(Navigation(visit(rf, "/"), (item,)).public) == shown


@pytest.mark.django_db
def test_a_link_may_depend_on_a_permission(rf: RequestFactory) -> None:
    item = NavItem(
        label="People", url="pages:about", icon="users", area="user", permission="users.view_user"
    )
    allowed = UserFactory.create()
    allowed.user_permissions.add(Permission.objects.get(codename="view_user"))

    assert len(Navigation(visit(rf, "/", allowed), (item,)).user) == 1
    assert not Navigation(visit(rf, "/", UserFactory.create()), (item,)).user
    assert not Navigation(visit(rf, "/"), (item,)).user


@pytest.mark.django_db
def test_a_link_may_be_for_staff_alone(rf: RequestFactory) -> None:
    item = NavItem(label="Desk", url="pages:about", icon="shield", area="user", staff=True)

    assert len(Navigation(visit(rf, "/", UserFactory.create(is_staff=True)), (item,)).user) == 1
    assert not Navigation(visit(rf, "/", UserFactory.create()), (item,)).user
    assert not Navigation(visit(rf, "/"), (item,)).user


def test_every_entry_leads_to_a_page() -> None:
    links = [entry.url for entry in composed.NAV_ITEMS]
    links += [section.url for section in composed.SETTINGS_SECTIONS]
    links += [card.url for card in composed.SHOWCASE_CARDS]

    assert all(reverse(link) for link in links)


def test_every_page_knows_the_site(rf: RequestFactory, settings: Settings) -> None:
    context = site(visit(rf, "/"))

    assert context["site_name"] == settings.SITE_NAME
    assert len(context["settings_sections"]) == len(  # type: ignore[arg-type]
        composed.SETTINGS_SECTIONS
    )


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/about/?q=ada&page=2", "/about/?q=ada&page=2"),
        ("http://testserver/terms/?page=3", "/terms/?page=3"),
        ("http://testserver/about/", "/about/"),
        ("http://testserver/contact/?q=ada", "/about/"),
        ("https://evil.example/about/?q=ada", "/about/"),
        ("//testserver.evil.example/about/?q=ada", "/about/"),
        ("about:blank", "/about/"),
        ("", "/about/"),
    ],
)
def test_an_action_leads_back_to_the_list_as_it_was(
    rf: RequestFactory, came_from: str, leads_to: str
) -> None:
    request = rf.post("/about/remove/", headers={"Referer": came_from})
    assert way_back(request, "pages:about", "pages:terms") == leads_to
