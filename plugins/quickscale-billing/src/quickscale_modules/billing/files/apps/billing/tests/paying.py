"""What people do with their money, for tests."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe
from django.test import RequestFactory, TestCase

from apps.billing import mirror, standings
from apps.billing.conf import conf
from apps.billing.flows import checkout
from apps.billing.flows.items import new_items
from apps.billing.flows.purchases import fulfil
from apps.billing.webhook_views import webhook

if TYPE_CHECKING:
    from django.test import Client

    from apps.billing.models import Account
    from dev.stripe_offline.testing import StripeOffline

BACK = "http://testserver/back/"
DONE = "http://testserver/done/?session_id={CHECKOUT_SESSION_ID}"


@dataclass
class Shop:
    """Stripe, and what can be done there.

    Attributes:
        offline: The stand-in from behind.
        client: Django's test client, by which webhooks come in.
    """

    offline: StripeOffline
    client: Client

    def deliver(self) -> int:
        """Have Stripe tell what has happened; return how many webhooks that were.

        They reach the view at once: nothing that surrounds pages matters to a webhook.
        """
        letters = self.offline.collect()
        with TestCase.captureOnCommitCallbacks(execute=True):
            for letter in letters:
                content_type = letter.headers["Content-Type"]
                request = RequestFactory().post(
                    letter.url, letter.body, content_type, headers=letter.headers
                )
                assert webhook(request).status_code == 200
        return len(letters)

    def subscribe(
        self,
        account: Account,
        plan: str = "pro",
        interval: str = "month",
        card: str = "pm_card_visa",
    ) -> standings.Standing:
        """Subscribe by way of the API, past every trial, and return how the account stands."""
        found = standings.find_plan(plan)
        assert found is not None
        price = found.price(interval)
        assert price is not None
        customer = account.customer_id or self._customer(account)
        method = mirror.kept(stripe.PaymentMethod.attach, card, customer=customer)
        chosen: Any = {"default_payment_method": method.id}
        mirror.kept(stripe.Customer.modify, customer, invoice_settings=chosen)
        items: Any = new_items(found, price, 1)
        made = mirror.kept(stripe.Subscription.create, customer=customer, items=items)
        if made.latest_invoice:
            mirror.refresh("invoice", str(made.latest_invoice))
        return standings.standing_of(account)

    def _customer(self, account: Account) -> str:
        """Make an account's customer, whom the first change at Stripe copies."""
        made = stripe.Customer.create(
            email=conf.subjects.contact(account),
            name=account.name,
            metadata={"account": str(account.pk)},
        )
        account.customer_id = made.id
        account.save(update_fields=["customer_id"])
        return made.id

    def check_out(self, address: str, card: str | None = "pm_card_visa") -> str:
        """Pay on Stripe's page; return the id of the session."""
        page = urlsplit(address).path
        reply = self.client.post(page, {"card": card or "", "email": "payer@example.com"})
        assert reply.status_code == 302, reply.content.decode()
        return page.rstrip("/").rpartition("/")[2]

    def try_plan(self, account: Account, plan: str = "starter", card: str | None = None) -> None:
        """Begin a trial by way of Checkout."""
        found = standings.find_plan(plan)
        assert found is not None
        price = found.price("month")
        assert price is not None
        address = checkout.subscribe(account, found, price, back=BACK, done=DONE)
        fulfil(self.check_out(address, card))


class Payer:
    """Somebody whose time can be moved on.

    Attributes:
        account: Whose.
        shop: Where they pay.
    """

    def __init__(self, shop: Shop, account: Account) -> None:
        self.account, self.shop = account, shop
        # Stripe's own clock is never behind a customer's.
        self._clock = stripe.test_helpers.TestClock.create(frozen_time=int(time.time()) - 24 * 3600)
        customer = stripe.Customer.create(
            email=account.email, test_clock=self._clock.id, metadata={"account": str(account.pk)}
        )
        account.customer_id = customer.id
        account.save()

    def wait(self, days: float) -> None:
        """Let days pass at Stripe, and hear of what happened."""
        self.shop.offline.advance(self._clock.id, days)
        self.shop.deliver()

    @property
    def standing(self) -> standings.Standing:
        """How they stand."""
        return standings.standing_of(self.account)

    @property
    def open_invoices(self) -> int:
        """How many invoices somebody may still be charged for."""
        found = stripe.Invoice.list(customer=self.account.customer_id or "")
        return sum(one.status in ("draft", "open") for one in found.data)

    def lose_the_card(self) -> None:
        """Pay with a card from now on that is always declined."""
        customer = self.account.customer_id or ""
        method = stripe.PaymentMethod.attach("pm_card_chargeCustomerFail", customer=customer)
        stripe.Customer.modify(customer, invoice_settings={"default_payment_method": method.id})

    @property
    def paid(self) -> int:
        """What they paid until now."""
        found = stripe.Invoice.list(customer=self.account.customer_id or "", status="paid")
        return sum(one.amount_paid for one in found.auto_paging_iter())

    def may(self, feature: str) -> bool:
        """Tell whether they may use something."""
        return feature in standings.standing_of(self.account).plan.features
