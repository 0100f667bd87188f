"""Tries every manager of a scoped model as one team, for the rows of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_scopes import scope

from apps.teams.scoping import ScopeError, current_teams, in_team
from apps.teams.tests.finder.models import scoped_models
from apps.teams.tests.finder.world import undone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apps.teams.tests.finder.world import World


def manager_problems(world: World) -> Iterator[str]:
    """Say which managers give rows of another team away, or let them be changed."""
    for model in scoped_models():
        theirs = world.theirs.row(model)
        for manager in model._meta.managers:
            name = f"{model._meta.label}.{manager.name}"
            rows = getattr(model, manager.name)
            with undone(), in_team(world.ours.team):
                for what, act in _actions(rows, theirs.pk):
                    if _gets_through(act):
                        yield f"{name}: {what} of another team. {_FIX}"
            with undone(), scope(team=None):
                if _gets_through(rows.exists):
                    yield f"{name}: asks every team where none is active. {_FIX}"
        with in_team(world.ours.team):
            for what, act in (("saves", theirs.save), ("deletes", theirs.delete)):
                with undone():
                    if _gets_through(act):
                        yield (
                            f"{model._meta.label}: {what} a row of another team. Its {act.__name__}"
                            "() has to call super()."
                        )


_FIX = "Leave it out, or build it on TeamScoped's own `objects`."


def _actions(rows: Any, key: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "shows rows", lambda: rows.filter(pk=key).exists()
    yield "counts rows", lambda: rows.count() > rows.filter(team_id__in=current_teams()).count()
    yield "changes rows", lambda: rows.filter(pk=key).update(**{rows.model._meta.pk.attname: key})
    yield "deletes rows", lambda: rows.filter(pk=key).delete()[0]


def _gets_through(act: Callable[[], Any]) -> bool:
    """Tell whether something that should be refused, or find nothing, does neither."""
    try:
        found = act()
    except ScopeError:
        return False
    return found is None or bool(found)  # save() returns nothing
