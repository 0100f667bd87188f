"""Sign in to a served project over HTTP, through its login form, as a person would."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

__all__ = ["Form", "SignInError", "login_form", "sign_in", "wait_until_served"]

PATIENCE = 60.0  # seconds until the server must answer
PROTECTED = "/dashboard/"


class SignInError(Exception):
    """What stood in the way, as a sentence."""


@dataclass
class Form:
    """An HTML form.

    Attributes:
        action: Where it goes; empty for the page's own address.
        fields: The values its inputs have, by name.
        types: The inputs' types, by name.
    """

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or an input of the last one."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(action=values.get("action", "")))
        elif tag == "input" and self.found and "name" in values:
            kind = values.get("type", "text")
            self.found[-1].types[values["name"]] = kind
            if kind not in ("checkbox", "radio", "submit"):
                self.found[-1].fields[values["name"]] = values.get("value", "")


def login_form(page: str) -> Form:
    """Return the one form of ``page`` that asks for a password.

    Raises:
        SignInError: When there is none.
    """
    parser = _Forms()
    parser.feed(page)
    forms = [form for form in parser.found if "password" in form.types.values()]
    if not forms:
        raise SignInError("the login page has no form with a password")
    return forms[0]


def wait_until_served(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once ``address`` answers.

    Raises:
        SignInError: When the server ends, or a minute has passed.
    """
    deadline = time.monotonic() + PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SignInError(f"the server ended with exit code {server.returncode}")
        try:
            opener.open(address, timeout=5).close()
        except urllib.error.HTTPError as error:
            raise SignInError(f"{address} answered with status {error.code}") from None
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SignInError(f"{address} did not answer within {PATIENCE:.0f} seconds")


def sign_in(address: str, email: str, password: str) -> str:
    """Ask for a protected page, be sent to the login form, fill it in, arrive.

    Returns:
        The title of the page one arrives at.

    Raises:
        SignInError: When any of that goes otherwise.
    """
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
    url, page = _visit(browser, address + PROTECTED)
    if urllib.parse.urlsplit(url).path == PROTECTED:
        raise SignInError(f"{PROTECTED} is open to everybody")
    form = login_form(page)
    answers = dict(form.fields)
    for name, kind in form.types.items():
        if kind == "password":
            answers[name] = password
        elif kind in ("email", "text"):
            answers[name] = email
    target = urllib.parse.urljoin(url, form.action)
    arrived, page = _visit(browser, target, urllib.parse.urlencode(answers).encode(), referer=url)
    if urllib.parse.urlsplit(arrived).path != PROTECTED:
        raise SignInError(f"signing in as {email} ended at {arrived}")
    title = re.search(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)
    return " ".join(title.group(1).split()) if title else arrived


def _visit(
    browser: urllib.request.OpenerDirector,
    url: str,
    data: bytes | None = None,
    referer: str = "",
) -> tuple[str, str]:
    """Open ``url``, following redirects; return where that ends and the page there."""
    request = urllib.request.Request(url, data=data)  # noqa: S310 - our own address
    if referer:
        request.add_header("Referer", referer)
    try:
        with browser.open(request, timeout=30) as answer:
            return answer.geturl(), answer.read().decode()
    except urllib.error.HTTPError as error:
        raise SignInError(f"{url} answered with status {error.code}") from None
    except OSError as error:
        raise SignInError(f"{url} did not answer: {error}") from None
