"""Every address of the project, and how to fill it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from apps.teams.tests.finder.own import is_own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_OURS: Final = frozenset({"admin"})
"""Namespaces whose pages are for staff alone."""

MOST_TRIES: Final = 400
"""How many ways to fill in an address are tried."""


@dataclass(frozen=True)
class Route:
    """An address of the project.

    Attributes:
        name: Its name with its namespaces, or its pattern where it has none.
        pattern: How the URLconf writes it.
        parameters: What has to be filled in.
        view: What answers it.
    """

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def module(self) -> str:
        """Where the view is from, or what a library's view is given to show."""
        view = getattr(self.view, "view_class", None) or getattr(self.view, "cls", self.view)
        given = getattr(self.view, "view_initkwargs", None) or {}
        places = [str(getattr(view, "__module__", "")), *map(_place, given.values())]
        return next((place for place in places if is_own(place)), places[0])

    @property
    def is_own(self) -> bool:
        """Whether the project's own code answers it, or is what is shown."""
        return is_own(self.module)

    @property
    def is_api(self) -> bool:
        """Whether it is a view of Django REST framework."""
        return hasattr(self.view, "cls")

    def path(self, values: dict[str, Any]) -> str | None:
        """Return the address with its parameters filled in, or nothing where they do not fit."""
        try:
            return reverse(self.name, kwargs=values)
        except NoReverseMatch:
            pass
        filled = "/" + self.pattern
        for name, value in values.items():
            filled = re.sub(rf"<(?:\w+:)?{name}>", str(value), filled)
        return None if re.search(r"[<>()\\^$?]", filled) else filled

    def fillings(self, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """Yield ways to fill the address in with rows, the likely ones first.

        Each value is told by the number of its row and the name of a field, so that the same can be
        taken from another team's rows.
        """
        choices = [list(self._choices(name, rows)) for name in self.parameters]
        for tries, chosen in enumerate(product(*choices)):
            if tries >= MOST_TRIES:
                return
            yield dict(zip(self.parameters, chosen, strict=True))

    def _choices(self, parameter: str, rows: Sequence[Any]) -> list[tuple[int, str]]:
        if parameter == "format":
            return [(-1, "json")]
        words = parameter.lower()
        found = []
        for number, row in enumerate(rows):
            model = type(row)._meta.model_name or ""
            for field in type(row)._meta.concrete_fields:
                if not (field.unique or field.primary_key):
                    continue
                likely = (
                    field.name == words,
                    field.primary_key and words in {"pk", "id"},
                    model in words or model in self.pattern,
                    model in self.module or model in self.name,
                )
                found.append((-sum(likely), number, field.attname))
        return [(number, name) for _score, number, name in sorted(found)]


def values_of(filling: dict[str, tuple[int, str]], rows: Sequence[Any]) -> dict[str, Any]:
    """Return the values that a way to fill an address in stands for."""
    return {
        name: field if number < 0 else getattr(rows[number], field)
        for name, (number, field) in filling.items()
    }


def every_route() -> list[Route]:
    """Return every address that the URLconf knows.

    A router writes each address twice, with the name of a format at its end and without.
    """
    found: dict[Any, Route] = {}
    for one in _walk(get_resolver(), "", "", ()):
        parameters = tuple(name for name in one.parameters if name != "format")
        found.setdefault((one.name, one.view, parameters), one)
    return list(found.values())


def _place(thing: Any) -> str:
    """Return the module of a class, or of the model that a query is about."""
    return str(getattr(getattr(thing, "model", None) or thing, "__module__", ""))


def _walk(
    resolver: URLResolver, prefix: str, namespace: str, above: tuple[str, ...]
) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        parameters = tuple(dict.fromkeys((*above, *_parameters(one))))
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            if one.namespace not in NOT_OURS:
                yield from _walk(one, pattern, inner, parameters)
        else:
            name = f"{namespace}{one.name}" if one.name else pattern
            yield Route(name=name, pattern=pattern, parameters=parameters, view=one.callback)


def _parameters(one: URLPattern | URLResolver) -> list[str]:
    if isinstance(one.pattern, RoutePattern):
        return list(one.pattern.converters)
    return list(one.pattern.regex.groupindex)
