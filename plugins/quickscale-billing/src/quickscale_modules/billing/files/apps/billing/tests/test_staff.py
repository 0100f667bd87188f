from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import stripe
from django.contrib.admin.utils import quote
from django.test import TestCase
from django.urls import reverse
from djstripe import models as copies

from apps.accounts.tests.factories import MemberFactory
from apps.billing.flows import staff
from apps.billing.models import StaffAction, WebhookEvent
from apps.billing.money import money
from apps.billing.stripe_calls import BillingError
from apps.billing.tests.factories import (
    AccountFactory,
    WebhookEventFactory,
)

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop
    from apps.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    """Somebody who may do everything, signed in."""
    clerk = MemberFactory.create(email="clerk@example.com", is_staff=True, is_superuser=True)
    client.force_login(clerk)
    return clerk


def paid(shop: Shop, account: Account, card: str = "pm_card_visa") -> Any:
    """Return the charge of a new subscription."""
    shop.subscribe(account, card=card)
    shop.deliver()
    return copies.Charge.objects.get(customer__id=account.customer_id)


class TestNumbersOfTheDay:
    def test_what_was_paid_less_what_was_returned_is_revenue(
        self, shop: Shop, account: Account, clerk: User, client: Client
    ) -> None:
        charge = paid(shop, account)
        staff.refund(charge, 100, reason="", by=clerk, key="once")
        shop.deliver()

        page = client.get(reverse("admin:index")).text

        assert f"<td>{money(charge.stripe_data['amount'] - 100, charge.currency)}</td>" in page

    def test_failed_webhooks_are_counted(self, clerk: User, client: Client) -> None:
        WebhookEventFactory.create(state=WebhookEvent.State.FAILED)

        page = client.get(reverse("admin:index")).text

        assert re.search(r"Failed webhooks.*?<td>1</td>", page, re.DOTALL)


class TestRefund:
    def test_staff_pay_back_on_record(
        self, shop: Shop, account: Account, clerk: User, client: Client
    ) -> None:
        charge = paid(shop, account)
        page = reverse("admin:billing_refund", args=(charge.pk,))
        form = client.get(page).context["form"]
        answer = {"amount": "20.00", "reason": "Two weeks late", "key": str(form["key"].value())}

        assert client.post(page, answer).status_code == 302
        assert client.post(page, answer).status_code == 302

        action = StaffAction.objects.get()
        assert (action.kind, action.by, action.amount) == ("refunded", clerk.email, 2000)
        assert action.account == account
        assert stripe.Refund.list().data[0].amount == 2000
        assert len(stripe.Refund.list().data) == 1

    def test_no_more_than_was_paid(
        self, shop: Shop, account: Account, clerk: User, client: Client
    ) -> None:
        charge = paid(shop, account)
        page = reverse("admin:billing_refund", args=(charge.pk,))

        reply = client.post(page, {"amount": "4900", "reason": "All", "key": "no key"})

        assert reply.status_code == 200
        assert not StaffAction.objects.exists()
        with pytest.raises(BillingError, match="cannot be more than"):
            staff.refund(charge, 490000, reason="All", by=clerk, key="1")

    def test_a_clerk_without_the_right_may_not(
        self, shop: Shop, account: Account, client: Client
    ) -> None:
        charge = paid(shop, account)
        client.force_login(MemberFactory.create(is_staff=True))

        reply = client.get(reverse("admin:billing_refund", args=(charge.pk,)))

        assert reply.status_code == 403

    def test_what_is_not_there_is_not_found(self, clerk: User, client: Client) -> None:
        assert client.get(reverse("admin:billing_refund", args=(7,))).status_code == 404


def test_disputes_are_shown_as_they_stand(shop: Shop, clerk: User, client: Client) -> None:
    paid(shop, AccountFactory.create(), card="pm_card_createDispute")
    dispute = copies.Dispute.objects.get()

    page = client.get(reverse("admin:djstripe_dispute_changelist")).content.decode()
    assert "Djstripe" not in page + client.get(reverse("admin:index")).content.decode()

    assert dispute.id in page
    assert "needs response" in page


class TestEvents:
    def test_one_is_replayed_on_record(
        self, stripe_offline: object, clerk: User, client: Client
    ) -> None:
        event = WebhookEventFactory.create(state=WebhookEvent.State.FAILED, attempts=8)
        page = reverse("admin:billing_webhookevent_changelist")
        answer = {"action": "replay", "_selected_action": [event.pk]}

        with TestCase.captureOnCommitCallbacks(execute=True):
            client.post(page, answer)

        event.refresh_from_db()
        assert event.state == WebhookEvent.State.DONE
        assert StaffAction.objects.get().object_id == event.pk

    def test_the_list_says_how_they_do(self, clerk: User, client: Client) -> None:
        page = reverse("admin:billing_webhookevent_changelist")
        assert "None was received yet" in client.get(page).content.decode()

        event = WebhookEventFactory.create(state=WebhookEvent.State.FAILED)

        assert "Failed: 1" in client.get(page).content.decode()
        one = reverse("admin:billing_webhookevent_change", args=(quote(event.pk),))
        assert event.object_id in client.get(one).content.decode()


FOUND_BY = {
    "customer": ("ada@", "cus_"),
    "subscription": ("ada@", "sub_", "cus_"),
    "invoice": ("ada@", "in_", "49", "49.00"),
    "charge": ("ada@", "ch_", "49,00"),
}


def test_copies_are_found(
    shop: Shop, clerk: User, client: Client, subtests: pytest.Subtests
) -> None:
    account = AccountFactory.create(
        user=MemberFactory.create(email="ada@example.com", name="Ada Ferreira")
    )
    paid(shop, account)
    for kind, words in FOUND_BY.items():
        with subtests.test(kind):
            page = reverse(f"admin:djstripe_{kind}_changelist")
            for word in words:
                assert client.get(page, {"q": word}).context["cl"].result_count == 1, word
            assert client.get(page, {"q": "9999.99"}).context["cl"].result_count == 0
            row = client.get(page).context["cl"].result_list[0]
            change = client.get(reverse(f"admin:djstripe_{kind}_change", args=(row.pk,)))
            assert row.id in change.content.decode()


def test_an_account_tells_how_it_stands(
    shop: Shop, account: Account, clerk: User, client: Client
) -> None:
    shop.subscribe(account)

    page = client.get(reverse("admin:billing_account_change", args=(account.pk,)))

    assert "Pro: Active" in page.content.decode()
