"""Runs inside a project: shows every page in a made-up language, and finds what is still English.

The language needs no file: each text that goes through gettext comes back in brackets, ``⟦Save⟧``.
What a page says outside of brackets is untranslated, unless it is data: a value in the database, a
number, an address.
"""

# ruff: noqa: PLC0415 - Django's modules can be imported once it knows the project's settings

from __future__ import annotations

import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import django
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeData, mark_safe

OPEN, CLOSE = "⟦", "⟧"
NOT_OF_THE_SITE = ("admin", "stripe_offline", "email_previews", "component_gallery")
"""Namespaces of Django's own pages, and of those for developers alone."""
FOR_PROGRAMMERS = ("api_docs",)
"""Names of pages that say what a schema says, which is in the language of the code."""
SILENT = ("script", "style", "svg", "title", "code", "kbd", "pre", "option", "time")
"""Elements whose text is no sentence of the site's: times and languages come from Django itself."""
SAID = ("aria-label", "title", "placeholder", "alt")
"""Attributes that people read or hear."""
WORD = re.compile(r"[A-Za-z]{3,}")
CODE = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|/[\w/.-]*|\b[a-z0-9]+(?:[-_.][a-z0-9]+)+\b|[A-Z0-9-]{6,}"
)
"""What is the same in every language: addresses, paths, names of code, numbers of invoices."""


forgotten: set[str] = set()
"""Texts that are left in English on purpose, to see that they are found."""


def bracket(text: str) -> str:
    """Return a text in the made-up language."""
    if text in forgotten:
        return text
    said = f"{OPEN}{text}{CLOSE}" if WORD.search(text) else text
    return mark_safe(said) if isinstance(text, SafeData) else said  # noqa: S308 - as safe as before


def speak() -> None:
    """Have gettext answer in brackets, from now on, whoever asks."""
    from django.utils.translation import trans_real

    real = {name: getattr(trans_real, name) for name in ("gettext", "pgettext", "ngettext")}
    trans_real.gettext = lambda message: bracket(real["gettext"](message))
    trans_real.pgettext = lambda context, message: bracket(real["pgettext"](context, message))
    trans_real.ngettext = lambda *asked: bracket(real["ngettext"](*asked))
    trans_real.npgettext = lambda _context, *asked: bracket(real["ngettext"](*asked))
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        setattr(translation._trans, name, getattr(trans_real, name))


class Page(HTMLParser):
    """Collects what a page says: texts and readable attributes, each with where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.text = ""
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        self.attributes += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text += f"{data}\n"


def english(page: str, known: set[str]) -> set[str]:
    """Return what a page says in no language but English."""
    reader = Page()
    reader.feed(page)
    found = set()
    for said in (reader.text, *reader.attributes):
        depth, outside = 0, ""
        for letter in said:
            depth += (letter == OPEN) - (letter == CLOSE)
            if depth <= 0 and letter not in (OPEN, CLOSE):
                outside += letter
        for line in (line.strip() for line in outside.splitlines()):
            if not line or line.casefold() in known:
                continue
            rest = CODE.sub("", line)
            words = {word for word in WORD.findall(rest) if word.casefold() not in known}
            if words:
                found.add(line)
    return found


def values() -> set[str]:
    """Return every text in the database, and each of its words, in small letters."""
    from django.apps import apps
    from django.db import models

    found: set[str] = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            for value in row:
                if isinstance(value, str):
                    found |= {value.casefold(), *(it.casefold() for it in WORD.findall(value))}
    return found


def addresses(resolver: object, above: str = "") -> list[str]:
    """Return the address of every page without arguments, the admin's and files apart."""
    from django.urls import URLResolver

    found = []
    for one in resolver.url_patterns:  # type: ignore[attr-defined]
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace not in NOT_OF_THE_SITE:
                found += addresses(one, route)
        elif one.name not in FOR_PROGRAMMERS and not set(route) & set("<^$()[]\\*+?|"):
            found.append(f"/{route}")
    return found


class Tour:
    """What was looked at, and what was English in it.

    Attributes:
        known: What is data, in small letters.
        told: What is English, by where it stands.
        seen: How many pages and e-mails were looked at.
    """

    def __init__(self, known: set[str]) -> None:
        self.known = known
        self.told: dict[str, list[str]] = {}
        self.seen = 0

    def read(self, where: str, page: str) -> None:
        """Look at a page or an e-mail."""
        self.seen += 1
        if found := english(page, self.known):
            self.told.setdefault(where, []).extend(sorted(found))

    def visit(self, client: Client, path: str) -> None:
        """Look at a page, and at what it answers to an empty form."""
        from django.conf import settings
        from django.core.cache import cache

        for ask in (client.get, client.post):
            cache.clear()  # limits are not what is looked at
            answer = ask(path, headers={"accept": "text/html"}, follow=True)
            if answer.status_code >= 500:
                self.told.setdefault(path, []).append(f"status {answer.status_code}")
            if answer.request["PATH_INFO"].startswith("/dev/"):
                return  # the stand-in for somebody else's page
            if answer.status_code == 404 and settings.DEBUG:
                return
            if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
                return
            page = answer.content.decode()
            self.read(path, page)
            if answer.status_code != 200 or 'method="post"' not in page.partition("<main")[2]:
                return


def main(source: str, target: str) -> None:
    """Look at every page as somebody and as nobody, and at every e-mail; write what is English."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as manage.py finds it
    asked = json.loads(Path(source).read_text(encoding="utf-8"))
    os.environ["DJANGO_SETTINGS_MODULE"] = asked["settings"]
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.urls import get_resolver

    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tour = Tour({settings.SITE_NAME.casefold(), *asked["known"]} | values())
    paths = [path for path in addresses(get_resolver()) if "logout" not in path]
    forgotten.update(asked["forgotten"])
    speak()
    somebody, nobody = (Client(raise_request_exception=False) for _ in range(2))
    somebody.force_login(
        get_user_model().objects.get(email=asked["email"]),
        backend=settings.AUTHENTICATION_BACKENDS[-1],
    )
    for client in (nobody, somebody):
        for path in paths:
            tour.visit(client, path)
    settings.DEBUG = False  # the site's own page for what is not there
    tour.visit(nobody, "/there/is/no/such/page/")
    from dev.emails import find_samples, html_of

    for name, make in find_samples().items():
        message = make()
        tour.read(name, f"{message.subject}\n{html_of(message)}")
        tour.read(name, str(message.body))
    Path(target).write_text(json.dumps({"told": tour.told, "seen": tour.seen}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
