from __future__ import annotations

import itertools
import json
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import stripe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from djstripe import models as copies

from apps.billing import mirror, standings, tasks, webhooks
from apps.billing.entitlements import entitlements
from apps.billing.models import ObjectReading, WebhookEvent
from apps.billing.tests.factories import WebhookEventFactory, event_body
from apps.billing.tests.letters import SECRET, send

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_secret")]

State = WebhookEvent.State


class TestReceiving:
    def test_an_event_is_kept(self, client: Client, stripe_offline: object) -> None:
        body = event_body("customer.updated", object="customer", id="cus_nobody")

        assert send(client, body) == 200

        event = WebhookEvent.objects.get()
        assert event.pk == body["id"]
        assert event.body == body
        assert event.state == State.DONE

    def test_the_same_event_is_kept_once(self, client: Client, stripe_offline: object) -> None:
        body = event_body("customer.updated", object="customer", id="cus_nobody")

        assert [send(client, body), send(client, body)] == [200, 200]

        assert WebhookEvent.objects.get().attempts == 1

    def test_what_nobody_asked_for_is_kept_and_left_alone(self, client: Client) -> None:
        assert send(client, event_body("tax.settings.updated", object="tax.settings")) == 200

        assert WebhookEvent.objects.get().state == State.IGNORED

    def test_another_signature_is_refused(self, client: Client) -> None:
        body = event_body("customer.updated", object="customer", id="cus_nobody")

        assert send(client, body, "whsec_other") == 400
        assert not WebhookEvent.objects.exists()

    def test_a_changed_body_is_refused(self, client: Client) -> None:
        signature = stripe.WebhookSignature.generate_signature_header("{}", SECRET)
        reply = client.post(
            reverse("billing_webhook"),
            '{"id": "evt_1"}',
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )

        assert reply.status_code == 400

    def test_an_old_signature_is_refused(self, client: Client) -> None:
        body = event_body("customer.updated", object="customer", id="cus_nobody")
        long_ago = int((timezone.now() - timedelta(hours=1)).timestamp())

        assert send(client, body, timestamp=long_ago) == 400

    def test_no_signature_is_refused(self, client: Client) -> None:
        reply = client.post(reverse("billing_webhook"), "{}", content_type="application/json")

        assert reply.status_code == 400

    def test_what_is_no_event_is_refused(self, client: Client) -> None:
        assert send(client, {"no": "event"}) == 400

    def test_it_is_not_a_page(self, client: Client) -> None:
        assert client.get(reverse("billing_webhook")).status_code == 405


