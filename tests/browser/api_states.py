"""Pages of API keys and webhooks that are below one key, endpoint or delivery."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.browser.tour import ANSWERED, sign_in

if TYPE_CHECKING:
    from quickscale_core.testing import Visitor

    from tests.browser.tour import Tour

__all__ = ["walk_through_keys", "walk_through_webhooks"]

KEYS: Final = "/settings/api-keys/"
WEBHOOKS: Final = "/settings/webhooks/"
NOWHERE: Final = "http://127.0.0.1:9/in"
"""An address of this machine where nobody listens."""

ENDPOINT: Final = re.compile(r"/settings/webhooks/[0-9a-f-]{36}/$")

SEND: Final = """(form) => {
  window.left = form.matches("[hx-get], [hx-post]");  // false until another page is here
  form.requestSubmit();
}"""


def walk_through_keys(tour: Tour, visitor: Visitor, email: str, password: str) -> None:
    """Make a key, replace it and revoke it.

    Args:
        tour: What was seen so far.
        visitor: The browser.
        email: Whose keys.
        password: Theirs.
    """
    sign_in(visitor, email, password)
    visitor.goto(KEYS)
    visitor.page.locator("main input[name=name]").fill("Accounting")
    visitor.page.locator("main input[name=scopes]").first.check()
    for name, action in (
        ("api_keys", KEYS),
        ("api_key_rotate", "/rotate/"),
        ("api_key_revoke", "/revoke/"),
    ):
        send(tour, visitor, name, action)


def walk_through_webhooks(tour: Tour, visitor: Visitor, email: str, password: str) -> None:
    """Add an endpoint, use each of its buttons, and remove it.

    Args:
        tour: What was seen so far.
        visitor: The browser.
        email: Somebody who manages endpoints.
        password: Theirs.
    """
    sign_in(visitor, email, password)
    visitor.goto(WEBHOOKS)  # where there are teams, this leads to the team's
    endpoints = visitor.path
    look(tour, visitor, "webhook_endpoints", endpoints)
    look(tour, visitor, "webhook_endpoint_new", f"{endpoints}new/")
    visitor.goto(f"{endpoints}new/")
    visitor.page.locator("main input[name=url]").fill(NOWHERE)
    send(tour, visitor, "webhook_endpoint_new")
    visitor.page.get_by_role("link", name="Go to the endpoint").click()
    visitor.page.wait_for_url(ENDPOINT)
    visitor.page.wait_for_load_state("networkidle")
    endpoint = visitor.path
    look(tour, visitor, "webhook_endpoint", endpoint)
    look(tour, visitor, "webhook_endpoint_edit", f"{endpoint}edit/")
    visitor.goto(endpoint)
    send(tour, visitor, "webhook_endpoint_test", "/test/")
    look(tour, visitor, "webhook_delivery", visitor.path)
    visitor.page.reload()
    send(tour, visitor, "webhook_delivery_replay", "/replay/")
    visitor.goto(endpoint)
    visitor.page.locator("main input[name=since]").fill("2020-01-01T00:00")
    for name in ("replay", "off", "on"):
        send(tour, visitor, f"webhook_endpoint_{name}", f"/{name}/")
    send(tour, visitor, "webhook_endpoint_rotate", "/secret/")
    visitor.goto(endpoint)
    send(tour, visitor, "webhook_endpoint_delete", "/delete/")


def look(tour: Tour, visitor: Visitor, name: str, path: str) -> None:
    """Look at a page, and send its forms wrongly."""
    if tour.look(visitor, name, path, "an owner"):
        tour.send_forms_wrongly(visitor, path, "an owner")


def send(tour: Tour, visitor: Visitor, name: str, action: str = "") -> None:
    """Send the first form whose address ends so; measure the page that answers."""
    form = f'main form[action$="{action}"]' if action else "main form"
    with visitor.page.expect_response(lambda it: it.request.method == "POST") as sent:
        visitor.page.locator(form).first.evaluate(SEND)
    visitor.page.wait_for_function(ANSWERED)
    visitor.page.wait_for_load_state("networkidle")
    tour.measure(visitor, f"an owner who has sent {name} ({sent.value.status})")
    if sent.value.status < 400:
        tour.seen.add(name)
