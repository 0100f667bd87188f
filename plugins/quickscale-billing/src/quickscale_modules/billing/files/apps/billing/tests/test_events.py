"""Every type of event by itself: late, twice, tampered with, and after its customer is gone."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from apps.billing import mirror
from apps.billing.models import SentNotice, StaffAction, UsageRecord, WebhookEvent
from apps.billing.tests.bodies.checkout import SESSION
from apps.billing.tests.bodies.events import event, previously, subjects
from apps.billing.tests.bodies.everything import everything
from apps.billing.tests.bodies.forms import NOW, Obj
from apps.billing.tests.bodies.invoices import INVOICE
from apps.billing.tests.bodies.payments import CHARGE
from apps.billing.tests.bodies.people import CUSTOMER
from apps.billing.tests.bodies.subscriptions import SUBSCRIPTION
from apps.billing.tests.letters import post, send, signed
from apps.billing.tests.stripe_now import (
    copy_all,
    delete_customer,
    forget,
    hold,
    said_by_us,
    wrong_copies,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from apps.billing.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_secret", "stripe_offline")]

State = WebhookEvent.State

BEFORE = {"metadata": {"seen": "before"}}
BOUGHT = ("checkout.session.async_payment_succeeded", "checkout.session.completed")
LEFT_ALONE = ("checkout.session.async_payment_failed", "checkout.session.expired")
FORGOTTEN = ("coupon.deleted", "invoice.deleted", "price.deleted", "product.deleted")
OF_NOBODY = ("coupon", "price", "product", "promotion_code")
ALONGSIDE = {
    "checkout.session": (CUSTOMER, INVOICE),
    "discount": (CUSTOMER,),
    "dispute": (CHARGE,),
    "invoice": (SUBSCRIPTION,),
    "payment_method": (CUSTOMER,),
    "refund": (CHARGE,),
}
"""What else changes with an object of a kind, by its kind."""


@pytest.fixture
def payer(account: Account) -> Account:
    """Somebody whose customer has one of everything."""
    account.customer_id = CUSTOMER
    account.save()
    hold(*everything(str(account.pk)))
    return account


@contextmanager
def undone() -> Iterator[None]:
    """Do something to the database, and undo it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def gone(type_: str, subject: Obj) -> Iterator[bool]:
    """Have Stripe know nothing of what an event says is deleted, where it would forget it."""
    forgotten = type_ in FORGOTTEN
    if forgotten:
        forget(subject["id"])
    try:
        yield forgotten
    finally:
        if forgotten:
            hold(subject)


def concerned(subject: Obj) -> tuple[str, ...]:
    """Return the ids of all whose copies an event about an object brings up to date."""
    return (subject["id"], *ALONGSIDE.get(subject["object"], ()))


def one_of_each_kind() -> dict[str, Obj]:
    """Return the object of one event about each kind of object, by the event's type."""
    acted_upon = {type_: one for type_, one in subjects().items() if type_ not in LEFT_ALONE}
    kinds = {subject["object"]: type_ for type_, subject in acted_upon.items()}
    return {type_: subjects()[type_] for type_ in kinds.values()}


@pytest.mark.exhaustive
def test_each_has_one_effect_however_late_and_often_it_comes(
    payer: Account, client: Client, mailoutbox: list[Any], subtests: pytest.Subtests
) -> None:
    now = everything(str(payer.pk))
    hold(*(one | BEFORE for one in now))
    copy_all(now)
    hold(*now)
    for type_, subject in subjects().items():
        with subtests.test(type_), undone(), gone(type_, subject) as is_gone:
            body = event(type_, subject | BEFORE, days=6, **previously(type_))
            assert [send(client, body), send(client, body)] == [200, 200]
            assert send(client, body | {"id": f"{body['id']}again"}) == 200

            assert WebhookEvent.objects.count() == 2
            for kept in WebhookEvent.objects.all():
                assert not kept.error
                left_alone = type_ in LEFT_ALONE
                assert kept.state == (State.IGNORED if left_alone else State.DONE)
                assert kept.attempts == (0 if left_alone else 1)
                assert kept.account == (None if subject["object"] in OF_NOBODY else payer)
            if type_ not in LEFT_ALONE:
                assert wrong_copies(*concerned(subject)) == []
            if is_gone:
                assert not mirror.KINDS[subject["object"]].objects.filter(id=subject["id"])
            bought = UsageRecord.objects.values_list("key", "quantity")
            assert list(bought) == ([(SESSION, -100)] if type_ in BOUGHT else [])
            assert not SentNotice.objects.exists()
            assert not StaffAction.objects.exists()
    assert mailoutbox == []
    assert said_by_us() == 0


def test_what_somebody_else_changed_is_refused(client: Client, subtests: pytest.Subtests) -> None:
    for type_, subject in subjects().items():
        with subtests.test(type_):
            text = json.dumps(event(type_, subject))
            changed = text.replace('"livemode": false', '"livemode": fals3', 1)

            assert post(client, changed, signed(text)) == 400
            assert post(client, text, signed(text, "whsec_other")) == 400
            assert post(client, text, signed(text, timestamp=NOW - 3600)) == 400
            assert post(client, text, signed(text).replace("v1=", "v0=")) == 400
    assert not WebhookEvent.objects.exists()


@pytest.mark.exhaustive
@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("copied", [True, False])
def test_each_is_dealt_with_after_its_customer_is_deleted(
    payer: Account, client: Client, subtests: pytest.Subtests, *, copied: bool, heard: bool
) -> None:
    if copied:
        copy_all(everything())
    delete_customer()
    if heard:
        send(client, event("customer.deleted", subjects()["customer.deleted"]))
        WebhookEvent.objects.all().delete()
    # Where there is no copy, much is copied first, whatever for; and sites are on PostgreSQL.
    all_types = copied and connection.features.has_select_for_update
    told = subjects() if all_types else one_of_each_kind()
    for type_, subject in told.items():
        with subtests.test(type_), undone(), gone(type_, subject):
            body = event(type_, subject, days=6, **previously(type_))
            assert send(client, body) == 200

            kept = WebhookEvent.objects.get()
            assert not kept.error
            assert kept.state in (State.DONE, State.IGNORED)
            if kept.state == State.DONE:
                assert wrong_copies(*concerned(subject)) == []
            bought = UsageRecord.objects.values_list("key", "quantity")
            assert list(bought) == ([(SESSION, -100)] if type_ in BOUGHT else [])
            payer.refresh_from_db()
            is_known = heard or subject["object"] == "customer"
            assert payer.customer_id == (None if is_known else CUSTOMER)
    assert said_by_us() == 0


@pytest.mark.parametrize(
    ("type_", "state"),
    [
        ("tax.settings.updated", State.IGNORED),
        ("brand.new.thing", State.IGNORED),
        ("customer.brand_new.created", State.DONE),
        ("invoice.brand_new", State.DONE),
    ],
)
def test_what_nobody_knows_yet_is_kept(client: Client, type_: str, state: str) -> None:
    body = event(type_, {"id": "new_1SByHand", "object": "brand_new"})

    assert send(client, body) == 200

    kept = WebhookEvent.objects.get()
    assert (kept.state, kept.type, kept.body) == (state, type_, body)
