"""Views ask for the team of each request, also when the first one makes them, or has a token."""

from __future__ import annotations

import sys
from base64 import b64encode
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from apps.teams.links import team_path
from apps.teams.scoping import in_team
from apps.teams.tests.factories import make_team
from apps.teams.tests.sample.models import Project
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.teams.models import Membership

pytestmark = pytest.mark.usefixtures("sample")

SAMPLE = "apps.teams.tests.sample"


def owner_of(name: str) -> Membership:
    """Return the owner of a new team, which has a project of the same name."""
    team, owner, _others = make_team(name=name, slug=name)
    with in_team(team):
        Project.objects.create(name=name)
    return owner


@pytest.mark.parametrize("addresses", ["path", "session"])
def test_a_class_that_the_first_request_makes_is_nobodys(
    addresses: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TEAMS_ADDRESSES = addresses
    monkeypatch.delitem(sys.modules, f"{SAMPLE}.late_urls", raising=False)
    settings.ROOT_URLCONF = f"{SAMPLE}.late_urls"

    for name in ("harbour", "lighthouse"):
        owner = owner_of(name)
        client = Client()
        client.force_login(owner.user)
        path = f"/t/{name}/names/" if addresses == "path" else "/names/"
        assert client.get(path).content.decode() == name


@pytest.mark.skipif(
    find_spec("rest_framework") is None,
    reason="djangorestframework is not among this project's requirements",
)
class TestTokens:
    @pytest.fixture(autouse=True)
    def _by_path(self, settings: Settings) -> None:
        settings.TEAMS_ADDRESSES = "path"
        settings.ROOT_URLCONF = f"{SAMPLE}.api_urls"

    def call(self, slug: str, owner: Membership, password: str = PASSWORD) -> Any:
        """Call the API of a team without a session."""
        known = b64encode(f"{owner.user.email}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {known}"}
        return Client().get(f"/t/{slug}/api/v1/projects/", headers=headers)

    def test_an_address_says_the_team_of_a_call(self) -> None:
        owner = owner_of("harbour")
        second, _owner, _others = make_team(name="second", slug="second")
        second.memberships.create(user=owner.user)

        for slug, count in (("harbour", 1), ("second", 0)):
            answer = self.call(slug, owner)
            assert answer.status_code == 200
            assert answer.json()["count"] == count
            assert not answer.cookies

    @pytest.mark.parametrize("slug", ["lighthouse", "nowhere"])
    def test_a_team_of_others_is_as_good_as_none(self, slug: str) -> None:
        owner = owner_of("harbour")
        owner_of("lighthouse")

        answer = self.call(slug, owner)

        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("This is for a team")

    def test_a_wrong_token_opens_nothing(self) -> None:
        owner = owner_of("harbour")

        assert self.call("harbour", owner, "wrong").status_code in {401, 403}

    def test_pages_still_ask_who_it_is(self) -> None:
        owner = owner_of("harbour")
        path = team_path(owner.team, "team_overview")

        answer = Client().get(path, headers={"Authorization": "Basic bm9ib2R5Om5vYm9keQ=="})

        assert answer.status_code == 302
        assert "/accounts/login/" in answer.headers["Location"]
