"""Pages that nobody gets to by their address alone, and how one gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.browser.api_states import walk_through_keys, walk_through_webhooks
from tests.browser.billing_states import walk_through_billing
from tests.browser.development import look_at_emails
from tests.browser.person import Person, add_authenticator
from tests.browser.team_states import walk_through_a_team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quickscale_core.testing import Site, Visitor

    from tests.browser.tour import Tour

__all__ = ["EMPTY", "FULL", "PASSWORD", "STATES"]

PASSWORD: Final = "correct-horse-battery"
"""Password of everybody in the demo company."""

FULL: Final = "ada@example.com"
"""Who founded the demo company and has some of everything."""
EMPTY: Final = "hannah@example.com"
"""Who came last and has nothing yet."""


def reset_password(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Follow the link of a reset, one that is not valid, and one whose time is over."""
    visitor.goto("/accounts/reset/")
    visitor.page.locator("main input[type=email]").fill(EMPTY)
    visitor.page.locator("main [type=submit]").click()
    visitor.page.wait_for_url("**/accounts/reset/sent/")
    (link,) = site.mailbox.last(EMPTY).links
    path = link.removeprefix(site.url)
    visitor.goto(path)
    tour.measure(visitor, "a stranger with a link to reset a password")
    tour.seen.add("password_reset_confirm")
    tour.send_forms_wrongly(visitor, path, "a stranger with a link to reset a password")
    visitor.goto(f"{path.rstrip('/')[:-4]}xxxx/")
    tour.measure(visitor, "a stranger with a wrong link to reset a password")


def become_somebody(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Sign up, protect the account in every way there is, and look at all pages again."""
    add_authenticator(visitor.page)
    person = _person(tour, visitor, site, "somebody@example.org")
    person.sign_up()
    person.set_up_app()
    person.add_passkey("Laptop")
    who = "somebody with app, codes and passkey"
    visitor.goto("/settings/security/passkeys/")
    for name in ("Rename", "Remove"):
        path = visitor.page.locator("main table a", has_text=name).first.get_attribute("href")
        assert path
        tour.look(visitor, f"mfa_{'edit' if name == 'Rename' else 'remove'}_webauthn", path, who)
        tour.send_forms_wrongly(visitor, path, who)
        visitor.goto("/settings/security/passkeys/")
    tour.walk(visitor, who, leave_out=("account_logout",))
    person.sign_out()
    person.sign_in()
    person.give_second_step("000000")
    person.give_second_step(person.codes[0])


def sign_in_by_code(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Have a code mailed to sign in with."""
    person = _person(tour, visitor, site, EMPTY)
    person.sign_in_by_code()


def reset_by_key(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Follow the link of a reset, and once more when it is spent."""
    person = _person(tour, visitor, site, "priya@example.com")
    person.reset_password("another-horse-entirely")
    (link, *_) = site.mailbox.last(person.email).links
    visitor.page.goto(link)
    tour.measure(visitor, "a stranger with a spent link to reset a password")


def set_first_password(tour: Tour, visitor: Visitor, site: Site) -> None:
    """Set a password where there was none, as people do who came by another way."""
    email = "samuel@example.com"
    forget = (
        "from apps.users.models import User; user = User.objects.get(email='samuel@example.com');"
        "user.set_unusable_password(); user.save()"
    )
    site.project.manage("shell", "-c", forget).check()
    person = _person(tour, visitor, site, email)
    person.sign_in_by_code()
    person.must_be_at("/dashboard/")
    visitor.goto("/settings/security/password/set/")
    person.confirm_identity_by_code()
    person.must_be_at("/settings/security/password/set/")
    for path in ("/settings/security/", "/settings/security/password/set/"):
        tour.look(visitor, "account_set_password", path, "somebody without a password")
        tour.send_forms_wrongly(visitor, path, "somebody without a password")


def follow_old_invitation(tour: Tour, visitor: Visitor, _site: Site) -> None:
    """Follow an invitation that is not open."""
    visitor.goto("/accounts/invitations/not-open-any-more/")
    tour.measure(visitor, "a stranger with an invitation that is not open")
    tour.seen.add("account_invitation")


def walk_in_a_team(tour: Tour, visitor: Visitor, site: Site) -> None:
    """See every page of the founder's team."""
    walk_through_a_team(tour, visitor, site, FULL, PASSWORD)


def pay(tour: Tour, visitor: Visitor, _site: Site) -> None:
    """See what stands between a choice and a payment."""
    walk_through_billing(tour, visitor, FULL, PASSWORD)


def use_keys(tour: Tour, visitor: Visitor, _site: Site) -> None:
    """Make API keys and end them."""
    walk_through_keys(tour, visitor, FULL, PASSWORD)


def use_webhooks(tour: Tour, visitor: Visitor, _site: Site) -> None:
    """Add an endpoint for events and use it."""
    walk_through_webhooks(tour, visitor, FULL, PASSWORD)


def _person(tour: Tour, visitor: Visitor, site: Site, email: str) -> Person:
    """Return somebody whose every page is measured."""

    def look(name: str) -> None:
        tour.measure(visitor, f"{email} at {visitor.path}")
        tour.seen.add(name)

    return Person(visitor=visitor, site=site, email=email, password=PASSWORD, look=look)


STATES: Final[Mapping[str, Callable[[Tour, Visitor, Site], None]]] = {
    "password_reset_confirm": reset_password,
    "account_signup": become_somebody,
    "account_confirm_login_code": sign_in_by_code,
    "account_reset_password_from_key": reset_by_key,
    "account_set_password": set_first_password,
    "account_invitation": follow_old_invitation,
    "team_overview": walk_in_a_team,
    "billing_confirm": pay,
    "api_key_rotate": use_keys,
    "webhook_endpoint": use_webhooks,
    "email_previews:list": look_at_emails,
}
"""What to do to see the page of a route, and others on the way, by the route's name."""
