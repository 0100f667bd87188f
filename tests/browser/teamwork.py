"""What people do together in teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.person import Person

__all__ = ["found_team", "invite", "join", "pick"]

OVERVIEW = "/teams/overview/"


def found_team(person: Person, name: str) -> str:
    """Create a team on the page that is open; return the beginning of its pages' addresses."""
    person.fill("What is the team called?", name)
    person.press("Create team")
    person.must_be_at(OVERVIEW)
    return person.visitor.path.removesuffix(OVERVIEW)


def invite(person: Person, team: str, email: str) -> str:
    """Invite an address into a team; return the path of the link it gets."""
    person.visitor.goto(f"{team}/settings/members/invite/")
    person.fill("E-mail address", email)
    person.press("Send invitation")
    person.must_be_at("/settings/members/")
    (link, *_) = person.site.mailbox.last(email).links
    return link.removeprefix(person.site.url)


def join(person: Person, link: str) -> None:
    """Follow the link of an invitation and join."""
    person.visitor.goto(link)
    person.look("an invitation")
    person.press("Join team")
    person.must_be_at(OVERVIEW)


def pick(person: Person, label: str, option: str) -> None:
    """Choose from a list."""
    person.page.locator("main").get_by_label(label).select_option(label=option)
