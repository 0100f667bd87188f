"""Which team a request is about, told by its path and by its session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import get_script_prefix, reverse

from apps.teams import endings, flows
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import MembershipFactory, PersonFactory, make_team

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from apps.teams.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    """Somebody in two teams; the first is theirs."""
    _team, owner, _others = make_team(name="Harbour", slug="harbour")
    other, _owner, _rest = make_team(name="Lighthouse", slug="lighthouse")
    MembershipFactory.create(team=other, user=owner.user)
    return owner


class TestPath:
    @pytest.fixture(autouse=True)
    def _by_path(self, settings: Settings) -> None:
        settings.TEAMS_ADDRESSES = "path"

    def test_an_address_says_the_team_and_so_do_its_links(self, member: Membership) -> None:
        client = Browser(member).client

        page = client.get("/t/lighthouse/teams/overview/").content.decode()

        assert "Lighthouse" in page
        assert '"/t/lighthouse/settings/members/"' in page
        assert 'href="/static/' in page
        assert get_script_prefix() == "/"

    def test_pages_of_a_team_lead_to_where_they_say_which(self, member: Membership) -> None:
        client = Browser(member).client

        first = client.get(reverse("team_members"), {"q": "ada"})
        client.get("/t/lighthouse/teams/overview/")
        second = client.get(reverse("team_members"))

        assert first.headers["Location"] == "/t/harbour/settings/members/?q=ada"
        assert second.headers["Location"] == "/t/lighthouse/settings/members/"
        assert client.post(reverse("team_invite")).status_code == 404

    @pytest.mark.parametrize("slug", ["lighthouse", "nowhere"])
    def test_teams_of_others_are_as_good_as_none(self, slug: str) -> None:
        make_team(slug="lighthouse")
        _team, stranger, _others = make_team()

        assert Browser(stranger).client.get(f"/t/{slug}/dashboard/").status_code == 404

    def test_a_deleted_team_is_none(self, member: Membership) -> None:
        endings.close_team(member.team, by=member.user)

        client = Browser(member).client

        assert client.get("/t/harbour/dashboard/").status_code == 404
        assert client.get("/t/lighthouse/dashboard/").status_code == 200

    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/t/harbour/dashboard/?a=b", "/accounts/login/?next=/t/harbour/dashboard/%3Fa%3Db"),
            ("/t/harbour/accounts/login/?next=/x/", "/accounts/login/?next=/x/"),
            ("/t/harbour/", "/"),
            ("/t/harbour", "/t/harbour/"),
        ],
    )
    def test_visitors_sign_in_first(self, client: Client, path: str, target: str) -> None:
        assert client.get(path).headers["Location"] == target

    def test_a_page_outside_is_about_the_last_team(self, member: Membership) -> None:
        client = Browser(member).client
        client.get("/t/lighthouse/dashboard/")

        page = client.get(reverse("pages:dashboard")).content.decode()

        assert "/t/lighthouse/settings/members/" in page

    def test_a_missing_slash_is_added_in_the_team(self, member: Membership) -> None:
        response = Browser(member).client.get("/t/harbour/dashboard")

        assert response.headers["Location"] == "/t/harbour/dashboard/"


class TestSession:
    @pytest.fixture(autouse=True)
    def _by_session(self, settings: Settings) -> None:
        settings.TEAMS_ADDRESSES = "session"

    def test_switching_is_remembered(self, member: Membership) -> None:
        client = Browser(member).client
        assert "Harbour" in client.get(reverse("team_settings")).content.decode()

        client.post(reverse("team_switch", kwargs={"slug": "lighthouse"}))

        page = client.get(reverse("team_settings")).content.decode()
        assert "Lighthouse" in page
        assert "/t/" not in page

    def test_teams_of_others_are_not_switched_to(self, member: Membership) -> None:
        make_team(slug="island")

        response = Browser(member).client.post(reverse("team_switch", kwargs={"slug": "island"}))

        assert response.status_code == 404

    def test_whoever_is_removed_goes_on_elsewhere(self, member: Membership) -> None:
        client = Browser(member).client
        client.post(reverse("team_switch", kwargs={"slug": "lighthouse"}))

        member.user.memberships.get(team__slug="lighthouse").delete()

        assert "Harbour" in client.get(reverse("team_settings")).content.decode()

    def test_prefixes_mean_nothing(self, member: Membership) -> None:
        assert Browser(member).client.get("/t/harbour/dashboard/").status_code == 404


@pytest.mark.parametrize("addresses", ["path", "session"])
def test_without_a_team_there_is_a_page_to_create_one(
    client: Client, settings: Settings, addresses: str
) -> None:
    settings.TEAMS_ADDRESSES = addresses
    client.force_login(PersonFactory.create())

    assert client.get(reverse("team_settings")).headers["Location"] == reverse("team_list")
    assert client.get(reverse("team_list")).status_code == 200
    assert "not in a team yet" in client.get(reverse("pages:dashboard")).content.decode()


def test_pages_of_teams_are_for_the_signed_in(client: Client) -> None:
    for name in ("team_list", "team_settings", "team_members", "team_create", "team_overview"):
        assert client.get(reverse(name)).headers["Location"].startswith("/accounts/login/")


def test_a_personal_team_comes_with_the_first_sign_in(client: Client, settings: Settings) -> None:
    settings.TEAMS_PERSONAL = True
    person = PersonFactory.create(name="Ada Ferreira")

    client.force_login(person)

    assert "Ada (personal)" in client.get(reverse("team_list")).content.decode()
    assert flows.ensure_personal_team(person).is_personal
