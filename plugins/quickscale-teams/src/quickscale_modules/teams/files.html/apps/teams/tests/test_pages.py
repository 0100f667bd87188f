from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.accounts.tests.browsing import confirm_identity
from apps.teams import endings, invitations, queries
from apps.teams.models import Team
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.tests.addresses import ADDRESSES
from apps.teams.tests.browsing import Browser
from apps.teams.tests.factories import (
    InvitationFactory,
    PersonFactory,
    make_team,
)
from apps.users.models import User

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ADDRESSES, autouse=True)
def _addresses(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.TEAMS_ADDRESSES = request.param


@pytest.fixture(autouse=True)
def _days_of_grace(settings: Settings) -> None:
    settings.TEAMS_GRACE_DAYS = 14


def unpaid(_team: Team) -> list[str]:
    """Stand in for another app's objection."""
    return ["An invoice is unpaid."]


def what_one_more_means(team: Team) -> list[str]:
    """Stand in for another app's note."""
    return [f"{team.name} grows."]


class TestDirectory:
    def test_a_team_is_created(self, client: Client) -> None:
        client.force_login(PersonFactory.create())

        page = client.post(reverse("team_create"), {"name": "Blue Harbour"}, follow=True)

        assert page.status_code == 200
        assert "Your team is ready" in page.content.decode()
        assert "Blue Harbour" in client.get(reverse("team_list")).content.decode()

    @pytest.mark.parametrize(
        ("wish", "there"), [("/about/?a=1", True), ("https://elsewhere.example/", False)]
    )
    def test_its_owner_goes_on_to_where_they_came_from(
        self, client: Client, wish: str, there: bool
    ) -> None:
        client.force_login(PersonFactory.create())

        page = client.get(reverse("team_create"), {"next": wish}, follow=True)
        reply = client.post(reverse("team_create"), {"name": "Blue Harbour", "next": wish})

        assert page.context["next"] == (wish if there else "")
        assert (reply["Location"] == wish) is there
        assert "elsewhere" not in reply["Location"]

    def test_a_team_needs_a_name(self, client: Client) -> None:
        client.force_login(PersonFactory.create())

        assert client.post(reverse("team_create"), {"name": " "}).status_code == 200
        assert not Team.objects.exists()

    def test_one_leaves_and_the_last_owner_is_told_why_not(self) -> None:
        team, owner, [member] = make_team(members=1, slug="harbour")
        address = reverse("team_leave", kwargs={"slug": "harbour"})

        assert "You left" in Browser(member).client.post(address, follow=True).content.decode()
        refused = Browser(owner).client.post(address, follow=True)
        assert "A team needs an owner" in refused.content.decode()
        assert queries.seats_in_use(team) == 1

    def test_a_deleted_team_is_brought_back(self) -> None:
        team, owner, [member] = make_team(members=1, slug="harbour")
        endings.close_team(team, by=owner.user)
        address = reverse("team_restore", kwargs={"slug": "harbour"})

        assert Browser(member).client.post(address).status_code == 404
        browser = Browser(owner)
        assert "Deleted teams" in browser.client.get(reverse("team_list")).content.decode()
        page = browser.client.post(address, follow=True)

        assert "is restored" in page.content.decode()
        assert list(queries.teams_of(member.user)) == [team]

    def test_the_start_page_shows_what_one_may_see(self) -> None:
        _team, owner, [member] = make_team(members=1)

        assert "Open invitations" in Browser(owner).text("team_overview")
        assert "Activity" in Browser(owner).text("team_overview")
        seen = Browser(member).text("team_overview")
        assert "Open invitations" not in seen
        assert "Activity" not in seen


def test_an_account_goes_with_the_teams_that_are_its_own(settings: Settings) -> None:
    settings.TEAMS_PERSONAL = True
    shared, _owner, [member] = make_team(members=1)
    browser = Browser(member)
    assert Team.objects.count() == 2
    confirm_identity(browser.client)

    address = reverse("account_delete")
    browser.client.post(address, {"confirmation": member.user.email})

    assert not User.objects.filter(pk=member.user.pk).exists()
    assert Team.objects.get() == shared


class TestMembers:
    @pytest.mark.parametrize(
        ("name", "own"),
        [
            ("team_invite", {}),
            ("team_member_role", {"pk": 0}),
            ("team_transfer", {}),
            ("team_delete", {}),
            ("team_activity", {}),
        ],
    )
    def test_members_are_kept_out(self, name: str, own: dict[str, int]) -> None:
        _team, owner, [member] = make_team(members=1)
        kwargs: dict[str, Any] = {"pk": owner.pk} if own else {}

        answer = Browser(member).get(name, **kwargs)

        assert answer.status_code == 403
        assert "This needs the role Owner" in answer.text
        assert "yours is Member" in answer.text
        assert "the list of members says who" in answer.text

    def test_a_role_is_changed(self) -> None:
        _team, owner, [member] = make_team(members=1)
        browser = Browser(owner)

        browser.text("team_member_role", pk=member.pk)
        page = browser.post("team_member_role", {"role": ADMIN.name}, pk=member.pk)

        assert "is now: Admin" in page.content.decode()
        member.refresh_from_db()
        assert member.role == ADMIN.name

    def test_an_admin_is_offered_what_they_may_give(self) -> None:
        _team, owner, [admin, member] = make_team(admins=1, members=1)
        browser = Browser(admin)

        page = browser.text("team_member_role", pk=member.pk)

        assert 'value="admin"' in page
        assert 'value="owner"' not in page
        browser.post("team_member_role", {"role": OWNER.name}, pk=member.pk)
        member.refresh_from_db()
        assert member.role == MEMBER.name
        assert browser.post("team_member_remove", pk=owner.pk).status_code == 403

    def test_the_last_owner_is_told_why_not(self) -> None:
        _team, owner, _others = make_team(members=1)
        browser = Browser(owner)

        page = browser.post("team_member_role", {"role": MEMBER.name}, pk=owner.pk)
        removed = browser.post("team_member_remove", pk=owner.pk)

        assert "A team needs an owner" in page.content.decode()
        assert "A team needs an owner" in removed.content.decode()

    def test_a_member_is_removed_and_told(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        team, owner, [member] = make_team(members=1)

        with django_capture_on_commit_callbacks(execute=True):
            page = Browser(owner).post("team_member_remove", pk=member.pk)

        assert "no longer in the team" in page.content.decode()
        assert queries.seats_in_use(team) == 1
        assert mail.outbox[0].to == [member.user.email]
        assert "no longer in" in mail.outbox[0].subject

    def test_the_list_stays_as_it_was_searched(self) -> None:
        _team, owner, [member] = make_team(members=1)
        browser = Browser(owner)
        searched = f"http://testserver{browser.path('team_members')}?q=a&order=-name"

        answer = browser.client.post(
            browser.path("team_member_remove", pk=member.pk), headers={"Referer": searched}
        )

        assert f"http://testserver{answer.headers['Location']}" == searched


class TestInvite:
    def test_it_is_sent_again_and_withdrawn(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        team, owner, _others = make_team()
        browser = Browser(owner)
        browser.text("team_invite")

        with django_capture_on_commit_callbacks(execute=True):
            data = {"email": "guest@example.com", "role": "member"}
            assert "is on its way" in browser.post("team_invite", data).content.decode()
            [invitation] = queries.open_invitations(team)
            browser.post("team_invitation_resend", pk=invitation.pk)

        assert [message.to for message in mail.outbox] == [["guest@example.com"]] * 2
        [again] = queries.open_invitations(team)
        assert (
            "is withdrawn" in browser.post("team_invitation_revoke", pk=again.pk).content.decode()
        )
        assert not queries.open_invitations(team).exists()

    def test_what_one_more_means_stands_at_the_form(self, settings: Settings) -> None:
        settings.TEAMS_SEAT_NOTES = [f"{__name__}.what_one_more_means"]
        _team, owner, _others = make_team(name="Harbour")

        assert "Harbour grows." in Browser(owner).text("team_invite")

    def test_what_is_in_the_way_stands_at_the_form(self) -> None:
        _team, owner, [member] = make_team(members=1)

        page = Browser(owner).post("team_invite", {"email": member.user.email, "role": "member"})

        assert "is a member already" in page.content.decode()

    def test_the_limit_is_told_on_the_next_page(self, settings: Settings) -> None:
        settings.TEAMS_INVITATIONS_PER_HOUR = 0
        team, owner, _others = make_team()
        invitation = InvitationFactory.create(team=team)

        page = Browser(owner).post("team_invitation_resend", pk=invitation.pk)

        assert "Try again in an hour" in page.content.decode()

    def test_a_personal_team_offers_none(self, settings: Settings) -> None:
        settings.TEAMS_PERSONAL = True
        person = PersonFactory.create()
        client = Client()
        client.force_login(person)
        membership = person.memberships.get()

        assert "Invite member" not in Browser(membership).text("team_members")
        assert "Leave" not in Browser(membership).text("team_settings")


class TestSettings:
    def test_name_and_address_are_saved(self) -> None:
        team, owner, _others = make_team()

        page = Browser(owner).post("team_settings", {"name": "New", "slug": "new-address"})

        assert "The team is saved" in page.content.decode()
        team.refresh_from_db()
        assert (team.name, team.slug) == ("New", "new-address")

    @pytest.mark.parametrize("slug", ["taken", "settings", "Upper", "-dash", ""])
    def test_an_address_that_cannot_be_is_refused(self, slug: str) -> None:
        make_team(slug="taken")
        team, owner, _others = make_team(slug="mine")

        page = Browser(owner).post("team_settings", {"name": "New", "slug": slug})

        assert page.context["form"].errors["slug"]
        team.refresh_from_db()
        assert team.slug == "mine"

    def test_members_read(self) -> None:
        team, _owner, [member] = make_team(members=1, name="Harbour")
        browser = Browser(member)

        assert "Save team" not in browser.text("team_settings")
        browser.post("team_settings", {"name": "Mine", "slug": "mine"})
        team.refresh_from_db()
        assert team.name == "Harbour"

    def test_a_team_is_handed_on(self) -> None:
        team, owner, [member] = make_team(members=1)
        browser = Browser(owner)
        confirm_identity(browser.client)
        assert str(member.user) in browser.text("team_transfer")

        page = browser.post("team_transfer", {"member": str(member.pk)})

        assert "owns the team now" in page.content.decode()
        assert queries.find_membership(team, member.user).role == OWNER.name  # type: ignore[union-attr]

    def test_a_team_is_deleted_once_its_name_is_typed(self) -> None:
        team, owner, _others = make_team(name="Harbour")
        browser = Browser(owner)
        confirm_identity(browser.client)
        browser.text("team_delete")

        assert (
            "not this team" in browser.post("team_delete", {"confirmation": "x"}).content.decode()
        )
        page = browser.post("team_delete", {"confirmation": " harbour "})

        assert "You can restore it" in page.content.decode()
        team.refresh_from_db()
        assert team.is_closed

    def test_what_is_in_the_way_is_said(self, settings: Settings) -> None:
        settings.TEAMS_DELETION_CHECKS = [f"{__name__}.unpaid"]
        team, owner, _others = make_team(name="Harbour")
        browser = Browser(owner)
        confirm_identity(browser.client)

        assert "An invoice is unpaid." in browser.text("team_delete")
        assert browser.post("team_delete", {"confirmation": "harbour"}).status_code == 409
        team.refresh_from_db()
        assert not team.is_closed

    def test_the_log_says_what_happened(self) -> None:
        team, owner, _others = make_team()
        browser = Browser(owner)
        assert "Nothing has happened yet" in browser.text("team_activity")

        invitations.invite(team, "guest@example.com", MEMBER, by=owner.user)

        assert "invited guest@example.com as Member" in browser.text("team_activity")
