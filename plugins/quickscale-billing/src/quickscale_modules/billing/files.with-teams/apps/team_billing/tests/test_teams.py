from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse

from apps.accounts.tests.factories import MemberFactory
from apps.billing import plans, standings
from apps.billing.access import access_of
from apps.billing.conf import conf
from apps.billing.entitlements import entitlements
from apps.billing.flows import checkout, customers, endings, pausing, plan_changes
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.factories import AccountFactory, UsageRecordFactory
from apps.billing.tests.paying import Payer
from apps.ops.seeding import seed
from apps.team_billing import checks, seats, tasks
from apps.team_billing.models import TeamAccount
from apps.teams import endings as endings_of_teams
from apps.teams import flows, queries
from apps.teams.links import team_path
from apps.teams.scoping import in_team
from apps.teams.tests.factories import MembershipFactory, make_team

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop
    from apps.teams.models import Team

pytestmark = pytest.mark.django_db


def member_of(team: Team, role: str) -> Client:
    """Return a client that somebody of a role is signed in with."""
    with in_team(team):
        membership = queries.members(team).filter(role=role).first()
    assert membership is not None
    client = Client()
    client.force_login(membership.user)
    return client


class TestSubjects:
    def test_a_team_has_one_account(self, team: Team, account: Account) -> None:
        assert conf.subjects.make_account(team) == account
        assert conf.subjects.account_of(team) == account
        assert conf.subjects.key_of(account) == conf.subjects.key(team)
        assert conf.subjects.seats_in_use(account) == 3

    def test_owner_and_admins_are_told(self, team: Team, account: Account) -> None:
        assert len(conf.subjects.addresses(account)) == 2

    def test_an_account_without_a_team_has_its_old_address(self) -> None:
        lost = AccountFactory.create(user=None, name="", email="old@example.com")

        assert conf.subjects.addresses(lost) == ["old@example.com"]
        assert conf.subjects.seats_in_use(lost) == 0
        assert conf.subjects.key_of(lost) == ""

    @pytest.mark.parametrize(("role", "status"), [("owner", 200), ("admin", 200), ("member", 403)])
    def test_billing_is_for_those_who_manage_it(
        self, team: Team, account: Account, role: str, status: int
    ) -> None:
        page = member_of(team, role).get(team_path(team, "billing_overview"))

        assert page.status_code == status
        access = access_of(page.wsgi_request)
        assert access.manages is (status == 200)
        assert access.people == ([] if access.manages else conf.subjects.addresses(account))

    def test_who_is_in_no_team_has_nothing_to_pay_for(self) -> None:
        client = Client()
        client.force_login(MemberFactory.create())

        page = client.get(reverse("billing_overview"), follow=True)

        assert page.status_code == 200
        access = access_of(page.wsgi_request)
        assert (access.manages, access.pays, access.people) == (False, False, [])
        assert access.begin_at.startswith(reverse("team_create"))

    def test_a_chosen_plan_leads_by_a_new_team_to_its_offer(self, shop: Shop) -> None:
        client = Client()
        client.force_login(MemberFactory.create())
        choice = {"plan": "pro", "interval": "month"}

        page = client.get(reverse("billing_start"), choice, follow=True)
        assert page.request["PATH_INFO"] == reverse("team_create")
        assert "You chose Pro" in page.content.decode()
        data = {"name": "Red Harbour", "next": page.context["next"]}
        page = client.post(reverse("team_create"), data, follow=True)

        assert page.request["PATH_INFO"] == reverse("billing_start")
        assert "Start 14-day trial: Pro" in page.content.decode()

    def test_a_plan_is_to_be_chosen_by_those_who_may(self, team: Team) -> None:
        client = Client()
        client.force_login(MemberFactory.create())

        assert "Choose a plan" in client.get(reverse("pages:dashboard")).content.decode()
        for role, may in (("owner", True), ("member", False)):
            page = member_of(team, role).get(team_path(team, "pages:dashboard"))
            assert ("Choose a plan" in page.content.decode()) is may

    def test_who_may_not_choose_a_plan_learns_who_may(self, team: Team) -> None:
        member = member_of(team, "member")
        choice = {"plan": "pro", "interval": "month"}

        page = member.get(team_path(team, "billing_start"), choice)

        assert page.status_code == 403
        assert page.templates[0].name == "billing/not_yours.html"
        assert "You chose" not in page.content.decode()

    @pytest.mark.parametrize("interval", ["month", "year"])
    def test_who_is_in_no_team_makes_one_and_goes_on_with_the_plan(
        self, shop: Shop, interval: str
    ) -> None:
        client = Client()
        client.force_login(MemberFactory.create())
        choice = {"plan": "pro", "interval": interval}

        page = client.post(reverse("billing_subscribe"), choice, follow=True)
        assert "Make a team first" in page.content.decode()
        back = page.context["next"]
        made = client.post(
            page.request["PATH_INFO"], {"name": "Red Harbour", "next": back}, follow=True
        )
        marks = {card.plan.key: card.mark for card in made.context["cards"]}
        reply = client.post(reverse("billing_subscribe"), choice)

        assert (marks["pro"], made.context["interval"]) == ("Your choice", interval)
        assert "Your choice" in made.content.decode()
        assert "/dev/stripe/checkout/" in reply["Location"]

    def test_who_is_in_no_team_and_buys_a_pack_makes_a_team(self) -> None:
        client = Client()
        client.force_login(MemberFactory.create())

        reply = client.post(reverse("billing_buy"), {"item": "export_pack"}, follow=True)

        assert reply.status_code == 200
        assert reply.context["next"] == reverse("billing_pricing")

    def test_a_new_name_is_taken_over(self, team: Team, account: Account) -> None:
        team.name = "Red Harbour"
        team.save()

        account.refresh_from_db()
        assert account.name == "Red Harbour"

    def test_everybody_in_it_has_its_plan(self, shop: Shop, team: Team, account: Account) -> None:
        shop.subscribe(account)

        assert entitlements(team).has("reports")
        UsageRecordFactory.create(account=account)
        page = member_of(team, "member").get(team_path(team, "pages:dashboard"))
        assert "of 2,000" in page.content.decode()


