"""Tries an address as one team with the keys of another, and says what came of it."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from apps.teams.tests.finder.bodies import Bodies, Document
from apps.teams.tests.finder.models import scoped_models
from apps.teams.tests.finder.routes import Route, values_of
from apps.teams.tests.finder.rows import FINDABLE
from apps.teams.tests.finder.sender import Sender, TooManyRequestsError
from apps.teams.tests.finder.world import undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.teams.tests.finder.declared import Declared
    from apps.teams.tests.finder.world import Side, State, World

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
QUESTIONS: Final = ("q", "query", "search", "s", "term")
NOT_REACHED: Final = frozenset({401, 403, 404, 405, 410, 500})
NO_FILTERS: Final = frozenset(
    {*QUESTIONS, "page", "page_size", "limit", "offset", "format", "next"}
)
"""Names in a query that are tried already, or that choose no rows."""

EMPTY: Final = Document({})

EACH_TIME: Final = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|X-CSRFToken[^}]*'
)
"""What differs between two answers that are alike."""


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
        self.bodies = Bodies(world)
        self.sender = Sender(world, declared)
        self._last_status = 0

    def problems(self, route: Route) -> Iterator[str]:
        """Say what is wrong with an address."""
        if route.name in self.declared.outside_teams:
            return
        try:
            yield from self._problems(route)
        except TooManyRequestsError:
            if route.is_own:
                yield (
                    f"{route.name} (/{route.pattern}): answers 429 before all is tried, so nothing"
                    " is known about it. Let the settings of tests set no limit of requests."
                )

    def _problems(self, route: Route) -> Iterator[str]:
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
            yield from self._asks(route, ours)
            yield from self._links(route, ours)
        if route.is_own:
            yield from self._counts(route, ours)

    def find_filling(self, route: Route) -> Any:
        """Return how to fill an address in so that it answers our own team, or nothing."""
        if route.name in self.declared.arguments:
            fillings: Any = [None]
        else:
            fillings = route.fillings(self.world.ours.rows)
        self._last_status = 0
        for filling in fillings:
            values = self._values(route, filling, self.world.ours)
            path = route.path(values)
            if path is None:
                continue
            for method in METHODS:
                answer = self._first_answer(method, path)
                if answer.status_code == 405:
                    continue
                self._last_status = answer.status_code
                if answer.status_code not in NOT_REACHED and not _is_sent_away(answer):
                    return filling if filling is not None else {}
                break
        return None

    def _first_answer(self, method: str, path: str) -> Any:
        if method == "GET":
            return self.sender.first_look(path).answer
        with undone():
            return self.sender.send(method, path)

    def _values(self, route: Route, filling: Any, side: Side) -> dict[str, Any]:
        if route.name in self.declared.arguments:
            return self.declared.arguments[route.name](side)
        return values_of(filling, side.rows)

    def _attacks(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        path = route.path(values)
        assert path is not None
        for what, answer in self._looks(route, path):
            if found := self._marks_in(answer, path):
                yield self._leak(route, f"its {what} shows {found}")
                break
        else:
            yield from self._asks(route, values)
        yield from self._links(route, values)

    def _looks(self, route: Route, path: str) -> Iterator[tuple[str, Any]]:
        yield "page", self.sender.first_look(path).answer
        yield "search", self.sender.look(path, dict.fromkeys(QUESTIONS, FINDABLE))
        if route.is_api:
            yield "page for browsers", self.sender.look(path, accept="text/html")
            with undone():
                told = self.sender.send("OPTIONS", path)
            yield "answer to OPTIONS", told

    def _asks(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        """Put keys of theirs to whatever a view asks the query for: filters, orders, searches."""
        path = route.path(values)
        assert path is not None
        for name in sorted(self.sender.first_look(path).asked - NO_FILTERS) if route.is_own else ():
            for value in self._likely_values(name):
                answer = self.sender.look(path, {name: value})
                if found := self._marks_in(answer, f"{path} {value}"):
                    yield self._leak(route, f"?{name}={value} shows {found}")
                    break

    def _likely_values(self, name: str) -> list[str]:
        rows = self.world.theirs.rows
        named = [row for row in rows if (row._meta.model_name or "-") in name.lower()]
        return list(dict.fromkeys([*(str(row.pk) for row in named or rows), FINDABLE, "pk"]))

    def _links(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        """Send forms and documents that name rows of theirs."""
        path = route.path(values)
        assert path is not None
        page = self.sender.first_look(path).answer
        common = list(self.bodies.of_forms(page))
        if route.is_own:
            common += self.bodies.of_models()
        told: set[str] = set()
        for method in METHODS[1:] if route.is_own else METHODS[1:2]:
            answer, problems = self._write(method, path, EMPTY, as_json=route.is_api)
            if answer.status_code == 405:
                continue
            told.update(problems)
            kinds = _kinds(route, page, answer)
            documents = [EMPTY, *common, *self.bodies.of_serializer(answer)]
            for document, as_json in product(documents, kinds):
                if (document, as_json) != (EMPTY, route.is_api):
                    told.update(self._write(method, path, document, as_json=as_json)[1])
        for problem in sorted(told):
            yield self._leak(route, problem)

    def _write(
        self, method: str, path: str, document: Document, *, as_json: bool
    ) -> tuple[Any, list[str]]:
        """Send a document; return the answer, and what is wrong about it."""
        with undone() as statements:
            answer = self.sender.send(method, path, document.body, as_json=as_json)
            # Most are refused, and it takes longer to compare every row than to ask.
            after = self.world.their_state() if statements.wrote else self.state
            links = self.world.links_across() if statements.wrote else self.links
        found = [*self._changes(after), *self._new_links(links)]
        if mark := self._marks_in(answer, path + str(document.body)):
            found.append(f"shows {mark}")
        if document.to_nobody is not None:
            with undone():
                other = self.sender.send(method, path, document.to_nobody, as_json=as_json)
            if other.status_code != answer.status_code:
                found.append(
                    f"answers {answer.status_code} to the key of a row of theirs in"
                    f" {document.key!r} and {other.status_code} to one that nobody has"
                )
        return answer, [f"{method} {one}" for one in found]

    def _changes(self, after: State) -> Iterator[str]:
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

    def _new_links(self, links: set[str]) -> Iterator[str]:
        for link in sorted(links - self.links):
            yield f"links {link} to a row of theirs"

    def _counts(self, route: Route, values: dict[str, Any]) -> Iterator[str]:
        """Compare a page before and after another team has got more rows."""
        path = route.path(values)
        assert path is not None
        before = _content(self.sender.first_look(path).answer)
        for _attempt in range(4):
            with undone():
                for model in scoped_models():
                    self.world.theirs.maker.new_row(model)
                after = _content(self.sender.look(path))
            if after == before:
                return
            # A page that also changes by itself, for it tells the time, is looked at again.
            again = _content(self.sender.look(path))
            if again == before:
                yield self._leak(route, "its page changes when another team gets more rows")
                return
            before = again

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
        module = route.module if route.module.startswith("apps.") else "apps.teams"
        place = "/".join(module.split(".")[:2]) + "/tests/leaks.py"
        outside = f'OUTSIDE_TEAMS = {{"{route.name}": "..."}} in {place}.'
        if not route.parameters or self._last_status in {401, 403}:
            token = " If it asks for a token, tell the test: HEADERS = ..." if route.is_api else ""
            return (
                f"{route.name} (/{route.pattern}): does not answer the owner of a team, but"
                f" {self._last_status}.{token} If it is not about teams, say why: {outside}"
            )
        names = ", ".join(route.parameters)
        return (
            f"{route.name} (/{route.pattern}): no row fits {names}, so nothing is known about it."
            f' Tell the test, in {place}: ARGUMENTS = {{"{route.name}": lambda side:'
            f' {{"{route.parameters[0]}": ...}}}}, or OUTSIDE_TEAMS = {{"{route.name}": "why"}} if'
            " it is not about teams."
        )


def _content(answer: Any) -> bytes:
    """Return what a page shows each time that nothing has changed."""
    return EACH_TIME.sub(b"", b"" if getattr(answer, "streaming", False) else answer.content)


def _kinds(route: Route, page: Any, answer: Any) -> tuple[bool, ...]:
    """Return how to send: as a form, as a document, or both."""
    if route.is_api:
        return (answer.status_code != 415,)
    # A page is sent forms; what answers in another way may read documents.
    return (False,) if "html" in page.headers.get("Content-Type", "") else (False, True)


def _is_sent_away(answer: Any) -> bool:
    """Tell whether somebody was sent to sign in, or to say again who they are."""
    place = answer.headers.get("Location", "")
    return "/accounts/login/" in place or "/reauthenticate/" in place
