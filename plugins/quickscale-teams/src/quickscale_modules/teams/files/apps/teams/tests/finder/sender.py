"""Sends requests as the owner of the one team."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.teams.links import team_path, team_prefix
from apps.teams.tests.finder.world import undone

if TYPE_CHECKING:
    from apps.teams.tests.finder.declared import Declared
    from apps.teams.tests.finder.world import World


class TooManyRequestsError(Exception):
    """An address refuses to answer so many requests, so what it would say is not known."""


@dataclass(frozen=True)
class Look:
    """What a page shows, and what its view wants to know.

    Attributes:
        answer: What it answers.
        asked: The names that it asked the query for.
    """

    answer: Any
    asked: frozenset[str]


class Sender:
    """Somebody of one team, in their browser.

    Attributes:
        world: The teams.
    """

    def __init__(self, world: World, declared: Declared) -> None:
        self.world = world
        self._headers = {
            name: value
            for headers in declared.headers
            for name, value in headers(world.ours).items()
        }
        self._first_looks: dict[str, Look] = {}

    def send(
        self,
        method: str,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        as_json: bool = False,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Send a request and return the answer.

        Args:
            method: How.
            path: Where to, below the prefix of our team if there is one.
            data: A query, a form or a document.
            as_json: Whether it goes as JSON, and says so.
            headers: Of the request, besides those that an app tells.

        Raises:
            TooManyRequestsError: It is one too many.
        """
        client = self.world.ours.client()
        sending = getattr(client, method.lower())
        arguments: dict[str, Any] = {"headers": {**self._headers, **(headers or {})}}
        if as_json and method not in {"GET", "OPTIONS"}:
            arguments |= {
                "data": json.dumps(data, default=str),
                "content_type": "application/json",
            }
        elif method in {"GET", "POST"}:
            arguments["data"] = data or {}
        else:
            arguments["data"] = json.dumps(data, default=str)
        answer = sending(self._in_team(path), **arguments)
        if answer.status_code == 429:
            raise TooManyRequestsError
        return answer

    def look(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """Open a page, and forget what that changed."""
        with undone():
            return self.send("GET", path, query, headers=headers)

    def first_look(self, path: str) -> Look:
        """Open a page as it is before anything was tried; it is opened once."""
        if path not in self._first_looks:
            answer = self.look(path)
            self._first_looks[path] = Look(answer, frozenset(self.world.ours.browser.asked))
        return self._first_looks[path]

    def _in_team(self, path: str) -> str:
        """Return a path in our own team, whose prefix says so where prefixes say anything."""
        root = team_path(self.world.ours.team, "team_list").removesuffix("teams/")
        return root.rstrip("/") + path if root.startswith(team_prefix("", "/")[:3]) else path
