"""The models that belong to teams, and those that should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from apps.teams.models import Team
from apps.teams.scoping import TeamScoped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from apps.teams.tests.finder.declared import Declared


def scoped_models() -> list[type[TeamScoped]]:
    """Return every model whose rows are held to their team."""
    return [model for model in apps.get_models() if issubclass(model, TeamScoped)]


def team_key(model: type[Any]) -> str:
    """Return the name of the field that says which team a row is of, or nothing."""
    keys = (one for one in model._meta.concrete_fields if one.related_model is Team)
    return next((one.name for one in keys), "")


def team_keyed_models() -> list[type[Any]]:
    """Return every model with a key of a team, scoped or not."""
    return [model for model in apps.get_models() if team_key(model)]


def unscoped_problems(declared: Declared) -> Iterator[str]:
    """Say which models belong to a team and are not held to it."""
    scoped = scoped_models()
    for model in apps.get_models():
        if issubclass(model, TeamScoped) or model._meta.label in declared.unscoped:
            continue
        targets: tuple[type[Model], ...] = (Team, *scoped)
        names = [name for target in targets for name in _names_of_keys(model, target)]
        if names:
            yield (
                f"{model._meta.label}.{names[0]} leads to a team, and the model is not TeamScoped."
                f" Make it one: class {model.__name__}(TeamScoped). If every team may see its rows,"
                f' say why: UNSCOPED = {{"{model._meta.label}": "..."}} in'
                f" {model.__module__.rpartition('.')[0].replace('.', '/')}/tests/leaks.py."
            )


def _names_of_keys(model: type[Model], target: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if field.concrete
        and (field.many_to_one or field.one_to_one or field.many_to_many)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, target)
    ]
