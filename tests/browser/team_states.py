"""Pages of a team, which stand below its address, and how one gets to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.browser.tour import sign_in

if TYPE_CHECKING:
    from quickscale_core.testing import Site, Visitor

    from tests.browser.tour import Tour

__all__ = ["walk_through_a_team"]

TEAM: Final = "/t/blue-harbour"
WHO: Final = "an owner in their team"
LINKED: Final = {
    "team_member_role": r"/\d+/role/",
    "team_member_remove": r"/\d+/remove/",
    "team_invitation_resend": r"/[\w-]+/resend/",
    "team_invitation_revoke": r"/[\w-]+/revoke/",
}
"""Routes whose addresses are on the page of members, and how they end."""

ADDRESSES: Final = """() => [...document.querySelectorAll("main a, main form")].map(
  (it) => new URL(it.getAttribute("href") ?? it.getAttribute("action") ?? "", location).pathname)"""


def walk_through_a_team(
    tour: Tour, visitor: Visitor, site: Site, email: str, password: str
) -> None:
    """See every page of a team as its owner, then an invitation as its guest.

    Args:
        tour: What was seen so far.
        visitor: The browser.
        site: The site, with the demo company in it.
        email: The owner.
        password: Of the owner.
    """
    sign_in(visitor, email, password)
    # Handing on and deleting ask who is there; once is enough.
    visitor.goto("/settings/profile/delete/")
    visitor.page.locator("main input[type=password]").fill(password)
    visitor.page.locator("main [type=submit]").first.click()
    visitor.page.wait_for_url("**/profile/delete/")
    for name, path in tour.own_paths():
        if name.startswith("team_") and tour.look(visitor, name, TEAM + path, WHO):
            tour.send_forms_wrongly(visitor, TEAM + path, WHO)
    visitor.goto(f"{TEAM}/settings/members/")
    addresses: list[str] = visitor.page.evaluate(ADDRESSES)
    for name, ending in LINKED.items():
        path = next(one for one in addresses if re.search(f"{ending}$", one))
        if tour.look(visitor, name, path, WHO):
            tour.send_forms_wrongly(visitor, path, WHO)
    for query in ("?q=nobody-at-all", "?sort=-name"):
        visitor.goto(f"{TEAM}/settings/members/{query}")
        tour.measure(visitor, f"{WHO} at members, {query}")
    invite(tour, visitor, site)


def invite(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Invite somebody, and follow the link as the inviter, as the guest, and once it is nothing."""
    guest = "guest@example.org"
    visitor.goto(f"{TEAM}/settings/members/invite/")
    visitor.page.locator("main input[type=email]").fill(guest)
    visitor.page.locator("main [type=submit]").first.click()
    visitor.page.wait_for_url("**/settings/members/")
    tour.measure(visitor, f"{WHO} who has invited somebody")
    (link, *_) = site.mailbox.last(guest).links
    path = link.removeprefix(site.url)
    visitor.goto(path)
    tour.measure(visitor, "an owner with another's invitation")
    visitor.context.clear_cookies()
    visitor.goto(path)
    tour.measure(visitor, "a stranger with an invitation")
    tour.seen.add("team_invitation")
    visitor.goto(f"{path.rstrip('/')[:-4]}xxxx/")
    tour.measure(visitor, "a stranger with a wrong invitation")
