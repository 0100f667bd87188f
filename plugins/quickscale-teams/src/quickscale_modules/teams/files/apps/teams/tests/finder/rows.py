"""Makes a row of any model in a team, marked so that it is recognised wherever it turns up."""

from __future__ import annotations

import uuid
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils import timezone
from django_scopes import scopes_disabled
from factory.django import DjangoModelFactory

from apps.teams.scoping import TeamScoped
from apps.teams.tests.finder.declared import own_apps
from apps.teams.tests.finder.models import team_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.teams.models import Team
    from apps.teams.tests.finder.declared import Declared
    from apps.users.models import User

FINDABLE: Final = "zqfind"
"""A word in every text of both teams, to search for."""

SHORTEST: Final = 12
"""How long a text must be allowed to be to hold a mark, in characters."""


class CannotMakeError(Exception):
    """A row that the leak test does not know how to make."""


class RowMaker:
    """Makes rows for one team.

    Attributes:
        team: Whose.
        user: Who stands in keys of people.
        mark: A word that is in every text of the team's rows.
        first_key: The first of the numbers that serve as primary keys.
    """

    def __init__(
        self, declared: Declared, team: Team, user: User, mark: str, first_key: int
    ) -> None:
        self.declared = declared
        self.team = team
        self.user = user
        self.mark = mark
        self.made: dict[type[Any], Any] = {}
        self._next_key = first_key
        self._marked = 0

    def row(self, model: type[Any]) -> Any:
        """Return the team's row of a model, which is made when it is first asked for."""
        if model not in self.made:
            self.made[model] = self.new_row(model)
        return self.made[model]

    def new_row(self, model: type[Any]) -> Any:
        """Make another row.

        Raises:
            CannotMakeError: Nobody knows how.
        """
        label = model._meta.label
        with scopes_disabled():
            try:
                if label in self.declared.rows:
                    row = self.declared.rows[label](self.team)
                elif factory := _factory_of(model):
                    row = factory.create(**self._team(model), **self._key(model))
                else:
                    row = model(**self._key(model), **dict(self._values(model)))
                    row.save()
            except Exception as error:
                app = model.__module__.rpartition(".")[0].replace(".", "/")
                raise CannotMakeError(
                    f"{label}: no row can be made ({error}). Add a factory that takes a team to"
                    f' {app}/tests/factories.py, or ROWS = {{"{label}": make}} to'
                    f" {app}/tests/leaks.py."
                ) from error
            return self._mark(row)

    def _team(self, model: type[Any]) -> dict[str, Team]:
        """Return what tells the model's factory the team, where its rows are a team's at all."""
        key = team_key(model)
        return {key: self.team} if key else {}

    def _key(self, model: type[Any]) -> dict[str, int]:
        """Return a primary key that is not mistaken for any other number on a page."""
        if not isinstance(model._meta.pk, models.AutoField):
            return {}
        self._next_key += 1
        return {model._meta.pk.attname: self._next_key}

    def _values(self, model: type[Any]) -> Iterator[tuple[str, Any]]:
        for field in model._meta.concrete_fields:
            if field.primary_key or field.has_default() or getattr(field, "auto_now", False):
                continue
            if field.is_relation:
                if field.name == team_key(model):
                    yield field.name, self.team
                elif issubclass(field.related_model, TeamScoped):
                    if field.related_model is not model:
                        yield field.name, self.row(field.related_model)
                elif not field.null:
                    yield field.name, self._related(field)
            elif not field.null and not (field.blank and field.empty_strings_allowed):
                yield field.name, self._value(field)

    def _related(self, field: Any) -> Any:
        if isinstance(self.user, field.related_model):
            return self.user
        return self.new_row(field.related_model)

    def _value(self, field: Any) -> Any:
        if field.choices:
            return field.flatchoices[0][0]
        values: dict[type[Any], Any] = {
            models.EmailField: f"{uuid.uuid4().hex[:8]}@example.com",
            models.URLField: f"https://example.com/{uuid.uuid4().hex[:8]}",
            models.CharField: uuid.uuid4().hex[: getattr(field, "max_length", None) or 32],
            models.TextField: uuid.uuid4().hex,
            models.BooleanField: False,
            models.DateTimeField: timezone.now() + timedelta(days=1),
            models.DateField: timezone.localdate(),
            models.TimeField: timezone.now().time(),
            models.DurationField: timedelta(hours=1),
            models.UUIDField: uuid.uuid4(),
            models.JSONField: {},
            models.GenericIPAddressField: "198.51.100.7",
            models.BinaryField: b"x",
            models.DecimalField: 1,
            models.FloatField: 1.0,
            models.IntegerField: 1,
            models.FileField: "file.txt",
        }
        for kind, value in values.items():
            if isinstance(field, kind):
                return value
        raise CannotMakeError(f"{field.name} is a {type(field).__name__}")

    def _mark(self, row: Any) -> Any:
        """Write the team's mark into every text that may hold it."""
        texts = {}
        self._marked += 1
        mark = f"{self.mark}{self._marked}"
        for field in row._meta.concrete_fields:
            length = getattr(field, "max_length", None) or 200
            if field.unique or field.choices or field.has_default() or length < SHORTEST:
                continue
            if isinstance(field, models.EmailField):
                texts[field.name] = f"{mark}@{FINDABLE}.example"
            elif type(field) in (models.CharField, models.TextField):
                texts[field.name] = f"{mark} {FINDABLE}"[:length]
        type(row)._base_manager.filter(pk=row.pk).update(**texts)
        for name, text in texts.items():
            setattr(row, name, text)
        return row


def _factory_of(model: type[Any]) -> Any:
    """Return the first factory of the model that its app's tests have."""
    for name in own_apps():
        place = f"{name}.tests.factories"
        if find_spec(f"{name}.tests") is None or find_spec(place) is None:
            continue
        for found in vars(import_module(place)).values():
            is_one = isinstance(found, type) and issubclass(found, DjangoModelFactory)
            if is_one and found._meta.model is model and found.__module__ == place:
                return found
    return None
