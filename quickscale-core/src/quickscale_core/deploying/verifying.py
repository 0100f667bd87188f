"""Try the deployed site as a visitor would: health, migrations, static files, administration."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Answer", "Finding", "fetch", "verify"]

_TIMEOUT: Final = 15  # seconds
_MOST: Final = 2_000_000  # bytes of an answer that are read
_SHEET: Final = re.compile(r"""(?:href|src)=["']([^"']+\.(?:css|js)(?:\?[^"']*)?)["']""")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered.

    Attributes:
        status: HTTP's number, or 0 where nobody answered.
        text: The body, or why nobody answered.
        url: Where the answer came from in the end.
    """

    status: int
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried.

    Attributes:
        what: What, for people: ``"static files"``.
        passed: Whether it is in order.
        why: Why not, or what was seen.
    """

    what: str
    passed: bool
    why: str


def fetch(url: str) -> Answer:
    """Return what a site answers to GET, redirects followed.

    Args:
        url: The address; HTTPS alone, except on this machine.
    """
    request = urllib.request.Request(url, headers={"User-Agent": "quickscale-deploy"})  # noqa: S310 - see below
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - a site's own https address
            return Answer(answer.status, answer.read(_MOST).decode("utf-8", "replace"), answer.url)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(_MOST).decode("utf-8", "replace"), url)
    except (OSError, ValueError) as error:
        return Answer(0, str(getattr(error, "reason", error)), url)


def verify(url: str, get: Callable[[str], Answer], *, static: bool = True) -> Iterator[Finding]:
    """Yield what was tried on a site and how it went.

    Args:
        url: Its address.
        get: Fetches an address.
        static: Whether it has static files of its own.
    """
    if urlsplit(url).scheme != "https":
        yield Finding("HTTPS", passed=False, why=f"{url} is not served over HTTPS")
    health = get(f"{url}/health/ready")
    yield from _health(health)
    admin = get(f"{url}/admin/")
    reached = admin.status == 200  # noqa: PLR2004 - OK
    yield Finding("administration", reached, _why(admin))
    if static:
        yield _static(admin, get)


def _health(answer: Answer) -> Iterator[Finding]:
    checks: dict[str, str] = {}
    try:
        checks = {str(name): str(it) for name, it in json.loads(answer.text)["checks"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Finding("health", passed=False, why=_why(answer))
        return
    failing = [name for name, it in checks.items() if it != "ok"]
    why = f"failing: {', '.join(failing)}" if failing else ", ".join(checks)
    yield Finding("health", not failing and answer.status == 200, why)  # noqa: PLR2004
    if "migrations" in checks:
        passed = checks["migrations"] == "ok"
        yield Finding("migrations", passed, "all applied" if passed else "not all are applied")


def _static(page: Answer, get: Callable[[str], Answer]) -> Finding:
    found = _SHEET.search(page.text)
    if found is None:
        return Finding("static files", passed=False, why="the page names none")
    answer = get(urljoin(page.url, found[1]))
    return Finding("static files", answer.status == 200, _why(answer, found[1]))  # noqa: PLR2004


def _why(answer: Answer, path: str = "") -> str:
    if not answer.status:
        return f"nobody answers: {answer.text}"
    return f"{answer.status} {path or urlsplit(answer.url).path}".strip()
