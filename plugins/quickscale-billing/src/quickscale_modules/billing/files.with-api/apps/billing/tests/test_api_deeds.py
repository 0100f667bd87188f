"""What the API does to what is paid: as the pages do, for those who may."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.test import Client

from apps.api.tests.factories import client_with, key_of
from apps.billing import account_pages, mirror, queries, standings
from apps.billing.flows import plan_changes
from apps.billing.parts import Part
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.test_api import client_of, get
from apps.billing.tests.test_subscriptions import confirm, use_card_that_asks

if TYPE_CHECKING:
    from apps.billing.catalog import Plan, PlanPrice
    from apps.billing.models import Account
    from apps.billing.standings import Standing
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db

PRO = {"plan": "pro", "interval": "month"}
STARTER = {"plan": "starter", "interval": "month"}


def send(client: Client, path: str, body: object = None, *, method: str = "post") -> Any:
    """Return what an address below that of billing answers to what is sent."""
    return getattr(client, method)(
        f"/api/v1/billing/{path}/", body, content_type="application/json"
    )


def said(client: Client, path: str, body: object = None, *, method: str = "post") -> str:
    """Return the sentence that something is answered by that was done."""
    answer = send(client, path, body, method=method)
    assert answer.status_code == 200, answer.content
    assert answer.json()["confirm_at"] == ""
    return str(answer.json()["said"])


def refused(answer: Any) -> str:
    """Return why something cannot be done."""
    assert answer.status_code == 409, answer.content
    assert answer.json()["code"] == "billing_refuses"
    return str(answer.json()["detail"])


class TestOverview:
    def test_before_the_first_purchase(self, account: Account) -> None:
        found = get(client_of(account), "overview")

        assert found["plan"] == {"key": "free", "name": "Free"}
        assert found["actions"] == ["choose_plan"]
        assert (found["price"], found["total"], found["method"]) == (None, None, None)
        assert found["purchases"][0]["price"]["text"] == "$9"
        assert found["contact"] == found["contacts"][0] == account.user.email  # type: ignore[union-attr]

    def test_of_a_subscriber(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        found = get(client_of(account), "overview")

        assert (found["state"], found["state_label"]) == ("active", "Active")
        assert found["price"]["price"]["text"] == found["total"]["text"] == "$49"
        assert found["actions"] == ["change_plan", "change_seats", "pause", "cancel"]
        assert found["method"]["name"] == "Visa •••• 4242"
        assert found["invoices"][0]["total"]["amount"] == 4900
        assert {row["name"]: row["allowed"] for row in found["usage"]}["projects"] is None

    def test_every_action_is_one_that_the_schema_names(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)
        seen = {*get(client, "overview")["actions"]}
        for action in ("pause", "unpause", "cancel"):
            said(client, "subscription", {"action": action})
            seen |= {*get(client, "overview")["actions"]}

        assert seen - {*account_pages.ACTIONS} == set()
        assert {"unpause", "resume"} <= seen


class Loud(Part):
    """Says something about every limit."""

    def price_note(self, plan: Plan, price: PlanPrice, limit: str) -> str:
        return f"{limit} are dear by the {price.interval}"

    def usage_note(self, account: Account, standing: Standing, limit: str) -> str:
        return f"{limit} of {standing.plan.key} cost something"


def test_what_other_apps_say_of_usage_is_said_to_those_who_pay(
    shop: Shop, account: Account, settings: Any
) -> None:
    shop.subscribe(account, "starter")
    settings.BILLING_PARTS = [f"{__name__}.Loud"]
    client = client_of(account)

    costs = {row["name"]: row["cost"] for row in get(client, "overview")["usage"]}
    [starter, _pro] = get(client, "offers")["plans"]

    assert costs["exports"] == "exports of starter cost something"
    assert "Exports each month: 100, exports are dear by the month" in starter["points"]
    assert "cost" not in get(client, "usage")[0]


class TestSubscription:
    def test_it_is_cancelled_and_kept(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)

        assert "is cancelled" in said(client, "subscription", {"action": "cancel"})
        assert get(client, "subscription")["state"] == "ending"
        assert "continues" in said(client, "subscription", {"action": "resume"})
        assert get(client, "subscription")["state"] == "active"

    def test_what_going_on_costs_is_told_first(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)
        assert "not paused" in refused(client.get("/api/v1/billing/subscription/resumption/"))
        said(client, "subscription", {"action": "pause"})

        found = get(client, "subscription/resumption")

        assert (found["plan"]["key"], found["due_now"], found["anew"]) == ("pro", None, False)

    def test_what_cannot_be_done_says_why(self, account: Account) -> None:
        client = client_of(account)

        assert "no subscription" in refused(send(client, "subscription", {"action": "cancel"}))
        assert send(client, "subscription", {"action": "wish"}).status_code == 400

    def test_a_request_that_is_sent_again_is_done_once(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        client, key = client_of(account), {"Idempotency-Key": str(uuid.uuid4())}

        first, again = (
            client.post("/api/v1/billing/plan/", PRO, "application/json", headers=key)
            for _time in range(2)
        )

        assert first.json() == again.json()
        assert "Idempotent-Replayed" in again.headers
        assert queries.invoices(account).count() == 2


class TestPlan:
    def test_offers_are_those_of_the_page(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")

        found = get(client_of(account), "offers")
        yearly = client_of(account).get("/api/v1/billing/offers/?interval=year").json()

        assert [(one["key"], one["is_current"]) for one in found["plans"]] == [
            ("starter", True),
            ("pro", False),
        ]
        assert found["plans"][1]["button"] == "Change to Pro"
        assert found["plans"][1]["per"] == "each month, per seat"
        assert "Exports each month: 2,000" in found["plans"][1]["points"]
        assert yearly["intervals"][1]["label"].startswith("Yearly, save")
        assert yearly["plans"][0]["price"]["text"] == "$190"

    def test_what_is_promised_is_what_the_invoice_says(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        client = client_of(account)
        promised = client.get("/api/v1/billing/plan/", PRO).json()
        assert not promised["later"]

        assert said(client, "plan", PRO) == "Your plan is Pro."

        newest = get(client, "invoices")["results"][0]
        assert newest["total"] == promised["preview"]["due_now"]
        assert sum(line["amount"]["amount"] for line in promised["preview"]["lines"]) == 3000

    def test_a_smaller_one_begins_later_and_is_taken_back(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account)
        client = client_of(account)
        change = client.get("/api/v1/billing/plan/", STARTER).json()
        assert (change["later"], change["preview"]) == (True, None)
        assert change["before"]["key"] == "pro"

        assert "when the period ends" in said(client, "plan", STARTER)
        found = get(client, "overview")
        assert (found["next_plan"]["key"], found["price"]["price"]["text"]) == ("starter", "$19")
        assert "keep" in found["actions"]
        assert "stays" in said(client, "subscription", {"action": "keep"})

    def test_a_bank_that_asks_is_led_to(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")
        use_card_that_asks(account)
        client = client_of(account)

        answer = send(client, "plan", PRO)

        assert answer.status_code == 200
        place = answer.json()["confirm_at"]
        assert "/dev/stripe/invoices/" in place
        assert get(client, "overview")["confirm_at"] == place
        confirm(shop, place)
        assert get(client, "subscription")["plan"] == "pro"

    def test_what_is_not_sold_is_not_chosen(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)

        assert "no such plan" in refused(send(client, "plan", {**PRO, "plan": "x"}))
        assert client.get("/api/v1/billing/plan/", {"plan": "pro"}).status_code == 400


class TestSeats:
    def test_they_are_previewed_and_changed(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)
        assert get(client, "seats")["preview"] is None

        asked = client.get("/api/v1/billing/seats/", {"seats": 3}).json()
        assert asked["preview"]["due_now"]["text"] == "$98"
        assert said(client, "seats", {"seats": 3}) == "You have 3 seats."

        assert get(client, "seats")["seats"] == 3

    def test_fewer_than_are_in_use_are_an_error_of_the_field(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account)
        monkeypatch.setattr("apps.billing.subjects.UserSubjects.seats_in_use", lambda *_: 4)

        answer = send(client_of(account), "seats", {"seats": 2})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/seats"
        assert "4 seats are in use" in answer.json()["errors"][0]["detail"]

    def test_where_they_follow_people_nobody_chooses(
        self, shop: Shop, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.subscribe(account)
        monkeypatch.setattr("apps.billing.subjects.UserSubjects.seats_follow", True)

        assert "Each member" in refused(send(client_of(account), "seats", {"seats": 2}))

    def test_a_plan_without_any_says_so(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account, "starter")

        assert "one price" in refused(client_of(account).get("/api/v1/billing/seats/"))


class TestMethods:
    def test_another_one_pays_and_the_first_goes(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        client = client_of(account)
        [first] = get(client, "payment-methods")
        customer = account.customer_id or ""
        second = stripe.PaymentMethod.attach("pm_card_mastercard", customer=customer)
        mirror.refresh("payment_method", second.id)

        kept = send(client, f"payment-methods/{first['id']}", method="delete")
        assert "Choose another one first" in refused(kept)
        said(client, f"payment-methods/{second.id}")
        said(client, f"payment-methods/{first['id']}", method="delete")

        [held] = get(client, "payment-methods")
        assert (held["id"], held["is_default"]) == (second.id, True)

    @pytest.mark.parametrize("method", ["post", "delete"])
    def test_nobody_elses(self, shop: Shop, account: Account, method: str) -> None:
        shop.subscribe(account)
        theirs = queries.payment_methods(account).get().id
        stranger = client_of(AccountFactory.create())

        answer = send(stranger, f"payment-methods/{theirs}", method=method)

        assert refused(answer) == "There is no such payment method."
        assert queries.payment_methods(account).exists()


def test_nobody_elses_invoice_is_paid(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    stranger = client_of(AccountFactory.create())

    for invoice in (queries.invoices(account)[0].id, "in_none"):
        answer = send(stranger, f"invoices/{invoice}/pay")
        assert refused(answer) == "This invoice is not open."


def test_an_open_invoice_is_paid(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    customer = account.customer_id or ""
    stripe.InvoiceItem.create(customer=customer, amount=900, currency="usd")
    made = stripe.Invoice.create(customer=customer, pending_invoice_items_behavior="include")
    stripe.Invoice.finalize_invoice(made.id or "")
    mirror.refresh("invoice", made.id or "")
    client = client_of(account)
    assert get(client, "invoices")["results"][0]["status"] == "open"

    assert said(client, f"invoices/{made.id}/pay") == "The invoice is paid."

    assert get(client, "invoices")["results"][0]["status"] == "paid"


def test_invoices_go_to_those_who_manage_billing_alone(account: Account) -> None:
    client = client_of(account)
    address = get(client, "overview")["contact"]

    assert "there" in said(client, "contact", {"address": address}, method="put")
    assert "nobody" in refused(send(client, "contact", {"address": "a@b.de"}, method="put"))


def test_a_key_that_reads_changes_nothing(shop: Shop, account: Account) -> None:
    shop.subscribe(account)
    _key, text = key_of(account.user, "billing:read")  # type: ignore[arg-type]

    answer = send(client_with(text), "subscription", {"action": "cancel"})

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert standings.standing_of(account).state == standings.State.ACTIVE


def test_whoever_pays_for_themselves_may_do_everything(account: Account) -> None:
    found = get(client_of(account), "access")

    assert found == {"manages": True, "pays": True, "people": [], "begin_at": ""}
    assert Client().get("/api/v1/billing/access/").status_code == 401


def test_the_overview_asks_as_much_for_few_as_for_many(
    shop: Shop, account: Account, django_assert_max_num_queries: Any
) -> None:
    shop.subscribe(account)
    client = client_of(account)
    for seats in (2, 3, 4):
        plan_changes.set_seats(account, seats)
    get(client, "overview")

    with django_assert_max_num_queries(16):
        get(client, "overview")
