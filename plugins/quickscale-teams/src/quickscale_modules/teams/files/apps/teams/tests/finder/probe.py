"""Tries an address as one team with the keys of another, and says what came of it."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from django.forms import BaseForm, ModelChoiceField

from apps.teams.links import team_path, team_prefix
from apps.teams.tests.finder.models import scoped_models
from apps.teams.tests.finder.routes import Route, values_of
from apps.teams.tests.finder.rows import FINDABLE
from apps.teams.tests.finder.world import undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.teams.tests.finder.declared import Declared
    from apps.teams.tests.finder.world import Side, World

__all__ = ["Prober"]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
QUESTIONS: Final = ("q", "query", "search", "s", "term")
NOT_REACHED: Final = frozenset({401, 403, 404, 405, 410, 500})

EACH_TIME: Final = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|X-CSRFToken[^}]*'
)
"""What differs between two answers that are alike."""


class _MethodRefusedError(Exception):
    """An address does not answer a method at all."""


class Prober:
    """Somebody of one team who wants to know about another.

    Attributes:
        world: The teams.
        declared: What the apps tell.
    """

    def __init__(self, world: World, declared: Declared) -> None:
        self.world = world
        self.declared = declared
        self.marks = world.their_marks()
        self.state = world.their_state()
        self.links = world.links_across()

    def problems(self, route: Route) -> Iterator[str]:
        """Say what is wrong with an address."""
        if route.name in self.declared.outside_teams:
            return
        filling = self.find_filling(route)
        if filling is None:
            if route.is_own:
                yield self._unreached(route)
            return
        theirs = self._values(route, filling, self.world.theirs)
        ours = self._values(route, filling, self.world.ours)
        for values in [theirs] if route.parameters else [ours]:
            yield from self._attacks(route, values)
        if route.parameters:
            # Ours, with what is theirs in the form.
            yield from self._links(route, ours)
        if route.is_own:
            yield from self._counts(route, ours)

    def find_filling(self, route: Route) -> Any:
        """Return how to fill an address in so that it answers our own team, or nothing."""
        if route.name in self.declared.arguments:
            fillings: Any = [None]
        else:
            fillings = route.fillings(self.world.ours.rows)
        for filling in fillings:
            values = self._values(route, filling, self.world.ours)
            path = route.path(values)
            if path is None:
                continue
            for method in METHODS:
                with undone():
                    answer = self._send(method, path)
                if answer.status_code == 405:
                    continue
                if answer.status_code not in NOT_REACHED and not _is_sent_away(answer):
                    return filling if filling is not None else {}
                break
        return None

    def _values(self, route: Route, filling: Any, side: Side) -> dict[str, Any]:
        if route.name in self.declared.arguments:
            return self.declared.arguments[route.name](side)
        return values_of(filling, side.rows)

    def _attacks(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        path = route.path(values)
        assert path is not None
        for query in ({}, dict.fromkeys(QUESTIONS, FINDABLE)):
            with undone():
                answer = self._send("GET", path, query)
            if found := self._marks_in(answer, path):
                what = "search" if query else "page"
                yield self._leak(route, f"its {what} shows {found}")
                break
        yield from self._links(route, values)

    def _links(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        """Send forms and documents that name rows of theirs."""
        path = route.path(values)
        assert path is not None
        with undone():
            page = self._send("GET", path)
        bodies = list(self._bodies(page, whole=route.is_own))
        # A page is sent forms; what answers in another way may read documents.
        kinds = (False,) if "html" in page.headers.get("Content-Type", "") else (False, True)
        told: set[str] = set()
        for method in METHODS[1:] if route.is_own else METHODS[1:2]:
            try:
                for body, as_json in product(bodies, kinds):
                    told.update(
                        f"{method} {problem}"
                        for problem in self._writes(method, path, body, as_json=as_json)
                    )
            except _MethodRefusedError:
                continue
        for problem in sorted(told):
            yield self._leak(route, problem)

    def _writes(
        self, method: str, path: str, body: dict[str, Any], *, as_json: bool
    ) -> Iterator[str]:
        with undone():
            answer = self._send(method, path, body, as_json=as_json)
            if answer.status_code == 405:
                raise _MethodRefusedError
            after, new_links = self.world.their_state(), self.world.links_across()
        before = self.state
        for label in sorted({key[0] for key in before.keys() | after.keys()}):
            old = {key: row for key, row in before.items() if key[0] == label}
            new = {key: row for key, row in after.items() if key[0] == label}
            if old.keys() - new.keys():
                yield f"deletes a row of {label}"
            elif new.keys() - old.keys():
                yield f"adds a row of {label}"
            elif old != new:
                yield f"changes a row of {label}"
        for link in sorted(new_links - self.links):
            yield f"links {link} to a row of theirs"
        sent = path + str(body)
        if found := self._marks_in(answer, sent):
            yield f"shows {found}"

    def _bodies(self, page: Any, *, whole: bool) -> Iterator[dict[str, Any]]:
        """Yield what to send: the page's own forms, then the fields of every scoped model."""
        for one in _forms_in(getattr(page, "context", None)):
            yield {name: self._answer(field, one, name) for name, field in one.fields.items()}
        yield {}
        for model in scoped_models() if whole else ():
            body = {}
            for field in model._meta.concrete_fields:
                value = getattr(self.world.theirs.row(model), field.attname)
                is_link = field.is_relation and field.related_model in self._keyed
                if not field.primary_key and field.editable and value is not None:
                    body[field.name] = value if is_link else _plain(value)
            if body:
                yield body

    @property
    def _keyed(self) -> set[Any]:
        return {type(row) for row in self.world.theirs.rows}

    def _answer(self, field: Any, form: BaseForm, name: str) -> Any:
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            model = field.queryset.model
            if model in self._keyed:
                return str(self.world.theirs.row(model).pk)
        value = form.get_initial_for_field(field, name)
        if value is not None and not isinstance(value, (list, dict)):
            return str(getattr(value, "pk", value))
        choices = [key for key, _label in getattr(field, "choices", []) if key]
        return str(choices[0]) if choices else f"{name}@example.com"

    def _counts(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        """Compare a page before and after another team has got more rows."""
        path = route.path(values)
        assert path is not None
        for _attempt in range(3):
            before = self._page(path)
            with undone():
                for model in scoped_models():
                    self.world.theirs.maker.new_row(model)
                after = self._page(path)
            # A page that also changes by itself, for it tells the time, is looked at again.
            if self._page(path) == before:
                if after != before:
                    yield self._leak(route, "its page changes when another team gets more rows")
                return

    def _page(self, path: str) -> bytes:
        with undone():
            answer = self._send("GET", path)
        return EACH_TIME.sub(b"", b"" if getattr(answer, "streaming", False) else answer.content)

    def _send(
        self, method: str, path: str, data: dict[str, Any] | None = None, *, as_json: bool = False
    ) -> Any:
        client = self.world.ours.client()
        send = getattr(client, method.lower())
        if method == "GET":
            return send(self._in_team(path), data or {})
        if as_json:
            body = json.dumps(data, default=str)
            return send(self._in_team(path), body, content_type="application/json")
        if method == "POST":
            return send(self._in_team(path), data or {})
        return send(self._in_team(path), json.dumps(data, default=str))

    def _in_team(self, path: str) -> str:
        """Return a path in our own team, whose prefix says so where prefixes say anything."""
        root = team_path(self.world.ours.team, "team_list").removesuffix("teams/")
        return root.rstrip("/") + path if root.startswith(team_prefix("", "/")[:3]) else path

    def _marks_in(self, answer: Any, sent: str) -> str:
        content = b"" if getattr(answer, "streaming", False) else answer.content
        if getattr(answer, "streaming", False):
            content = b"".join(answer.streaming_content)
        text = content.decode(errors="replace") + str(dict(answer.headers))
        found = sorted(mark for mark in self.marks if mark in text and mark not in sent)
        return f"{found[0]!r} of another team" if found else ""

    def _leak(self, route: Route, what: str) -> str:
        return (
            f"{route.name} (/{route.pattern}, {route.module}): {what}. Let it ask through the"
            " model's `objects`, for the present team; see apps/teams/scoping.py."
        )

    def _unreached(self, route: Route) -> str:
        app = "/".join(route.module.split(".")[:2])
        if not route.parameters:
            return (
                f"{route.name} (/{route.pattern}): does not answer the owner of a team. If it is"
                f' not about teams, say why: OUTSIDE_TEAMS = {{"{route.name}": "..."}} in'
                f" {app}/tests/leaks.py."
            )
        names = ", ".join(route.parameters)
        return (
            f"{route.name} (/{route.pattern}): no row fits {names}, so nothing is known about it."
            f' Tell the test, in {app}/tests/leaks.py: ARGUMENTS = {{"{route.name}": lambda side:'
            f' {{"{route.parameters[0]}": ...}}}}, or OUTSIDE_TEAMS = {{"{route.name}": "why"}} if'
            " it is not about teams."
        )


def _is_sent_away(answer: Any) -> bool:
    """Tell whether somebody was sent to sign in, or to say again who they are."""
    place = answer.headers.get("Location", "")
    return "/accounts/login/" in place or "/reauthenticate/" in place


def _forms_in(context: Any) -> Iterator[BaseForm]:
    seen = set()
    for layer in context or []:
        for one in getattr(layer, "dicts", [layer]) if not isinstance(layer, dict) else [layer]:
            for value in one.values():
                if isinstance(value, BaseForm) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool)) else str(value)
