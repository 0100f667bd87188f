"""What a route is, and the ones that most resources have alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .errors import invalid
from .kinds import KINDS
from .rendering import page, rendered
from .shapes import params_type

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["Answer", "Change", "Create", "Match", "Resource", "Route", "listed", "named", "overlay"]

Create = Callable[["Ledger", dict[str, Any]], "Obj"]
Change = Callable[["Ledger", "Obj", dict[str, Any]], "Obj"]
Match = Callable[["Ledger", "Obj", Any], bool]
Answer = Callable[["Ledger", dict[str, Any], "tuple[str, ...]"], "Obj"]


@dataclass(frozen=True)
class Route:
    """One thing that the API does.

    Attributes:
        method: The HTTP method.
        path: Below ``/v1/``, with ``{}`` for an id.
        params: The name of the library's parameter type.
        answer: Does it: takes the ledger, the parameters and the ids of the path.
    """

    method: str
    path: str
    params: str
    answer: Answer

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        """Return the ids in an address, or ``None`` when this route is not meant."""
        found = self._pattern.fullmatch(path) if method == self.method else None
        return found.groups() if found else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.path).replace(r"\{\}", "([^/]+)"))


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A resource of the API, as a row of the table.

    Attributes:
        kind: The kind of its objects.
        path: Below ``/v1/``.
        params: What its parameter types begin with: ``"Customer"``, ``"checkout.Session"``.
        create: Makes one; ``None`` where that can't be asked for.
        update: Changes one, where that is more than to keep what was given.
        updates: Whether one can be changed at all.
        delete: Deletes one; ``None`` where that can't be asked for.
        actions: What else can be done with one: the path below it, the parameter type's
            remaining name, and what does it.
        filters: How a list is filtered by what is no field of the same name.
        hidden: Which objects a list leaves out unless a filter asks for them.
        find: Finds one to be changed, where ids stand for more than what is there.
    """

    kind: str
    path: str
    params: str
    create: Create | None = None
    update: Change | None = None
    updates: bool = True
    delete: Change | None = None
    actions: tuple[tuple[str, str, Change], ...] = ()
    filters: dict[str, Match] = field(default_factory=dict)
    hidden: Callable[[Obj, dict[str, Any]], bool] | None = None
    find: Callable[[Ledger, str], Obj] | None = None

    def routes(self) -> list[Route]:
        """Return everything that the API does with it."""
        one = f"{self.path}/{{}}"
        found = [
            Route("GET", self.path, f"{self.params}ListParams", self._list),
            Route("GET", one, f"{self.params}RetrieveParams", self._retrieve),
        ]
        if self.create:
            found.append(Route("POST", self.path, f"{self.params}CreateParams", self._create))
        if self.updates:
            change = self._changed_by(self.update or overlay)
            found.append(Route("POST", one, f"{self.params}UpdateParams", change))
        if self.delete:
            gone = self._changed_by(self.delete)
            found.append(Route("DELETE", one, f"{self.params}DeleteParams", gone))
        for below, name, action in self.actions:
            change = self._changed_by(action)
            found.append(Route("POST", f"{one}/{below}", f"{self.params}{name}Params", change))
        return found

    def _create(self, ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
        assert self.create is not None  # noqa: S101 - the route is there because it is
        return self.create(ledger, params)

    def _retrieve(self, ledger: Ledger, _params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
        return ledger.get(self.kind, ids[0])

    def _changed_by(self, change: Change) -> Answer:
        def answer(ledger: Ledger, params: dict[str, Any], ids: tuple[str, ...]) -> Obj:
            find = self.find or (lambda ledger, name: ledger.get(self.kind, name))
            found = find(ledger, ids[0])
            if found.get("deleted"):
                noun = KINDS[self.kind].noun or self.kind
                message = f"No such {noun}: '{ids[0]}'"
                raise invalid(message, param="id", code="resource_missing", status=404)
            return change(ledger, found, params)

        return answer

    def _list(self, ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
        found = [one for one in ledger.find(self.kind) if not one.get("deleted")]
        if self.hidden:
            found = [one for one in found if not self.hidden(one, params)]
        for name, value in params.items():
            match = self.filters.get(name, _FILTERS.get(name))
            if match:
                found = [one for one in found if match(ledger, one, value)]
            elif name not in _PAGING:
                found = [one for one in found if one.get(name) == value]
        return listed(ledger, found, params, f"/v1/{self.path}")


_LONGEST = 100
_PAGING = ("limit", "starting_after", "ending_before", "expand")


def _created(_ledger: Ledger, obj: Obj, value: Any) -> bool:
    bounds = value if isinstance(value, dict) else {"gte": value, "lte": value}
    when = obj["created"]
    return all((
        when > bounds.get("gt", when - 1),
        when >= bounds.get("gte", when),
        when < bounds.get("lt", when + 1),
        when <= bounds.get("lte", when),
    ))  # fmt: skip


_FILTERS: dict[str, Match] = {"created": _created}


def listed(ledger: Ledger, found: list[Obj], params: dict[str, Any], url: str) -> Obj:
    """Return a page of a list, newest first, as the cursors and the limit say.

    Raises:
        Refusal: For a cursor that is not in the list, or a limit out of range.
    """
    limit = params.get("limit", 10)
    if not 1 <= limit <= _LONGEST:
        number, bound = ("greater", "1") if limit < 1 else ("less", str(_LONGEST))
        message = f"This value must be {number} than or equal to {bound}."
        raise invalid(message, param="limit", code="parameter_invalid_integer")
    names = [one["id"] for one in found]
    after, before = params.get("starting_after"), params.get("ending_before")
    cursor = after or before
    if cursor and cursor not in names:
        where = "starting_after" if after else "ending_before"
        raise invalid(f"No such object: '{cursor}'", param=where, code="resource_missing")
    if after:
        found = found[names.index(after) + 1 :]
    elif before:
        found = found[: names.index(before)]
        more = len(found) > limit
        return page([rendered(ledger, one) for one in found[-limit:]], url, more=more)
    shown = [rendered(ledger, one) for one in found[:limit]]
    return page(shown, url, more=len(found) > limit)


def overlay(ledger: Ledger, obj: Obj, params: dict[str, Any]) -> Obj:
    """Keep what was given: metadata key by key, objects field by field, the rest as it is."""
    with ledger.changing(obj):
        for name, value in params.items():
            if name == "metadata":
                obj["metadata"] = _merged(obj["metadata"] or {}, value)
            elif name not in obj:
                continue
            elif isinstance(value, dict) and isinstance(obj[name], dict):
                obj[name] |= value
            else:
                obj[name] = value
    return obj


def _merged(metadata: dict[str, str], given: dict[str, str] | None) -> dict[str, str]:
    whole = metadata | given if given else {}
    return {key: value for key, value in whole.items() if value}


def named(params: str) -> type | None:
    """Return a parameter type by name; ``None`` stands for no parameters but ``expand``."""
    try:
        return params_type(params)
    except AttributeError:
        return None