class TestSeats:
    def test_they_follow_the_members(self, shop: Shop, team: Team, account: Account) -> None:
        shop.subscribe(account)
        tasks.follow_seats()
        assert standings.standing_of(account).seats == 3

        MembershipFactory.create(team=team, role="member")
        with TestCase.captureOnCommitCallbacks(execute=True):
            seats.follow_members(team)

        assert standings.standing_of(account).seats == 4

    def test_checkout_asks_for_as_many_as_there_are(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        shop.try_plan(account, "pro", card="pm_card_visa")

        assert standings.standing_of(account).seats == 3

    def test_a_plan_may_limit_them(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        assert seats.seat_obstacles(team) == []
        monkeypatch.setitem(plans.LIMITS, seats.LIMIT, "Members")

        assert "room for 0 members" in seats.seat_obstacles(team)[0]
        page = member_of(team, "owner").get(team_path(team, "billing_overview"))
        assert {row.label: row.text for row in page.context["page"].usage}["Members"] == "3 of 0"

    def test_whoever_invites_is_told_what_one_more_costs(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        owner, page = member_of(team, "owner"), team_path(team, "team_invite")
        assert "One more member" not in owner.get(page).content.decode()

        shop.try_plan(account, "pro", card="pm_card_visa")
        said = owner.get(page).content.decode()
        assert "One more member costs $49 each month" in said
        assert "once the trial is over" in said

    @pytest.mark.parametrize("interval", ["month", "year"])
    def test_what_one_more_costs_depends_on_how_it_is_paid(
        self, shop: Shop, team: Team, account: Account, interval: str
    ) -> None:
        shop.subscribe(account, interval=interval)

        [note] = seats.seat_notes(team)
        assert f"each {interval}" in note
        assert "charged on the day they join" in note

    def test_one_more_costs_nothing_where_seats_are_not_paid_for(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        assert seats.seat_notes(team) == []
        shop.subscribe(account, "starter")
        assert seats.seat_notes(team) == []

    def test_no_plan_may_be_too_small_for_them(
        self, shop: Shop, team: Team, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        free, starter, pro = plans.PLANS
        small, large = (
            replace(plan, limits={**plan.limits, seats.LIMIT: count})
            for plan, count in ((starter, 2), (pro, None))
        )
        price = small.price("month")
        assert price is not None
        monkeypatch.setitem(plans.LIMITS, seats.LIMIT, "Members")
        monkeypatch.setattr(plans, "PLANS", (free, small, large))

        with pytest.raises(BillingError, match="Members: 3 in use, and Starter allows 2"):
            checkout.subscribe(account, small, price, back="/", done="/")
        shop.subscribe(account)
        with pytest.raises(BillingError, match="Members: 3 in use, and Starter allows 2"):
            plan_changes.change_plan(account, small, price)

        owner = member_of(team, "owner")
        page = team_path(team, "billing_confirm")
        answer = owner.get(page, {"plan": "starter", "interval": "month"}, follow=True)
        assert "Members: 3 in use, and Starter allows 2" in answer.content.decode()
        assert answer.request["PATH_INFO"] == team_path(team, "billing_plan")
        roomy = replace(small, limits={**small.limits, seats.LIMIT: 3})
        monkeypatch.setattr(plans, "PLANS", (free, roomy, large))
        assert seats.seat_obstacles(team) == []
        assert plan_changes.change_plan(account, roomy, price) == "later"
        [obstacle] = seats.seat_obstacles(team)
        assert "Starter follows when the period ends, and has room for 3 members" in obstacle

    def test_more_of_them_are_priced_and_not_bought(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        shop.subscribe(account)
        owner = member_of(team, "owner")
        page = team_path(team, "billing_seats")

        for answer in (owner.get(page, {"seats": "4"}), owner.post(page, {"seats": "4"})):
            change = answer.context["change"]
            assert change.follow
            assert change.preview is not None
            assert change.preview.due_now > 0

        assert standings.standing_of(account).seats == 1

    def test_what_stripe_refuses_is_tried_again_later(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        shop.subscribe(account)
        pausing.pause(account)

        tasks.follow_seats()
        tasks.sync_account_seats("00000000-0000-0000-0000-000000000000")

        assert standings.standing_of(account).seats == 1


def test_who_leaves_before_the_period_is_paid_leaves_no_credit(
    shop: Shop, team: Team, account: Account
) -> None:
    """A credit for what is never paid would pay for another subscription."""
    payer = Payer(shop, account)
    shop.subscribe(account)
    tasks.follow_seats()
    standing = payer.standing
    assert standing.until is not None
    payer.wait((standing.until - standing.period_start).days + 0.01)  # its invoice is a draft
    team.memberships.exclude(role="owner").delete()

    tasks.follow_seats()
    endings.cancel(account)

    assert not stripe.Customer.retrieve(account.customer_id or "").balance


def test_a_team_with_a_subscription_is_not_deleted(
    shop: Shop, team: Team, account: Account
) -> None:
    assert seats.deletion_obstacles(team) == []
    shop.subscribe(account)
    assert seats.deletion_obstacles(team)

    endings.cancel(account)

    assert seats.deletion_obstacles(team) == []


class TestGrowing:
    """Whoever joins has a seat at once, so it is paid by the rules of the period."""

    @pytest.fixture
    def yearly(self, shop: Shop, account: Account) -> Payer:
        """A team of three that pays Pro by the year, and whom Starter follows."""
        payer = Payer(shop, account)
        shop.subscribe(account, "pro", "year")
        tasks.follow_seats()
        plan = standings.find_plan("starter")
        assert plan is not None
        price = plan.price("year")
        assert price is not None
        assert plan_changes.change_plan(account, plan, price) == "later"
        return payer

    def test_who_joins_before_a_smaller_plan_begins_is_paid_for(
        self, yearly: Payer, team: Team
    ) -> None:
        before = yearly.paid
        yearly.wait(183)
        MembershipFactory.create_batch(20, team=team, role="member")

        tasks.follow_seats()
        tasks.follow_seats()
        paid = yearly.paid - before
        plan_changes.keep_plan(yearly.account)

        assert abs(paid - 20 * 49000 / 2) < 49000 / 12
        assert yearly.standing.plan.key == "pro"
        assert yearly.standing.seats == 23
        assert yearly.paid == before + paid

    def test_who_joined_is_paid_for_when_the_plan_is_kept(self, yearly: Payer, team: Team) -> None:
        before = yearly.paid
        MembershipFactory.create_batch(2, team=team, role="member")

        plan_changes.keep_plan(yearly.account)

        assert yearly.paid > before + 49000
        assert yearly.standing.seats == 5

    def test_the_smaller_plan_follows_all_the_same(self, yearly: Payer, team: Team) -> None:
        MembershipFactory.create(team=team, role="member")
        tasks.follow_seats()
        before = yearly.paid

        yearly.wait(370)

        assert yearly.standing.plan.key == "starter"
        assert yearly.paid == before + 19000

    def test_who_joined_during_a_pause_of_staff_is_told_before(
        self, team: Team, shop: Shop, account: Account
    ) -> None:
        held = shop.subscribe(account).subscription
        tasks.sync_account_seats(str(account.pk))
        assert held is not None
        stripe.Subscription.modify(held.id, pause_collection={"behavior": "void"})
        shop.deliver()
        MembershipFactory.create(team=team, role="member")
        before = sum(one.amount_paid for one in stripe.Invoice.list().data)

        page = member_of(team, "owner").get(team_path(team, "billing_unpause"))
        promised = page.context["resumption"].invoice.amount_due
        pausing.unpause(account)

        assert 0 < promised <= 4900
        assert sum(one.amount_paid for one in stripe.Invoice.list().data) == before + promised

    def test_nobody_joins_while_a_paused_plan_may_be_used(
        self, shop: Shop, account: Account, team: Team
    ) -> None:
        payer = Payer(shop, account)
        shop.subscribe(account)
        pausing.pause(account)
        assert seats.seat_obstacles(team) == [
            "The subscription is paused. Resume it under Billing first."
        ]

        payer.wait(33)

        assert seats.seat_obstacles(team) == []


class TestContact:
    def told(self, account: Account) -> str | None:
        return stripe.Customer.retrieve(account.customer_id or "").email

    def people(self, team: Team) -> dict[str, Any]:
        with in_team(team):
            return {one.role: one.user for one in queries.members(team)}

    def test_an_owner_is_told_until_somebody_is_chosen(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        people = self.people(team)
        people["admin"].email = "aaa@example.com"
        people["admin"].save()
        shop.subscribe(account)
        assert self.told(account) == people["owner"].email

        owner = member_of(team, "owner")
        page = team_path(team, "billing_overview")
        assert owner.get(page).context["page"].contact == people["owner"].email
        answer = owner.post(
            team_path(team, "billing_contact"), {"address": "aaa@example.com"}, follow=True
        )

        assert answer.context["page"].contact == "aaa@example.com"
        assert self.told(account) == "aaa@example.com"

    def test_a_changed_address_is_told_at_once(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        shop.subscribe(account)
        owner = self.people(team)["owner"]
        owner.email = "new@example.com"

        with TestCase.captureOnCommitCallbacks(execute=True):
            owner.save()

        assert self.told(account) == "new@example.com"

    def test_who_is_removed_is_told_nothing_more(
        self, shop: Shop, team: Team, account: Account
    ) -> None:
        shop.subscribe(account)
        people = self.people(team)
        customers.choose_contact(account, people["admin"].email)
        with in_team(team):
            queries.members(team).filter(role="admin").delete()

        with TestCase.captureOnCommitCallbacks(execute=True):
            seats.follow_members(team)

        assert self.told(account) == people["owner"].email

    def test_a_member_is_no_contact(self, shop: Shop, team: Team, account: Account) -> None:
        with pytest.raises(BillingError, match="nobody who manages billing"):
            customers.choose_contact(account, self.people(team)["member"].email)

    def test_a_new_name_is_told_at_once(self, shop: Shop, team: Team, account: Account) -> None:
        shop.subscribe(account)
        team.name = "Red Harbour"

        with TestCase.captureOnCommitCallbacks(execute=True):
            team.save()

        assert stripe.Customer.retrieve(account.customer_id or "").name == "Red Harbour"


class TestDeletion:
    def test_pages_close_with_the_team(self, shop: Shop, account: Account, team: Team) -> None:
        plan = standings.find_plan("starter")
        assert plan is not None
        price = plan.price("month")
        assert price is not None
        checkout.subscribe(account, plan, price, back="/", done="http://testserver/")
        with in_team(team):
            owner = queries.members(team).filter(role="owner").get().user

        with TestCase.captureOnCommitCallbacks(execute=True):
            endings_of_teams.close_team(team, by=owner)

        [session] = stripe.checkout.Session.list(customer=account.customer_id or "").data
        assert session.status == "expired"

    def test_what_is_paid_comes_back_with_the_team(
        self, shop: Shop, account: Account, team: Team
    ) -> None:
        shop.subscribe(account)
        endings.cancel(account)
        with in_team(team):
            owner = queries.members(team).filter(role="owner").get().user
        with TestCase.captureOnCommitCallbacks(execute=True):
            endings_of_teams.close_team(team, by=owner)

        assert standings.standing_of(account).state == standings.State.ENDING

    def test_a_subscription_ends_with_its_team(
        self, shop: Shop, account: Account, team: Team
    ) -> None:
        payer = Payer(shop, account)
        shop.subscribe(account)
        payer.lose_the_card()
        payer.wait(33)

        with TestCase.captureOnCommitCallbacks(execute=True):
            team.delete()

        customer = account.customer_id or ""
        assert stripe.Subscription.list(customer=customer).data == []
        assert payer.open_invoices == 0


def run(*options: str) -> str:
    """Run the move and return what it says."""
    output = StringIO()
    call_command("move_billing_to_teams", *options, stdout=output)
    return output.getvalue()


class TestMove:
    @pytest.fixture
    def person(self, shop: Shop, settings: Any) -> Account:
        """Somebody who subscribed before there were teams."""
        settings.BILLING_SUBJECTS = "apps.billing.subjects.UserSubjects"
        account = AccountFactory.create(user=MemberFactory.create(email="ada@example.com"))
        shop.subscribe(account)
        settings.BILLING_SUBJECTS = "apps.team_billing.subjects.TeamSubjects"
        return account

    def test_a_subscription_goes_along(self, shop: Shop, person: Account) -> None:
        assert person.user is not None
        team = flows.create_team(person.user, "Blue Harbour")
        MembershipFactory.create(team=team, role="member")
        customer = person.customer_id
        assert [one.id for one in checks.check_accounts(None, ["default"])] == ["team_billing.W001"]

        assert "would go to Blue Harbour" in run("--dry-run")
        assert "now Blue Harbour's" in run()

        account = conf.subjects.account_of(team)
        assert account == person
        assert account.customer_id == customer
        assert account.user is None
        assert entitlements(team).has("reports")
        assert standings.standing_of(account).seats == 2
        assert stripe.Customer.retrieve(customer or "").name == "Blue Harbour"
        assert run() == "No account is left.\n"
        assert checks.check_accounts(None, ["default"]) == []
        assert checks.check_accounts(None) == []

    def test_somebody_without_a_team_gets_one_if_wanted(self, person: Account) -> None:
        assert "owns no team" in run()
        assert TeamAccount.objects.count() == 0

        run("--create-teams")

        assert TeamAccount.objects.get().account == person

    def test_of_several_teams_one_is_named(self, person: Account) -> None:
        assert person.user is not None
        flows.create_team(person.user, "Blue Harbour")
        second = flows.create_team(person.user, "Red Harbour")
        assert "owns several teams" in run()

        run("--to", f"ada@example.com={second.slug}")

        assert TeamAccount.objects.get().team == second

    def test_a_team_that_pays_already_is_left_alone(self, person: Account) -> None:
        assert person.user is not None
        team = flows.create_team(person.user, "Blue Harbour")
        conf.subjects.make_account(team)

        assert "has an account of its own" in run()
        with pytest.raises(CommandError, match="account of its own"):
            run("--to", f"ada@example.com={team.slug}")

    @pytest.mark.parametrize(
        ("pair", "words"),
        [("bob@example.com=x", "no account"), ("ada@example.com=x", "in no team")],
    )
    def test_what_is_named_must_be_there(self, person: Account, pair: str, words: str) -> None:
        with pytest.raises(CommandError, match=words):
            run("--to", pair)


def test_the_demo_team_has_a_plan(stripe_offline: object) -> None:
    demo = seed("a-demo-password")
    again = seed("a-demo-password")

    account = TeamAccount.objects.get().account
    standing = standings.standing_of(account)
    assert standing.state == standings.State.ACTIVE
    assert standing.seats == conf.subjects.seats_in_use(account)
    assert demo.user == again.user


def test_an_account_is_named_after_its_team() -> None:
    team = make_team()[0]

    assert str(conf.subjects.make_account(team)) == team.name
