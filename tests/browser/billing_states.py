"""Pages that stand between a choice and a payment, and how one gets to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from quickscale_core.testing import Visitor

    from tests.browser.tour import Tour

__all__ = ["walk_through_billing"]

WHO: Final = "somebody who pays"


def walk_through_billing(tour: Tour, visitor: Visitor, email: str, password: str) -> None:
    """Look at another plan, then buy something once.

    Args:
        tour: What was seen so far.
        visitor: The browser.
        email: Somebody with a subscription.
        password: Theirs.
    """
    sign_in(visitor, email, password)
    page = visitor.page
    for plan in ("starter", "pro"):
        path = f"/settings/billing/plan/confirm/?plan={plan}&interval=year"
        tour.look(visitor, "billing_confirm", path, WHO)
    tour.look(visitor, "billing_start", "/billing/start/?plan=pro&interval=year", WHO)
    tour.seen.add("billing_start")  # it leads who pays already to the page above
    visitor.goto("/settings/billing/")
    page.get_by_role("button", name="Buy").first.click()
    page.wait_for_url("**/dev/stripe/checkout/**")
    tour.measure(visitor, f"{WHO} at Checkout")
    page.get_by_role("button", name="Pay").click()
    page.wait_for_url("**/settings/billing/")
    tour.measure(visitor, f"{WHO} and has bought something")
