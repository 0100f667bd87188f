"""What people do on the pages of teams, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client

from apps.teams.links import team_path

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from apps.teams.models import Membership


class Browser:
    """A member who opens pages of their team, wherever those stand."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership
        self.client = Client()
        self.client.force_login(membership.user)

    def path(self, name: str, **kwargs: Any) -> str:
        """Return a page's address in the member's team."""
        return team_path(self.membership.team, name, **kwargs)

    def get(self, name: str, query: dict[str, str] | None = None, **kwargs: Any) -> Any:
        """Open a page."""
        return self.client.get(self.path(name, **kwargs), query)

    def post(self, name: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Send a form, and open the page it leads to."""
        return self.client.post(self.path(name, **kwargs), data or {}, follow=True)

    def text(self, name: str, query: dict[str, str] | None = None, **kwargs: Any) -> str:
        """Return what a page says."""
        response = self.get(name, query, **kwargs)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())


def link_in(message: EmailMultiAlternatives) -> str:
    """Return the path of the link in an e-mail."""
    found = [line for line in str(message.body).splitlines() if line.startswith("http")]
    return "/" + found[0].split("/", 3)[3]
