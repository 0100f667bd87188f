"""A visitor notices what goes wrong, and only that."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import examine, find_violations
from quickscale_core.testing.browser.visitors import BROWSER, NoBrowser, find_browser
from quickscale_core.testing.projects.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quickscale_core.testing import Server, Visitor

SERVER = """
import http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
PAGE = """<!doctype html><html lang="en"><head><title>Sample</title>
<link rel="stylesheet" href="page.css"></head>
<body><main><h1>Sample</h1>{body}</main></body></html>"""
PAGES = {
    "good.html": PAGE.format(body="<p>All is well.</p>"),
    "pale.html": PAGE.format(body="<p class=pale>Hardly to be read in the dark.</p>"),
    "wide.html": PAGE.format(body="<p class=wide id=it>Wider than a phone.</p><div>x</div>"),
    "inline.html": PAGE.format(body="<p>Words.</p><script>let one = 1;</script>"),
    "missing.html": PAGE.format(body='<img alt="" src="nowhere.png"><p>Words.</p>'),
    "throws.html": PAGE.format(body='<p>Words.</p><script src="throws.js"></script>'),
    "favicon.ico": "",
    "page.css": """
        .wide { width: 600px; }
        @media (prefers-color-scheme: dark) { .pale { background: #fff; color: #eee; } }
    """,
    "throws.js": "console.error('told'); throw new Error('thrown');",
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the pages with a strict policy."""
    folder = tmp_path_factory.mktemp("pages")
    for name, content in PAGES.items():
        (folder / name).write_text(content)

    def command(port: int) -> list[str]:
        return [sys.executable, "-c", SERVER, str(port)]

    with serve(command, cwd=folder, env={}) as running:
        yield running


@pytest.fixture
def visitor(quickscale_visitor: Callable[..., Visitor], site: Server) -> Visitor:
    """Return somebody on the site."""
    return quickscale_visitor(site)


def test_a_good_page_is_found_good(visitor: Visitor) -> None:
    assert visitor.goto("/good.html") == 200
    assert visitor.path == "/good.html"
    assert examine(visitor.page) == []
    visitor.check()


def test_a_page_that_is_unreadable_in_the_dark_is_told_with_width_and_element(
    visitor: Visitor,
) -> None:
    visitor.goto("/pale.html")
    (problem,) = examine(visitor.page)
    assert problem.startswith("1280 px dark, 390 px dark: color-contrast (serious)")
    assert "p: " in problem
    assert "background color: #ffffff" in problem
    assert examine(visitor.page, disabled=["color-contrast"]) == []


def test_many_elements_that_break_a_rule_are_counted(visitor: Visitor) -> None:
    visitor.goto("/good.html")
    visitor.page.evaluate("document.body.append(...[1,2,3,4,5].map(() => new Image()))")
    found = {violation.rule: str(violation) for violation in find_violations(visitor.page)}
    assert "and 2 more" in found["image-alt"]


def test_sideways_scrolling_is_told_with_what_sticks_out(visitor: Visitor) -> None:
    visitor.goto("/wide.html")
    (problem,) = examine(visitor.page)
    assert problem.startswith("390 px: scrolls sideways: ")
    assert "p#it.wide" in problem
    assert visitor.page.viewport_size == {"width": 1280, "height": 900}


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("inline.html", "the policy's script-src-elem refused inline"),
        ("missing.html", "Failed to load resource"),
        ("throws.html", "console: told"),
        ("throws.html", "uncaught: .*thrown"),
    ],
)
def test_what_the_browser_complains_of_is_kept(visitor: Visitor, page: str, complaint: str) -> None:
    visitor.goto(f"/{page}")
    visitor.page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError, match=complaint):
        visitor.check()
    visitor.check()


def test_the_status_of_the_page_itself_is_no_complaint(visitor: Visitor) -> None:
    assert visitor.goto("/nowhere.html") == 404
    visitor.page.wait_for_load_state("networkidle")
    visitor.check()


def test_without_javascript_scripts_do_not_run(
    quickscale_visitor: Callable[..., Visitor], site: Server
) -> None:
    visitor = quickscale_visitor(site, javascript=False)
    visitor.goto("/throws.html")
    visitor.check()


class _Downloads:
    """What Playwright knows of its own downloads."""

    def __init__(self, executable: Path) -> None:
        self.chromium = self
        self.executable_path = str(executable)


def test_a_browser_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BROWSER, "no-such-browser")
    with pytest.raises(NoBrowser, match="names no-such-browser, which is not a program"):
        find_browser(_Downloads(Path()))  # type: ignore[arg-type]
    monkeypatch.setenv(BROWSER, sys.executable)
    assert find_browser(_Downloads(Path())) == Path(sys.executable)  # type: ignore[arg-type]


def test_what_needs_no_window_comes_before_what_has_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(0o755)
        assert find_browser(_Downloads(Path())) == tmp_path / name  # type: ignore[arg-type]


def test_playwrights_download_comes_last_and_then_the_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    download = tmp_path / "download"
    with pytest.raises(NoBrowser, match="playwright install chromium"):
        find_browser(_Downloads(download))  # type: ignore[arg-type]
    download.touch()
    assert find_browser(_Downloads(download)) == download  # type: ignore[arg-type]
