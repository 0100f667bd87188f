"""Every form that is sent with mistakes tells each of them once, and sums them up at its top.

The forms are those of the pages that stand at an address of their own. Each is sent empty and with
nonsense. Beside a field stands what is wrong with it; the summary at the top of the form takes the
focus and names it once more. What is wrong with no field stands in the summary alone.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.ops.tests.growing import grow, pages, rows_of
from apps.users.tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
"""Tags that nothing stands in."""
NONSENSE: Final = {"email": "nonsense", "number": "nonsense", "url": "nonsense", "date": "nonsense"}
"""What is typed into a field, by its type; into all others it is a text that is too long."""
UNASKED: Final = frozenset({"hidden", "submit", "button", "checkbox", "radio", "file"})
"""Types of inputs that nobody types into."""


@dataclass
class Form:
    """A form of a page.

    Attributes:
        action: Where it is sent, empty for the page itself.
        posts: Whether it changes something.
        kept: What it sends that nobody types.
        typed: The types of what people fill in, by name.
        summaries: The mistakes in each summary at its top.
        beside: The mistakes beside each field.
        focused: Whether each summary can take the focus and is announced.
    """

    action: str
    posts: bool
    kept: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    summaries: list[list[str]] = field(default_factory=list)
    beside: list[list[str]] = field(default_factory=list)
    focused: list[bool] = field(default_factory=list)


class FormReader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: list[tuple[str, list[list[str]] | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        """Note a form, a field, or a list of mistakes."""
        attributes = {name: value or "" for name, value in given}
        classes = attributes.get("class", "").split()
        errors: list[list[str]] | None = None
        if tag == "form":
            posts = attributes.get("method", "").lower() == "post"
            self.forms.append(Form(attributes.get("action", ""), posts))
        elif self.forms and "form-errors" in classes:
            errors = self.forms[-1].summaries
            is_read = attributes.get("role") == "alert" and attributes.get("tabindex") == "-1"
            self.forms[-1].focused.append(is_read)
        elif self.forms and "field-errors" in classes:
            errors = self.forms[-1].beside
        elif self.forms and tag in {"input", "textarea", "select", "button"}:
            self._note_field(self.forms[-1], tag, attributes)
        elif tag == "li" and (into := self._errors()):
            into[-1].append("")
        if errors is not None:
            errors.append([])
        if tag not in VOID:
            self.inside.append((tag, errors))

    def _note_field(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        if not name:
            return
        if tag in {"select", "button"} or kind in UNASKED:
            form.kept.setdefault(name, attributes.get("value", ""))
        else:
            form.typed[name] = kind

    def handle_endtag(self, tag: str) -> None:
        """Leave what ends here."""
        if any(name == tag for name, _errors in self.inside):
            while self.inside.pop()[0] != tag:
                pass

    def handle_data(self, text: str) -> None:
        """Note the words of a mistake."""
        into = self._errors()
        if into and into[-1]:
            into[-1][-1] = " ".join(f"{into[-1][-1]} {text}".split())

    def _errors(self) -> list[list[str]] | None:
        return next((errors for _tag, errors in reversed(self.inside) if errors is not None), None)


def problems(form: Form) -> Iterator[str]:
    """Yield what is wrong with how a form that came back tells its mistakes."""
    beside = [mistake for mistakes in form.beside for mistake in mistakes]
    if len(form.summaries) != 1:
        yield f"has {len(form.summaries)} summaries" + (f" of {beside}" if beside else "")
        return
    (summed_up,) = form.summaries
    if not all(form.focused):
        yield 'has a summary that cannot take the focus: role="alert" tabindex="-1"'
    for mistakes in (*form.beside, summed_up):
        yield from (f"says {it!r} twice" for it, times in Counter(mistakes).items() if times > 1)
    yield from (
        f"does not sum up {mistake!r}"
        for mistake in beside
        if not any(it.endswith(mistake) for it in summed_up)
    )
    # "Name: Enter a name." belongs beside the field; what has no field stands here alone.
    yield from (
        f"says {it!r} in the summary and not beside the field"
        for it in summed_up
        for mistake in [it.partition(": ")[2]]
        if it.partition(" :")[1] and mistake not in beside
    )


@pytest.fixture
def visitors(db: None) -> list[Client]:
    """A stranger, and somebody with rows of every kind who may do everything."""
    user = UserFactory.create(is_staff=True, is_superuser=True)
    signed_in = Client()
    signed_in.force_login(user)
    with suppress(NoReverseMatch):
        signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    grow(rows_of(user), 0, 2)
    return [Client(), signed_in]


def send(client: Client, path: str, form: Form, *, empty: bool) -> Any:
    """Send a form with mistakes in all that is typed."""
    values = {
        name: "" if empty else NONSENSE.get(kind, "x" * 5001) for name, kind in form.typed.items()
    }
    return client.post(form.action or path, {**form.kept, **values}, follow=True)


def forms_of(client: Client) -> Iterator[tuple[str, int, Form]]:
    """Yield each form that somebody fills in: the path of its page, its number there, the form."""
    seen = set()
    for address in pages():
        page: Any = client.get(address, follow=True)
        path = page.request["PATH_INFO"]
        is_page = page.status_code == 200 and "html" in page.headers.get("Content-Type", "")
        if not is_page or path in seen or path.startswith("/dev/"):
            continue
        seen.add(path)
        for number, form in enumerate(FormReader(page.text).forms):
            if form.posts and form.typed:
                yield path, number, form


def test_each_mistake_is_told_once_beside_its_field_and_once_above(visitors: list[Client]) -> None:
    found, told = [], 0
    for client in visitors:
        for path, number, form in [*forms_of(client)]:
            for empty in (True, False):
                answer = FormReader(send(client, path, form, empty=empty).text)
                refused = [it for it in answer.forms if it.summaries or it.beside]
                told += bool(refused)
                how = "empty" if empty else "nonsense"
                found += [
                    f"{path}, form {number}, sent {how}: {problem}"
                    for it in refused
                    for problem in problems(it)
                ]

    assert not found, "\n".join(found)
    assert told