class TestProcessing:
    def test_what_fails_is_tried_again_later_each_time(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        settings.BILLING_WEBHOOK_ATTEMPTS = 3
        monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")
        event = WebhookEventFactory.create(type="customer.updated")
        waits = []
        for _ in range(3):
            WebhookEvent.objects.update(due_at=timezone.now())
            before = timezone.now()
            assert not webhooks.process(event.pk)
            event.refresh_from_db()
            waits.append(round((event.due_at - before) / timedelta(minutes=1)))

        assert waits == [1, 2, 4]
        assert event.state == State.FAILED
        assert event.error

    def test_one_is_not_dealt_with_before_its_turn(self, stripe_offline: object) -> None:
        event = WebhookEventFactory.create(due_at=timezone.now() + timedelta(minutes=1))

        assert not webhooks.process(event.pk)
        assert webhooks.due_events() == []

    def test_the_worker_takes_up_what_another_left(self, stripe_offline: object) -> None:
        event = WebhookEventFactory.create(attempts=1, due_at=timezone.now() - timedelta(seconds=1))

        assert tasks.process_due_events() == 1
        event.refresh_from_db()
        assert event.state == State.DONE

    def test_what_is_done_is_not_done_again(self, stripe_offline: object) -> None:
        event = WebhookEventFactory.create(state=State.DONE)

        assert not webhooks.process(event.pk)

    def test_old_ones_are_forgotten(self) -> None:
        long_ago = timezone.now() - timedelta(days=100)
        WebhookEventFactory.create(state=State.DONE, received_at=long_ago)
        kept = [
            WebhookEventFactory.create(state=State.FAILED, received_at=long_ago),
            WebhookEventFactory.create(state=State.DONE),
        ]

        tasks.follow_up_on_time()

        assert set(WebhookEvent.objects.all()) == set(kept)


class TestDisorder:
    @pytest.mark.exhaustive
    def test_every_order_of_a_life_ends_alike(self, shop: Shop, account: Account) -> None:
        shop.try_plan(account, "pro", card="pm_card_visa")
        subscription = standings.live_subscription(account)
        assert subscription is not None
        stripe.Subscription.modify(subscription.id, trial_end="now")
        stripe.Subscription.cancel(subscription.id)
        wanted = ("created", "updated", "deleted")
        events = [
            letter
            for letter in shop.offline.collect()
            if json.loads(letter.body)["type"].removeprefix("customer.subscription.") in wanted
        ]
        assert {json.loads(one.body)["type"].rpartition(".")[2] for one in events} == set(wanted)

        ends = set()
        for order in itertools.islice(itertools.permutations(events[-3:]), 6):
            copies.Subscription.objects.all().delete()
            ObjectReading.objects.all().delete()
            WebhookEvent.objects.all().delete()
            for letter in order:
                assert send(shop.client, json.loads(letter.body)) == 200
            copy = copies.Subscription.objects.get()
            ends.add((copy.stripe_data["status"], standings.standing_of(account).state))

        assert ends == {("canceled", standings.State.FREE)}

    def test_a_late_answer_does_not_replace_a_newer_one(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        subscription = standings.live_subscription(account)
        assert subscription is not None
        asked_at = timezone.now()
        late = stripe.Subscription.retrieve(subscription.id)
        stripe.Subscription.modify(subscription.id, cancel_at_period_end=True)
        mirror.refresh("subscription", subscription.id)

        assert not mirror.store(late, asked_at)

        assert standings.standing_of(account).state == standings.State.ENDING

    def test_a_late_answer_does_not_replace_one_that_brought_nothing_new(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account)
        customer = account.customer_id or ""
        mirror.refresh("customer", customer)
        stripe.Customer.modify(customer, name="For a moment")
        asked_at = timezone.now()
        late = stripe.Customer.retrieve(customer)
        stripe.Customer.modify(customer, name=copies.Customer.objects.get().name)
        mirror.refresh("customer", customer)

        assert not mirror.store(late, asked_at)

        assert copies.Customer.objects.get().name != "For a moment"

    def test_what_died_before_it_forgot_a_plan_forgets_it_the_next_time(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account)
        subscription = standings.live_subscription(account)
        assert subscription is not None
        assert entitlements(account.user).has("reports")
        stripe.Subscription.cancel(subscription.id)
        dying = patch.object(mirror, "forget", side_effect=OSError("no cache"))
        with dying, pytest.raises(OSError, match="no cache"):
            mirror.refresh("subscription", subscription.id)

        mirror.refresh("subscription", subscription.id)

        assert not entitlements(account.user).has("reports")

    def test_what_is_copied_already_is_not_written_again(
        self, shop: Shop, account: Account
    ) -> None:
        shop.subscribe(account)
        found = [(kind, one) for kind, model in mirror.KINDS.items() for one in model.objects.all()]
        for kind, copy in found:
            mirror.refresh(kind, copy.id)
            copy.refresh_from_db()

            mirror.refresh(kind, copy.id)

            again = type(copy).objects.get(pk=copy.pk)
            assert again.djstripe_updated == copy.djstripe_updated, copy.id
        assert {kind for kind, _ in found} >= {"customer", "invoice", "price", "subscription"}

    def test_a_deleted_customer_has_the_free_plan(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)
        stripe.Customer.delete(account.customer_id or "")

        shop.deliver()

        account.refresh_from_db()
        assert account.customer_id is None
        assert standings.standing_of(account).state == standings.State.FREE
        assert not WebhookEvent.objects.exclude(state__in=(State.DONE, State.IGNORED)).exists()
        shop.try_plan(account, "starter", card="pm_card_visa")
        assert standings.standing_of(account).plan.key == "starter"


def test_everything_that_happens_is_dealt_with(shop: Shop, account: Account) -> None:
    shop.try_plan(account, "pro", card="pm_card_visa")
    shop.deliver()
    shop.deliver()

    assert WebhookEvent.objects.filter(account=account).exists()
    assert not WebhookEvent.objects.exclude(state__in=(State.DONE, State.IGNORED)).exists()


def test_the_end_of_a_trial_is_told(shop: Shop, account: Account, mailoutbox: list[Any]) -> None:
    shop.try_plan(account, "starter", card=None)
    subscription = standings.live_subscription(account)
    assert subscription is not None
    data = subscription.stripe_data

    body = event_body("customer.subscription.trial_will_end", **data)
    send(shop.client, body)
    send(shop.client, {**body, "id": "evt_again"})

    mails = [mail for mail in mailoutbox if "trial" in mail.subject]
    assert len(mails) == 1
    assert "Add a payment method" in mails[0].body
    assert mails[0].alternatives


def test_the_end_of_a_subscription_is_told(
    shop: Shop, account: Account, mailoutbox: list[Any]
) -> None:
    shop.subscribe(account)
    subscription = standings.live_subscription(account)
    assert subscription is not None
    stripe.Subscription.cancel(subscription.id)

    shop.deliver()

    assert len([mail for mail in mailoutbox if "has ended" in mail.subject]) == 1


def test_a_command_does_what_no_worker_does(stripe_offline: object) -> None:
    WebhookEventFactory.create()
    output = StringIO()

    call_command("process_webhooks", stdout=output)

    assert output.getvalue() == "Dealt with 1 webhooks.\n"
    assert WebhookEvent.objects.get().state == State.DONE
