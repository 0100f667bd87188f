from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe

from apps.billing import queries, standings
from apps.billing.flows import checkout, plan_changes, previews
from apps.billing.flows.purchases import fulfil
from apps.billing.tests.catalogue import PACK
from apps.billing.tests.paying import BACK, DONE
from apps.billing.tests.test_subscriptions import choice

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def _taxed(settings: Any) -> None:
    """Have taxes worked out; the stand-in adds 20 % to everything. There are no trials."""
    settings.BILLING_TAX = True
    settings.BILLING_TRIAL_DAYS = 0


@pytest.mark.parametrize("tax", [True, False])
def test_taxes_are_asked_for_where_they_are_wanted(
    shop: Shop, account: Account, settings: Any, tax: bool
) -> None:
    settings.BILLING_TAX = tax

    checkout.buy(account, PACK, back=BACK, done=DONE)
    checkout.subscribe(account, *choice("pro"), back=BACK, done=DONE)

    for session in stripe.checkout.Session.list().data:
        assert session.automatic_tax.enabled is tax
        assert bool(session.tax_id_collection and session.tax_id_collection.enabled) is tax


@pytest.mark.usefixtures("_taxed")
class TestTaxed:
    def test_a_subscription_pays_them_from_the_first_invoice_on(
        self, shop: Shop, account: Account
    ) -> None:
        address = checkout.subscribe(account, *choice("pro"), back=BACK, done=DONE)
        fulfil(shop.check_out(address))
        shop.deliver()

        invoice = queries.invoices(account).get()
        assert invoice.stripe_data["total"] == 4900 + 980
        assert queries.tax_of(invoice) == 980
        subscription = standings.live_subscription(account)
        assert subscription is not None
        assert subscription.stripe_data["automatic_tax"]["enabled"]

    def test_a_change_of_plan_says_them_first(self, shop: Shop, account: Account) -> None:
        address = checkout.subscribe(account, *choice("starter"), back=BACK, done=DONE)
        fulfil(shop.check_out(address))

        preview = previews.preview(account, *choice("pro"), 1)
        plan_changes.change_plan(account, *choice("pro"))

        made = stripe.Invoice.list(customer=account.customer_id or "").data[0]
        assert made.total == preview.due_now
        assert abs(preview.tax * 6 - preview.due_now) <= 6  # each line is rounded

    def test_what_is_bought_once_pays_them_and_the_tax_id_is_on_the_invoice(
        self, shop: Shop, account: Account, client: Client
    ) -> None:
        address = checkout.buy(account, PACK, back=BACK, done=DONE)
        page = client.get(address).content.decode()
        assert "VAT id" in page

        client.post(address, {"card": "pm_card_visa", "tax_id": "DE123456789"})
        fulfil(address.rstrip("/").rpartition("/")[2])

        invoice = queries.invoices(account).get()
        assert invoice.stripe_data["total"] == 1080
        assert invoice.stripe_data["customer_tax_ids"] == [
            {"type": "eu_vat", "value": "DE123456789"}
        ]
