"""What the stand-in for Stripe left is told apart from what is Stripe's, and removed."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command
from djstripe import models as copies

from apps.billing import standings
from apps.billing.flows import checkout
from apps.billing.flows.customers import ensure_customer
from apps.billing.models import Account, ObjectReading, UsageRecord, WebhookEvent
from apps.billing.tests.bodies.people import customer
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.factories import AccountFactory
from apps.billing.tests.paying import BACK, DONE
from dev.offline_billing import checks
from dev.offline_billing.rows import offline_rows_exist, remove_offline_rows

if TYPE_CHECKING:
    from apps.billing.tests.paying import Shop

REAL_CUSTOMER = "cus_PaidForReal"
REAL_KEY = "sk_test_" + "a" * 24


@pytest.fixture
def bought(shop: Shop, account: Account) -> Account:
    """Somebody with a subscription, invoices and something bought on top, all of it offline."""
    shop.subscribe(account)
    shop.check_out(checkout.buy(account, PACK, back=BACK, done=DONE))
    shop.deliver()
    account.refresh_from_db()
    assert UsageRecord.objects.exists()
    return account


@pytest.fixture
def known(shop: Shop, account: Account) -> Account:
    """Somebody whom the stand-in knows, beside the plans that it knows."""
    ensure_customer(account)
    return account


def rows() -> dict[str, int]:
    """Return how many copies there are of each kind."""
    models = apps.get_app_config("djstripe").get_models()
    counts = {model._meta.label: model._default_manager.count() for model in models}
    return {label: count for label, count in counts.items() if count}


def test_everything_of_the_stand_in_is_removed(bought: Account) -> None:
    assert offline_rows_exist()

    removed = remove_offline_rows()

    assert removed["djstripe.Subscription"] == 1
    assert removed["djstripe.Product"] > 1
    assert rows() == {}
    assert not offline_rows_exist()
    for model in (ObjectReading, WebhookEvent, UsageRecord):
        assert not model._default_manager.exists()
    bought.refresh_from_db()
    assert bought.customer_id is None
    assert standings.standing_of(bought).state == standings.State.FREE
    assert remove_offline_rows() == {}


def test_what_is_stripes_own_stays(bought: Account) -> None:
    theirs = AccountFactory.create(customer_id=REAL_CUSTOMER)
    body = customer() | {"id": REAL_CUSTOMER}
    copies.Customer.objects.create(id=REAL_CUSTOMER, livemode=False, stripe_data=body)
    ObjectReading.objects.create(object_id=REAL_CUSTOMER, asked_at=theirs.created_at)
    UsageRecord.objects.create(account=theirs, limit="exports", quantity=1, key="report-1")

    remove_offline_rows()

    assert list(copies.Customer.objects.values_list("id", flat=True)) == [REAL_CUSTOMER]
    assert ObjectReading.objects.get().pk == REAL_CUSTOMER
    assert UsageRecord.objects.get().key == "report-1"
    theirs.refresh_from_db()
    assert theirs.customer_id == REAL_CUSTOMER


def test_a_copy_that_nobody_owns_is_told_by_its_id(known: Account) -> None:
    copies.Customer.objects.update(djstripe_owner_account=None)

    remove_offline_rows()

    assert rows() == {}


def test_the_command_says_what_it_removed(known: Account) -> None:
    said = StringIO()

    call_command("remove_offline_stripe", stdout=said)

    assert "djstripe.Customer: 1" in said.getvalue()
    assert said.getvalue().splitlines()[-1].endswith("rows of the stand-in for Stripe.")


@pytest.mark.parametrize("key", ["", "sk_test_offlineofflineofflineoffline"])
def test_a_machine_without_keys_is_not_warned(known: Account, settings: Any, key: str) -> None:
    settings.STRIPE_SECRET_KEY = key

    assert checks.check_rows(None, databases=["default"]) == []


def test_a_real_key_beside_its_rows_is_warned_of(known: Account, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = REAL_KEY

    assert checks.check_rows(None) == []  # nobody asked about a database
    (warning,) = checks.check_rows(None, databases=["default"])
    assert warning.id == "billing.W005"
    assert "remove_offline_stripe" in str(warning.hint)

    remove_offline_rows()
    assert checks.check_rows(None, databases=["default"]) == []
