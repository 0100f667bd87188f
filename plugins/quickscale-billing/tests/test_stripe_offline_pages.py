"""The stand-in's own pages in a browser, as a developer sees them: the theme's colours, no keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest
from playwright.sync_api import expect
from quickscale_core.testing import Site, examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.testing import MakeProject, Visitor

pytestmark = pytest.mark.browser

SET_UP = """
import json, stripe
home = {home!r}
product = stripe.Product.create(name="Pro").id
price = stripe.Price.create(
    product=product, unit_amount=1000, currency="usd", recurring={{"interval": "month"}}
).id
clock = stripe.test_helpers.TestClock.create(frozen_time=1760000000, name="Ada's time").id
customer = stripe.Customer.create(
    email="ada@example.com",
    test_clock=clock,
    payment_method="pm_card_chargeCustomerFail",
    invoice_settings={{"default_payment_method": "pm_card_chargeCustomerFail"}},
).id
owed = stripe.Subscription.create(customer=customer, items=[{{"price": price}}]).latest_invoice
checkout = stripe.checkout.Session.create(
    mode="subscription",
    line_items=[{{"price": price, "quantity": 2}}],
    allow_promotion_codes=True,
    customer=customer,
    success_url=home,
    cancel_url=home,
).url
portal = stripe.billing_portal.Session.create(customer=customer, return_url=home).url
print(json.dumps({{"invoice": f"/dev/stripe/invoices/{{owed}}/", "checkout": checkout,
                   "portal": portal, "overview": "/dev/stripe/", "customer": customer}}))
"""


@pytest.fixture(scope="module")
def site(quickscale_project: MakeProject, quickscale_site: Callable[..., Site]) -> Site:
    return quickscale_site(quickscale_project(["auth", "billing"]))


def shell(site: Site, code: str) -> object:
    """Run code in a process of its own, which shares nothing with the server but the store."""
    said = site.project.manage("shell", "--no-imports", "-c", code).check().stdout
    found: object = json.loads(said.splitlines()[-1])
    return found


def test_checkout_portal_invoice_and_overview(
    site: Site, quickscale_visitor: Callable[..., Visitor]
) -> None:
    made = cast("dict[str, str]", shell(site, SET_UP.format(home=f"{site.url}/")))
    visitor = quickscale_visitor(site)
    page = visitor.page

    for name in ("checkout", "portal", "invoice", "overview"):
        visitor.goto(made[name].removeprefix(site.url))
        assert examine(page) == [], name

    visitor.goto(made["checkout"].removeprefix(site.url))
    page.get_by_role("button", name="Subscribe").focus()
    page.get_by_label("4000000000000002").check()
    page.get_by_role("button", name="Subscribe").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("declined")
    assert examine(page) == []
    page.get_by_label("4242424242424242").check()
    page.get_by_role("button", name="Subscribe").click()
    page.wait_for_url(f"{site.url}/")

    count = f"""
import json, stripe
found = stripe.Subscription.list(customer={made["customer"]!r}, status="active").data
print(json.dumps([one["items"].data[0].quantity for one in found]))
"""
    assert shell(site, count) == [2]
    visitor.check()
