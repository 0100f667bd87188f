"""The demo: where it serves, how it reads a login form, and what stops it."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from tools import demo
from tools.projects import GenerationError, Project
from tools.sign_in import SignInError, login_form, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN = """
<form action="/search/"><input name="q"></form>
<form method="post">
  <input type="hidden" name="token" value="t1">
  <input type="email" name="login"> <input type="password" name="password">
  <input type="checkbox" name="remember"><button>Sign in</button>
</form>
"""


class Site(BaseHTTPRequestHandler):
    """A site that lets in whoever sends the token, the e-mail and the password."""

    def do_GET(self) -> None:
        if self.path == "/dashboard/" and "session=ok" not in self.headers.get("Cookie", ""):
            self.redirect("/login/?next=/dashboard/")
        elif self.path == "/dashboard/":
            self.answer("<title> Dashboard </title>")
        else:
            self.answer(LOGIN)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = {"token": ["t1"], "login": ["ada@example.com"], "password": ["secret"]}
        if sent == right:
            self.redirect("/dashboard/", "session=ok; Path=/")
        else:
            self.answer(LOGIN)

    def redirect(self, where: str, cookie: str = "") -> None:
        self.send_response(302)
        self.send_header("Location", where)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()

    def answer(self, page: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Keep quiet."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_signing_in_goes_through_the_form_and_arrives() -> None:
    with serving(Site) as address:
        assert sign_in(address, "ada@example.com", "secret") == "Dashboard"


def test_a_wrong_password_is_said() -> None:
    with serving(Site) as address, pytest.raises(SignInError, match="signing in as ada@example"):
        sign_in(address, "ada@example.com", "wrong")


def test_an_open_dashboard_is_no_success() -> None:
    class Open(Site):
        def do_GET(self) -> None:
            self.answer(LOGIN)

    with serving(Open) as address, pytest.raises(SignInError, match="open to everybody"):
        sign_in(address, "ada@example.com", "secret")


def test_the_login_form_is_told_from_other_forms() -> None:
    form = login_form(LOGIN)
    assert form.fields == {"token": "t1", "login": "", "password": ""}


def test_a_page_without_a_login_form_is_said() -> None:
    with pytest.raises(SignInError, match="no form with a password"):
        login_form("<form><input name=q></form>")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(taken: int) -> None:
    with pytest.raises(demo.DemoError, match=f"port {taken} is taken\nfix: "):
        demo.choose_port(taken)


def test_the_usual_port_being_taken_another_is_found_and_said(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "FAVOURITE_PORT", taken)
    port = demo.choose_port(None)
    assert port != taken
    assert capsys.readouterr().out == f"Port {taken} is taken, so this is {port}.\n"


def test_a_folder_that_is_not_empty_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert demo.main(["--keep", str(tmp_path), "--check"]) == 1
    assert "is not empty\nfix: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_without_the_theme_the_demo_says_that_it_uses_starter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.choose_theme(["starter"]) == "starter"
    assert "Using the starter theme" in capsys.readouterr().out


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".env.example").write_text("SECRET_KEY=\n# DATABASE_URL=postgres://...\n")
    return Project(folder=tmp_path, python=Path("python"))


def test_a_project_does_not_see_the_variables_of_whoever_runs_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://production")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "elsewhere.settings")
    monkeypatch.setenv("UNRELATED", "kept")
    environ = project.environ()
    assert "DATABASE_URL" not in environ
    assert "DJANGO_SETTINGS_MODULE" not in environ
    assert environ["UNRELATED"] == "kept"


def test_the_login_is_read_from_what_seeding_prints(project: Project) -> None:
    printed = "Created Ada\n\nDemo login\n  e-mail    ada@example.com\n  password  s3cret\n"
    assert project.login(printed) == ("ada@example.com", "s3cret")
    with pytest.raises(GenerationError, match="seed_demo named no login"):
        project.login("Created Ada\n")
